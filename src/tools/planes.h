/* SPDX-License-Identifier: MIT */
/* The visible part of a leased frame in the one form that files and checksums have: luma and chroma
 * as a plane each, of samples that are code values, at their own subsampling, however the format
 * mixes them; RGB as it is in memory. That is how ffmpeg's rawvideo has the planar format of the
 * same depth. Points into the frame: valid while it is leased. */
#ifndef FRS_TOOLS_PLANES_H
#define FRS_TOOLS_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frameshare/reader.h>

typedef struct planes {
    const frs_frame_info *info; /* colour and times */
    const frs_format_shape *shape;
    uint32_t width, height, n;
    struct {
        const uint8_t *data;
        size_t stride;             /* bytes from one row to the next */
        uint32_t step;             /* and from one sample */
        uint32_t bytes;            /* of a sample */
        uint32_t columns, rows;    /* samples */
        uint32_t h_shift, v_shift; /* 1 << shift pixels share a sample */
    } plane[FRS_PLANES_MAX];
} planes;

/* Apply the crop. An odd corner of a subsampled picture is moved to the even one before it. */
void planes_of_frame(planes *out, const frs_frame *frame);

/* Are these planes of the same kinds and sizes, so that one file can hold both (I420 and NV12)? */
bool planes_alike(const planes *a, const planes *b);

/* Bytes of all visible samples. */
size_t planes_size(const planes *p);

/* Called for each run of bytes, in order. Non-zero ends it. */
typedef int (*planes_callback)(const uint8_t *bytes, size_t n, void *user);

/* Give all visible samples to `callback`, plane by plane, row by row. */
int planes_each_run(const planes *p, planes_callback callback, void *user);

#endif
