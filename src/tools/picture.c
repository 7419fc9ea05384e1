/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include <frameshare/frame.h>

void picture_of_frame(picture *out, const frs_frame *frame)
{
    const frs_frame_info *info = &frame->info;
    const frs_format_shape *shape = frs_format_get_shape(info->format);
    uint32_t x = 0, y = 0, width = info->width, height = info->height;
    if (info->crop_width) {
        uint32_t h_shift = shape->plane[shape->n_planes - 1].h_shift;
        uint32_t v_shift = shape->plane[shape->n_planes - 1].v_shift;
        x = info->crop_x >> h_shift << h_shift;
        y = info->crop_y >> v_shift << v_shift;
        width = info->crop_width;
        height = info->crop_height;
    }
    *out = (picture){.format = info->format,
                     .width = width,
                     .height = height,
                     .n_planes = shape->n_planes,
                     .info = info};
    for (uint32_t p = 0; p < shape->n_planes; p++) {
        size_t row = y >> shape->plane[p].v_shift;
        size_t column = (size_t)(x >> shape->plane[p].h_shift) * shape->plane[p].bytes;
        out->plane[p].data = frame->data + info->offset[p] + row * info->stride[p] + column;
        out->plane[p].stride = info->stride[p];
        out->plane[p].row_bytes = frs_format_row_bytes(info->format, p, width);
        out->plane[p].rows = frs_format_rows(info->format, p, height);
    }
}

int picture_is_yuv(const picture *p)
{
    return p->format == FRS_FORMAT_I420 || p->format == FRS_FORMAT_NV12;
}

size_t picture_size(const picture *p)
{
    size_t size = 0;
    for (uint32_t i = 0; i < p->n_planes; i++)
        size += (size_t)p->plane[i].row_bytes * p->plane[i].rows;
    return size;
}

static int plane_runs(const picture *p, uint32_t plane, picture_callback callback, void *user)
{
    for (uint32_t row = 0; row < p->plane[plane].rows; row++) {
        const uint8_t *bytes = p->plane[plane].data + (size_t)row * p->plane[plane].stride;
        int stop = callback(bytes, p->plane[plane].row_bytes, user);
        if (stop)
            return stop;
    }
    return 0;
}

/* Every other byte of an interleaved chroma plane. */
static int half_plane_runs(const picture *p, uint32_t first, picture_callback callback, void *user)
{
    uint8_t half[(FRS_SIZE_MAX + 1) / 2];
    uint32_t n = p->plane[1].row_bytes / 2;
    for (uint32_t row = 0; row < p->plane[1].rows; row++) {
        const uint8_t *bytes = p->plane[1].data + (size_t)row * p->plane[1].stride + first;
        for (uint32_t i = 0; i < n; i++)
            half[i] = bytes[2 * i];
        int stop = callback(half, n, user);
        if (stop)
            return stop;
    }
    return 0;
}

int picture_each_run(const picture *p, picture_callback callback, void *user)
{
    int stop = plane_runs(p, 0, callback, user);
    if (p->format == FRS_FORMAT_NV12) {
        for (uint32_t first = 0; first < 2 && !stop; first++)
            stop = half_plane_runs(p, first, callback, user);
        return stop;
    }
    for (uint32_t plane = 1; plane < p->n_planes && !stop; plane++)
        stop = plane_runs(p, plane, callback, user);
    return stop;
}
