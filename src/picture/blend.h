/* SPDX-License-Identifier: MIT */
/* Overlays (frameshare/overlay.h), drawn over a rendered row. */
#ifndef FRS_PICTURE_BLEND_H
#define FRS_PICTURE_BLEND_H

#include <frameshare/overlay.h>

#include "geometry.h"

/* Draw what `table`, which has been checked, has on row `y` of the screen over that row's red,
 * green, blue and straight alpha (0..1). `data` is the slot with the overlays. */
void frs_blend_row(const frs_overlays *table, const uint8_t *data, const frs_geometry *geometry,
                   uint32_t y, float *const row[4]);

#endif
