/* SPDX-License-Identifier: MIT */
#include "colour.h"

#include <stdbool.h>
#include <string.h>

#define HD_ABOVE_LINES 576
#define MATRIX_BT470BG 5 /* BT.601 of 625 lines */

/* H.273 table 4: the shares of red and blue in luma. */
typedef struct shares {
    uint32_t matrix;
    double red, blue;
} shares;

static const shares known[] = {
    {FRS_MATRIX_BT709, 0.2126, 0.0722},   {FRS_MATRIX_FCC, 0.30, 0.11},
    {MATRIX_BT470BG, 0.299, 0.114},       {FRS_MATRIX_BT601, 0.299, 0.114},
    {FRS_MATRIX_SMPTE240M, 0.212, 0.087}, {FRS_MATRIX_BT2020_NCL, 0.2627, 0.0593},
};

static const shares *find_shares(uint32_t matrix)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].matrix == matrix)
            return &known[i];
    return NULL;
}

static const shares *luma_shares(const frs_frame_info *info)
{
    const shares *found = find_shares(info->matrix);
    if (found)
        return found;
    return find_shares(info->height > HD_ABOVE_LINES ? FRS_MATRIX_BT709 : FRS_MATRIX_BT601);
}

/* How much of each of the three components is in red, green and blue. */
static void mix(const frs_frame_info *info, uint32_t model, double matrix[3][3])
{
    static const double rgb[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    static const double gray[3][3] = {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}};
    static const double vyu[3][3] = {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}};
    if (model != FRS_MODEL_YUV) {
        memcpy(matrix, model == FRS_MODEL_GRAY ? gray : rgb, sizeof rgb);
        return;
    }
    if (info->matrix == FRS_MATRIX_RGB) {
        memcpy(matrix, vyu, sizeof vyu);
        return;
    }
    const shares *luma = luma_shares(info);
    double red = luma->red, blue = luma->blue, green = 1 - red - blue;
    const double yuv[3][3] = {
        {1, 0, 2 * (1 - red)},
        {1, -2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green},
        {1, 2 * (1 - blue), 0},
    };
    memcpy(matrix, yuv, sizeof yuv);
}

static bool is_full(const frs_frame_info *info, uint32_t model)
{
    return info->range == FRS_RANGE_UNKNOWN ? model != FRS_MODEL_YUV
                                            : info->range == FRS_RANGE_FULL;
}

void frs_colour_init(frs_colour *colour, const frs_frame_info *info)
{
    const frs_format_shape *shape = frs_format_get_shape(info->format);
    double unit = 1u << (shape->depth - 8), top = (1u << shape->depth) - 1, middle = 128 * unit;
    bool full = is_full(info, shape->model);
    bool differences = shape->model == FRS_MODEL_YUV && info->matrix != FRS_MATRIX_RGB;
    const double black = full ? 0 : 16 * unit, white = full ? top : 219 * unit;
    const double chroma = full ? top : 224 * unit;
    const double zero[3] = {black, differences ? middle : black, differences ? middle : black};
    const double range[3] = {white, differences ? chroma : white, differences ? chroma : white};
    double matrix[3][3];
    mix(info, shape->model, matrix);
    for (int row = 0; row < 3; row++) {
        double offset = 0;
        for (int i = 0; i < 3; i++) {
            colour->matrix[row][i] = (float)(matrix[row][i] / range[i]);
            offset -= matrix[row][i] / range[i] * zero[i];
        }
        colour->offset[row] = (float)offset;
    }
    colour->alpha = (float)(1 / top);
}
