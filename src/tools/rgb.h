/* SPDX-License-Identifier: MIT */
/* Pictures to 8-bit RGB, exactly rather than fast. */
#ifndef FRS_TOOLS_RGB_H
#define FRS_TOOLS_RGB_H

#include "picture.h"

typedef struct rgb_converter {
    /* r = y + r_v v, g = y + g_u u + g_v v, b = y + b_u u, with y' = (Y - y_zero) y_scale, and u, v
     * = (C - 128) c_scale */
    double y_zero, y_scale, c_scale, r_v, g_u, g_v, b_u;
    /* Where the first chroma sample lies, in luma pixels from the first luma sample. */
    double chroma_x, chroma_y;
} rgb_converter;

/* Unknown range is limited; an unspecified matrix is BT.709 for pictures of HD size, else BT.601.
 */
void rgb_converter_init(rgb_converter *c, const picture *p);

/* Row `y`: 3 bytes a pixel from luma and chroma (chroma interpolated from where it was sampled), 4
 * from RGBA and BGRA. */
void rgb_converter_row(const rgb_converter *c, const picture *p, uint32_t y, uint8_t *row);

#endif
