/* SPDX-License-Identifier: MIT */
/* Pictures by the book: H.273's formulas in double precision, on planes of code values, one sample
 * at a time. */
#ifndef FRS_TESTS_REFERENCE_H
#define FRS_TESTS_REFERENCE_H

#include "scene.h"

/* Red, green, blue and alpha, 0 to 1 or outside of it, of pixel x, y when the scene is shown as
 * width x height, not turned. */
void reference_pixel(const scene *s, double x, double y, double width, double height,
                     double rgba[4]);

#endif
