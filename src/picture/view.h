/* SPDX-License-Identifier: MIT */
/*
 * Frames as they lie in a window: as src/picture/picture.h, but scaled to the pixels of the screen,
 * turned once more, and only what is seen of them. For windows that have no GPU to do it.
 *
 * What depends on the shape of the frames is kept from one to the next, so that a frame allocates
 * nothing. Any thread may use a view, one at a time.
 */
#ifndef FRS_PICTURE_VIEW_H
#define FRS_PICTURE_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include <frameshare/frame.h>

#include "geometry.h"

typedef struct frs_view frs_view;

/* NULL: there is no memory. */
frs_view *frs_view_create(void);

/* NULL is allowed. */
void frs_view_destroy(frs_view **view);

/*
 * Render into `rgba`, which has room for place->columns * place->rows pixels, row by row: red,
 * green, blue and straight alpha, sRGB. Overlays are not drawn. `info` may come from anywhere.
 * FRS_OK, FRS_EINVAL (also for a place that makes no sense), FRS_ENOMEM.
 */
int frs_view_render(frs_view *view, const frs_frame_info *info, const frs_place *place,
                    const void *data, size_t size, uint8_t *rgba);

#endif
