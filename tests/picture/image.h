/* SPDX-License-Identifier: MIT */
/* A rendered picture, whole. */
#ifndef FRS_TESTS_IMAGE_H
#define FRS_TESTS_IMAGE_H

#include <frameshare/frame.h>
#include <frameshare/overlay.h>
#include <stdbool.h>

typedef struct image {
    uint32_t width, height;
    bool alpha;
    uint8_t *rgba;
} image;

/* What src/picture makes of the frame, which must be possible; `overlays` may be NULL. Free `rgba`.
 */
void image_render(image *out, const frs_frame_info *info, const void *data, size_t size,
                  const frs_overlays *overlays, size_t overlays_size);

/* The four bytes of a pixel. */
const uint8_t *image_pixel(const image *i, uint32_t x, uint32_t y);

#endif
