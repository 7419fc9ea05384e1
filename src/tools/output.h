/* SPDX-License-Identifier: MIT */
/* Where dumped frames go: a Y4M or raw file, standard output, PNG files, or nowhere. */
#ifndef FRS_TOOLS_OUTPUT_H
#define FRS_TOOLS_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "picture.h"

typedef enum output_kind {
    OUTPUT_NONE,
    OUTPUT_Y4M,
    OUTPUT_RAW,
    OUTPUT_PNG,
    OUTPUT_PIPE, /* standard output: Y4M, or raw when the pictures are RGB */
    OUTPUT_UNKNOWN,
} output_kind;

typedef struct output {
    output_kind kind;
    const char *path;
    bool numbered; /* PNG: FILE-1.png, FILE-2.png, ... */
    FILE *file;
    uint32_t format, width, height; /* of the first picture */
    unsigned count;
} output;

/* What the name asks for. */
output_kind output_kind_of(const char *path);

/* Write one picture. STATUS_OK, or STATUS_FAILED after saying why. */
int output_write(output *out, const picture *p);

/* Flush and close. STATUS_OK, or STATUS_FAILED after saying why. */
int output_finish(output *out);

#endif
