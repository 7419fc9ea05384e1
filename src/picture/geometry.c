/* SPDX-License-Identifier: MIT */
#include "geometry.h"

#include <math.h>

#include "error.h"

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
    x->whole = x->shown = whole_pixels(width * shrink);
    y->whole = y->shown = whole_pixels(height * shrink);
}

static void crop(const frs_frame_info *info, frs_axis *x, frs_axis *y)
{
    *x = (frs_axis){.count = info->width};
    *y = (frs_axis){.count = info->height};
    if (info->crop_width) {
        x->first = info->crop_x, x->count = info->crop_width;
        y->first = info->crop_y, y->count = info->crop_height;
    }
}

static void turn(frs_geometry *geometry, uint32_t orientation, const frs_axis *x, const frs_axis *y)
{
    uint32_t i = orientation & 7;
    geometry->sideways = turns[i].sideways;
    geometry->across = geometry->sideways ? *y : *x;
    geometry->down = geometry->sideways ? *x : *y;
    geometry->across.mirrored = turns[i].across_mirrored;
    geometry->down.mirrored = turns[i].down_mirrored;
}

void frs_geometry_init(frs_geometry *geometry, const frs_frame_info *info)
{
    frs_axis x, y;
    crop(info, &x, &y);
    stretch(info, &x, &y);
    turn(geometry, info->orientation, &x, &y);
}

static bool is_within(uint32_t start, uint32_t count, uint32_t whole)
{
    return count >= 1 && count <= FRS_SIZE_MAX && start < whole && count <= whole - start;
}

int frs_place_check(const frs_place *place)
{
    if (place->orientation < 8 && is_within(place->left, place->columns, place->width) &&
        is_within(place->top, place->rows, place->height))
        return FRS_OK;
    return frs_fail(FRS_EINVAL, "%ux%u pixels at %u,%u are no part of a picture of %ux%u",
                    place->columns, place->rows, place->left, place->top, place->width,
                    place->height);
}

void frs_geometry_init_at(frs_geometry *geometry, const frs_frame_info *info,
                          const frs_place *place)
{
    frs_axis x, y;
    crop(info, &x, &y);
    turn(geometry, place->orientation, &x, &y);
    geometry->across.whole = place->width;
    geometry->across.start = place->left;
    geometry->across.shown = place->columns;
    geometry->down.whole = place->height;
    geometry->down.start = place->top;
    geometry->down.shown = place->rows;
}
