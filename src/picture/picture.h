/* SPDX-License-Identifier: MIT */
/*
 * A frame as it is displayed, in RGBA of 8 bits: cropped, in the colours its descriptor says, with
 * square pixels, the right way up.
 *
 * A picture is rendered row by row out of a frame that is leased all the while. Any thread may use
 * a picture, one at a time.
 */
#ifndef FRS_PICTURE_PICTURE_H
#define FRS_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frameshare/frame.h>

#include "geometry.h"

typedef struct frs_picture frs_picture;

/*
 * Prepare to render the frame that `info` describes in the `size` bytes of `data`, which must stay
 * until the picture is destroyed. `info` is copied, and checked: it may come from anywhere.
 * FRS_OK, FRS_EINVAL, FRS_ENOMEM.
 */
int frs_picture_create(frs_picture **out, const frs_frame_info *info, const void *data,
                       size_t size);

/*
 * The same for pictures at a place in a window, which was checked; see view.h. `data` may be NULL,
 * and come by frs_picture_set_data(). The size is that of what is seen.
 */
int frs_picture_create_at(frs_picture **out, const frs_frame_info *info, const frs_place *place,
                          const void *data, size_t size);

/* Another slot, in which a picture of the same shape lies at the same offsets. */
void frs_picture_set_data(frs_picture *picture, const void *data);

/*
 * Draw the overlays of the slot in `data` (frameshare/overlay.h) over the picture; it must stay as
 * long. NULL: none. A table that does not check out is no overlay.
 */
void frs_picture_set_overlays(frs_picture *picture, const void *data, size_t size);

/* NULL is allowed. */
void frs_picture_destroy(frs_picture **picture);

/* The size as displayed, in pixels: the crop with its longer side of a pixel stretched until pixels
 * are square, rounded, then turned. 1..FRS_SIZE_MAX. */
uint32_t frs_picture_width(const frs_picture *picture);
uint32_t frs_picture_height(const frs_picture *picture);

/* False: every pixel is opaque. */
bool frs_picture_has_alpha(const frs_picture *picture);

/* Row `y`: four bytes a pixel, red, green, blue and straight alpha, sRGB. Rows may come in any
 * order. */
void frs_picture_row(frs_picture *picture, uint32_t y, uint8_t *rgba);

#endif
