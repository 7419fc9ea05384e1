/* SPDX-License-Identifier: MIT */
/* Where dumped frames go: a Y4M or raw file, standard output, PNG files, or nowhere. */
#ifndef FRS_TOOLS_OUTPUT_H
#define FRS_TOOLS_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "planes.h"

typedef enum output_kind {
    OUTPUT_NONE,
    OUTPUT_Y4M,
    OUTPUT_RAW,
    OUTPUT_PNG,
    OUTPUT_PIPE, /* standard output: Y4M, or raw when that cannot hold the pictures */
    OUTPUT_UNKNOWN,
} output_kind;

typedef struct output {
    output_kind kind;
    const char *path;
    bool numbered; /* PNG: FILE-1.png, FILE-2.png, ... */
    bool overlays; /* PNG: draw them */
    FILE *file;
    planes first; /* the first picture's kind and size; its samples are gone */
    unsigned count;
} output;

/* What the name asks for. */
output_kind output_kind_of(const char *path);

/* Write one frame. STATUS_OK, or STATUS_FAILED after saying why. */
int output_write(output *out, const frs_frame *frame);

/* Flush and close. STATUS_OK, or STATUS_FAILED after saying why. */
int output_finish(output *out);

#endif
