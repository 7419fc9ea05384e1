/* SPDX-License-Identifier: MIT */
/*
 * From code values to R'G'B', as H.273 8.3 says it.
 *
 * With Kg = 1 - Kr - Kb:
 *
 *     R = Y + 2(1 - Kr) Cr
 *     G = Y - 2 Kb (1 - Kb) / Kg Cb - 2 Kr (1 - Kr) / Kg Cr
 *     B = Y + 2(1 - Kb) Cb
 *
 * and from code values of n bits, with s = 2^(n-8):
 *
 *     limited  Y = (y - 16 s) / 219 s      C = (c - 128 s) / 224 s
 *     full     Y = y / (2^n - 1)           C = (c - 2^(n-1)) / (2^n - 1)
 *
 * R, G, B of an RGB format and of the identity matrix (where they are in V, Y, U) are as Y.
 */
#ifndef FRS_PICTURE_COLOUR_H
#define FRS_PICTURE_COLOUR_H

#include <frameshare/frame.h>

/* rgb = matrix * components + offset: 0 is black and 1 is white. */
typedef struct frs_colour {
    float matrix[3][3], offset[3];
    float alpha; /* alpha = component * this */
} frs_colour;

/* Pictures that do not say: BT.709 above 576 lines, else BT.601; YUV is limited, RGB and gray are
 * full. `info` has been checked. */
void frs_colour_init(frs_colour *colour, const frs_frame_info *info);

#endif
