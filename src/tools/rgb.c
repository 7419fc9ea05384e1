/* SPDX-License-Identifier: MIT */
#include "rgb.h"

#include <math.h>
#include <stdbool.h>

#define HD_WIDTH 1280
#define HD_HEIGHT 720

/* H.273 table 4: the shares of red and blue in luma. */
static void luma_shares(const picture *p, double *red, double *blue)
{
    uint32_t matrix = p->info->matrix;
    bool hd = p->width >= HD_WIDTH || p->height >= HD_HEIGHT;
    if (matrix == FRS_MATRIX_UNSPECIFIED && hd)
        matrix = FRS_MATRIX_BT709;
    switch (matrix) {
    case FRS_MATRIX_BT709:
        *red = 0.2126, *blue = 0.0722;
        break;
    case FRS_MATRIX_FCC:
        *red = 0.30, *blue = 0.11;
        break;
    case FRS_MATRIX_SMPTE240M:
        *red = 0.212, *blue = 0.087;
        break;
    case FRS_MATRIX_BT2020_NCL:
        *red = 0.2627, *blue = 0.0593;
        break;
    default:
        *red = 0.299, *blue = 0.114;
    }
}

void rgb_converter_init(rgb_converter *c, const picture *p)
{
    double red, blue;
    luma_shares(p, &red, &blue);
    double green = 1 - red - blue;
    bool full = p->info->range == FRS_RANGE_FULL;
    c->y_zero = full ? 0 : 16;
    c->y_scale = full ? 1 : 255.0 / 219;
    c->c_scale = full ? 1 : 255.0 / 224;
    c->r_v = 2 * (1 - red);
    c->b_u = 2 * (1 - blue);
    c->g_u = -2 * blue * (1 - blue) / green;
    c->g_v = -2 * red * (1 - red) / green;
    uint32_t site = p->info->chroma_site;
    bool centred = site == FRS_CHROMA_CENTER || site == FRS_CHROMA_TOP || site == FRS_CHROMA_BOTTOM;
    c->chroma_x = centred ? 0.5 : 0;
    c->chroma_y = site == FRS_CHROMA_TOP || site == FRS_CHROMA_TOP_LEFT         ? 0
                  : site == FRS_CHROMA_BOTTOM || site == FRS_CHROMA_BOTTOM_LEFT ? 1
                                                                                : 0.5;
}

/* The two samples around a position, and how much of the second. */
static void neighbours(double position, uint32_t count, uint32_t *first, uint32_t *second,
                       double *share)
{
    double limit = count - 1;
    double at = position < 0 ? 0 : position > limit ? limit : position;
    *first = (uint32_t)at;
    *second = *first + 1 < count ? *first + 1 : *first;
    *share = at - *first;
}

static uint8_t clamp(double value)
{
    return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)lrint(value);
}

static void yuv_row(const rgb_converter *c, const picture *p, uint32_t y, uint8_t *row)
{
    bool interleaved = p->format == FRS_FORMAT_NV12;
    uint32_t step = interleaved ? 2 : 1;
    uint32_t v_plane = interleaved ? 1 : 2;
    uint32_t columns = p->plane[1].row_bytes / step;
    uint32_t y0, y1, x0, x1;
    double down, right;
    neighbours((y - c->chroma_y) / 2, p->plane[1].rows, &y0, &y1, &down);
    const uint8_t *luma = p->plane[0].data + (size_t)y * p->plane[0].stride;
    const uint8_t *u[2] = {p->plane[1].data + (size_t)y0 * p->plane[1].stride,
                           p->plane[1].data + (size_t)y1 * p->plane[1].stride};
    const uint8_t *v[2] = {
        p->plane[v_plane].data + (size_t)y0 * p->plane[v_plane].stride + interleaved,
        p->plane[v_plane].data + (size_t)y1 * p->plane[v_plane].stride + interleaved};
    for (uint32_t x = 0; x < p->width; x++) {
        neighbours((x - c->chroma_x) / 2, columns, &x0, &x1, &right);
        x0 *= step, x1 *= step;
        double a = (1 - right) * (1 - down), b = right * (1 - down), d = (1 - right) * down,
               e = right * down;
        double cb = a * u[0][x0] + b * u[0][x1] + d * u[1][x0] + e * u[1][x1];
        double cr = a * v[0][x0] + b * v[0][x1] + d * v[1][x0] + e * v[1][x1];
        double l = (luma[x] - c->y_zero) * c->y_scale;
        cb = (cb - 128) * c->c_scale;
        cr = (cr - 128) * c->c_scale;
        row[3 * x] = clamp(l + c->r_v * cr);
        row[3 * x + 1] = clamp(l + c->g_u * cb + c->g_v * cr);
        row[3 * x + 2] = clamp(l + c->b_u * cb);
    }
}

void rgb_converter_row(const rgb_converter *c, const picture *p, uint32_t y, uint8_t *row)
{
    if (picture_is_yuv(p)) {
        yuv_row(c, p, y, row);
        return;
    }
    bool swap = p->format == FRS_FORMAT_BGRA;
    const uint8_t *from = p->plane[0].data + (size_t)y * p->plane[0].stride;
    for (uint32_t x = 0; x < p->width; x++, from += 4, row += 4) {
        row[0] = from[swap ? 2 : 0];
        row[1] = from[1];
        row[2] = from[swap ? 0 : 2];
        row[3] = from[3];
    }
}
