/* SPDX-License-Identifier: MIT */
#include "planes.h"

#include <string.h>

#include <frameshare/frame.h>

#define SAMPLE_MAX 2 /* bytes */

static uint32_t round_up(uint32_t pixels, uint32_t shift)
{
    return (pixels + (1u << shift) - 1) >> shift;
}

/* The crop, from a corner where every plane has a sample. */
static void find_corner(planes *out, uint32_t *x, uint32_t *y)
{
    const frs_frame_info *info = out->info;
    *x = *y = 0;
    out->width = info->width;
    out->height = info->height;
    if (info->crop_width == 0)
        return;
    uint32_t h_shift = 0, v_shift = 0;
    for (uint32_t p = 0; p < out->shape->n_planes; p++) {
        if (out->shape->plane[p].h_shift > h_shift)
            h_shift = out->shape->plane[p].h_shift;
        if (out->shape->plane[p].v_shift > v_shift)
            v_shift = out->shape->plane[p].v_shift;
    }
    *x = info->crop_x >> h_shift << h_shift;
    *y = info->crop_y >> v_shift << v_shift;
    out->width = info->crop_width;
    out->height = info->crop_height;
}

static void place(planes *out, const frs_frame *frame, uint32_t p, uint32_t x, uint32_t y)
{
    uint32_t i = out->n++, h_shift = out->plane[i].h_shift, v_shift = out->plane[i].v_shift;
    size_t stride = frame->info.stride[p];
    out->plane[i].stride = stride;
    out->plane[i].data += frame->info.offset[p] + (y >> v_shift) * stride +
                          (size_t)(x >> h_shift) * out->plane[i].step;
    out->plane[i].columns = round_up(out->width, h_shift);
    out->plane[i].rows = round_up(out->height, v_shift);
}

static void add_component(planes *out, const frs_frame *frame, uint32_t c, uint32_t x, uint32_t y)
{
    uint32_t i = out->n;
    out->plane[i].data = frame->data + out->shape->component[c].offset;
    out->plane[i].step = out->shape->component[c].step;
    out->plane[i].bytes = out->shape->depth > 8 ? 2 : 1;
    frs_format_subsampling(out->shape, c, &out->plane[i].h_shift, &out->plane[i].v_shift);
    place(out, frame, out->shape->component[c].plane, x, y);
}

/* All that is in it, whatever it is. */
static void add_whole_plane(planes *out, const frs_frame *frame, uint32_t p, uint32_t x, uint32_t y)
{
    uint32_t i = out->n;
    out->plane[i].data = frame->data;
    out->plane[i].step = out->plane[i].bytes = out->shape->plane[p].bytes;
    place(out, frame, p, x, y);
}

void planes_of_frame(planes *out, const frs_frame *frame)
{
    const frs_format_shape *shape = frs_format_get_shape(frame->info.format);
    uint32_t x, y;
    *out = (planes){.info = &frame->info, .shape = shape};
    find_corner(out, &x, &y);
    if (shape->model == FRS_MODEL_RGB) {
        for (uint32_t p = 0; p < shape->n_planes; p++)
            add_whole_plane(out, frame, p, x, y);
        return;
    }
    for (uint32_t c = 0; c < 4; c++)
        if (shape->component[c].step)
            add_component(out, frame, c, x, y);
}

bool planes_alike(const planes *a, const planes *b)
{
    bool alike = a->width == b->width && a->height == b->height && a->n == b->n &&
                 a->shape->model == b->shape->model && a->shape->depth == b->shape->depth;
    for (uint32_t i = 0; alike && i < a->n; i++)
        alike = a->plane[i].h_shift == b->plane[i].h_shift &&
                a->plane[i].v_shift == b->plane[i].v_shift;
    return alike && (a->shape->model != FRS_MODEL_RGB || a->shape == b->shape);
}

size_t planes_size(const planes *p)
{
    size_t size = 0;
    for (uint32_t i = 0; i < p->n; i++)
        size += (size_t)p->plane[i].columns * p->plane[i].rows * p->plane[i].bytes;
    return size;
}

/* Samples of one row as code values, side by side. */
static void gather(const planes *p, uint32_t i, const uint8_t *from, uint8_t *to)
{
    uint32_t bytes = p->plane[i].bytes, step = p->plane[i].step, shift = p->shape->shift;
    for (uint32_t x = 0; x < p->plane[i].columns; x++, from += step, to += bytes) {
        memcpy(to, from, bytes);
        if (shift) {
            uint32_t code = (uint32_t)(from[0] | from[1] << 8) >> shift;
            to[0] = (uint8_t)code;
            to[1] = (uint8_t)(code >> 8);
        }
    }
}

int planes_each_run(const planes *p, planes_callback callback, void *user)
{
    uint8_t row[FRS_SIZE_MAX * SAMPLE_MAX];
    int stop = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        bool as_it_is = p->plane[i].step == p->plane[i].bytes && p->shape->shift == 0;
        for (uint32_t y = 0; y < p->plane[i].rows && !stop; y++) {
            const uint8_t *from = p->plane[i].data + y * p->plane[i].stride;
            if (!as_it_is)
                gather(p, i, from, row);
            stop = callback(as_it_is ? from : row, (size_t)p->plane[i].columns * p->plane[i].bytes,
                            user);
        }
    }
    return stop;
}
