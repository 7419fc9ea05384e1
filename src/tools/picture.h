/* SPDX-License-Identifier: MIT */
/* The visible part of a leased frame, plane by plane. Points into the frame: valid while it is
 * leased. */
#ifndef FRS_TOOLS_PICTURE_H
#define FRS_TOOLS_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include <frameshare/reader.h>

typedef struct picture {
    uint32_t format, width, height, n_planes;
    struct {
        const uint8_t *data;
        uint32_t stride, row_bytes, rows;
    } plane[FRS_PLANES_MAX];
    const frs_frame_info *info; /* colour and times */
} picture;

/* Apply the crop. An odd corner of a subsampled picture is moved to the even one before it. */
void picture_of_frame(picture *out, const frs_frame *frame);

/* True for pictures of luma and chroma. */
int picture_is_yuv(const picture *p);

/* Bytes of all visible rows. */
size_t picture_size(const picture *p);

/* Called for each run of bytes, in order: the planes of I420 (NV12 is taken apart), or the pixels
 * as they are. Non-zero ends it. */
typedef int (*picture_callback)(const uint8_t *bytes, size_t n, void *user);

/* Give every visible byte to `callback` the way ffmpeg's rawvideo has them: planar for YUV. */
int picture_each_run(const picture *p, picture_callback callback, void *user);

#endif
