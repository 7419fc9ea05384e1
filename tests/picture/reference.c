/* SPDX-License-Identifier: MIT */
#include "reference.h"

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static void crop_of(const scene *s, uint32_t crop[4])
{
    bool whole = s->info.crop_width == 0;
    crop[0] = whole ? 0 : s->info.crop_x;
    crop[1] = whole ? 0 : s->info.crop_y;
    crop[2] = whole ? s->info.width : s->info.crop_width;
    crop[3] = whole ? s->info.height : s->info.crop_height;
}

/* Two neighbours of a place along one axis, kept to the samples that the crop touches. */
static double along(double place, uint32_t start, uint32_t length, uint32_t shift, double site,
                    uint32_t *a, uint32_t *b)
{
    double first = floor((double)start / (1 << shift));
    double last = ceil((double)(start + length) / (1 << shift)) - 1;
    double t = fmin(fmax(place / (1 << shift) + site - 0.5, first), last);
    *a = (uint32_t)floor(t);
    *b = (uint32_t)fmin(floor(t) + 1, last);
    return t - floor(t);
}

/* Component `c` at a place in pixels of the frame. */
static double component_at(const scene *s, uint32_t c, double x, double y)
{
    static const double horizontal[6] = {1, 0, 1, 0, 1, 0}; /* cosited */
    static const double vertical[6] = {0, 0, 1, 1, -1, -1};
    uint32_t site = s->info.chroma_site == FRS_CHROMA_UNKNOWN ? 0 : s->info.chroma_site;
    uint32_t crop[4], x0, x1, y0, y1;
    crop_of(s, crop);
    double right = along(x, crop[0], crop[2], s->h_shift[c],
                         horizontal[site] * (0.5 - 0.5 / (1 << s->h_shift[c])), &x0, &x1);
    double down = along(y, crop[1], crop[3], s->v_shift[c],
                        vertical[site] * (0.5 - 0.5 / (1 << s->v_shift[c])), &y0, &y1);
    return (1 - down) * ((1 - right) * s->code[c][y0][x0] + right * s->code[c][y0][x1]) +
           down * ((1 - right) * s->code[c][y1][x0] + right * s->code[c][y1][x1]);
}

static bool shares_of(const scene *s, double *red, double *blue)
{
    switch (s->info.matrix) {
    case 1:
        *red = 0.2126, *blue = 0.0722;
        return true;
    case 4:
        *red = 0.30, *blue = 0.11;
        return true;
    case 5:
    case 6:
        *red = 0.299, *blue = 0.114;
        return true;
    case 7:
        *red = 0.212, *blue = 0.087;
        return true;
    case 9:
        *red = 0.2627, *blue = 0.0593;
        return true;
    default:
        return false;
    }
}

/* H.273 8.3. */
static void colour_at(const scene *s, double x, double y, double rgba[4])
{
    double n = s->shape->depth, top = pow(2, n) - 1, unit = pow(2, n - 8), red, blue;
    bool full =
        s->info.range == FRS_RANGE_FULL || (s->info.range == 0 && s->shape->model != FRS_MODEL_YUV);
    double luma[3], chroma[3];
    for (uint32_t c = 0; c < 3; c++) {
        double code = s->shape->component[c].step ? component_at(s, c, x, y) : 0;
        luma[c] = full ? code / top : (code - 16 * unit) / (219 * unit);
        chroma[c] = full ? (code - pow(2, n - 1)) / top : (code - 128 * unit) / (224 * unit);
    }
    rgba[3] = s->shape->component[3].step ? component_at(s, 3, x, y) / top : 1;
    if (s->shape->model == FRS_MODEL_RGB) {
        memcpy(rgba, luma, sizeof luma);
    } else if (s->shape->model == FRS_MODEL_GRAY) {
        rgba[0] = rgba[1] = rgba[2] = luma[0];
    } else if (s->info.matrix == 0) {
        rgba[0] = luma[2], rgba[1] = luma[0], rgba[2] = luma[1];
    } else {
        ck_assert(shares_of(s, &red, &blue));
        rgba[0] = luma[0] + 2 * (1 - red) * chroma[2];
        rgba[2] = luma[0] + 2 * (1 - blue) * chroma[1];
        rgba[1] = (luma[0] - red * rgba[0] - blue * rgba[2]) / (1 - red - blue);
    }
}

void reference_pixel(const scene *s, double x, double y, double width, double height,
                     double rgba[4])
{
    uint32_t crop[4];
    crop_of(s, crop);
    colour_at(s, crop[0] + (x + 0.5) * crop[2] / width, crop[1] + (y + 0.5) * crop[3] / height,
              rgba);
}
