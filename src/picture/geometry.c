/* SPDX-License-Identifier: MIT */
#include "geometry.h"

#include <math.h>

/* FRS_ORIENTATION_*: the picture is mirrored if it is to be, then turned clockwise. */
static const struct {
    bool sideways, across_mirrored, down_mirrored;
} turns[8] = {
    {false, false, false}, {true, true, false}, {false, true, true},  {true, false, true},
    {false, true, false},  {true, true, true},  {false, false, true}, {true, false, false},
};

static uint32_t whole_pixels(double size)
{
    return size < 1 ? 1 : (uint32_t)lround(size);
}

/* Pixels are square on the screen: the shorter side of a pixel stays, the other is stretched. */
static void stretch(const frs_frame_info *info, frs_axis *x, frs_axis *y)
{
    double aspect = info->par_n && info->par_d ? (double)info->par_n / info->par_d : 1;
    double width = x->count * fmax(1, aspect), height = y->count / fmin(1, aspect);
    double shrink = fmin(1, FRS_SIZE_MAX / fmax(width, height));
    x->shown = whole_pixels(width * shrink);
    y->shown = whole_pixels(height * shrink);
}

void frs_geometry_init(frs_geometry *geometry, const frs_frame_info *info)
{
    uint32_t turn = info->orientation & 7;
    frs_axis x = {.count = info->width}, y = {.count = info->height};
    if (info->crop_width) {
        x.first = info->crop_x, x.count = info->crop_width;
        y.first = info->crop_y, y.count = info->crop_height;
    }
    stretch(info, &x, &y);
    geometry->sideways = turns[turn].sideways;
    geometry->across = geometry->sideways ? y : x;
    geometry->down = geometry->sideways ? x : y;
    geometry->across.mirrored = turns[turn].across_mirrored;
    geometry->down.mirrored = turns[turn].down_mirrored;
}
