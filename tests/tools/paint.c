/* SPDX-License-Identifier: MIT */
#include "paint.h"

#include <stdlib.h>
#include <string.h>

void paint_draw(uint8_t *data, size_t size, const frs_frame_info *info, const paint *p,
                uint32_t seed)
{
    static const uint8_t noise[4] = {0};
    bool plain = memcmp(p->colour, noise, 4) != 0;
    memset(data, 0xee, size);
    const uint8_t *colour = p->colour;
    for (uint32_t plane = 0; plane < info->n_planes; plane++) {
        uint32_t bytes = frs_format_get_shape(info->format)->plane[plane].bytes;
        uint32_t row = frs_format_row_bytes(info->format, plane, info->width);
        for (uint32_t y = 0; y < frs_format_rows(info->format, plane, info->height); y++)
            for (uint32_t x = 0; x < row; x++)
                data[info->offset[plane] + (size_t)y * info->stride[plane] + x] =
                    plain ? colour[x % bytes]
                          : (uint8_t)((x * 7 + y * 13 + plane * 101 + seed * 29) ^ (x * y >> 3));
        colour += bytes;
    }
}

void paint_publish_info(const paint *p, const frs_frame_info *info, size_t size, uint32_t seed)
{
    frs_slot *slot;
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    paint_draw(frs_slot_data(slot), size, info, p, seed);
    ck_assert_frs(frs_writer_publish(writer, slot, info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    frs_slot_unref(slot);
}

size_t paint_info(frs_frame_info *info, const paint *p)
{
    size_t size = fixture_info(info, p->format, p->width, p->height);
    info->fps_n = 30000, info->fps_d = 1001;
    info->range = p->range, info->matrix = p->matrix, info->chroma_site = p->site;
    return size;
}

void paint_publish(const paint *p, uint32_t first, uint32_t last)
{
    frs_frame_info info;
    size_t size = paint_info(&info, p);
    for (uint32_t seed = first; seed <= last; seed++) {
        info.pts = seed * 1000u;
        paint_publish_info(p, &info, size, seed);
    }
}

uint8_t *paint_expect(uint8_t *to, const paint *p, uint32_t seed)
{
    frs_frame_info info;
    size_t size = paint_info(&info, p);
    uint8_t *data = malloc(size);
    paint_draw(data, size, &info, p, seed);
    bool nv12 = p->format == FRS_FORMAT_NV12;
    for (uint32_t plane = 0; plane < (nv12 ? 3 : info.n_planes); plane++) {
        uint32_t from = nv12 && plane ? 1 : plane;
        uint32_t step = nv12 && plane ? 2 : 1;
        uint32_t row = frs_format_row_bytes(p->format, from, p->width);
        for (uint32_t y = 0; y < frs_format_rows(p->format, from, p->height); y++)
            for (uint32_t x = nv12 && plane == 2; x < row; x += step)
                *to++ = data[info.offset[from] + (size_t)y * info.stride[from] + x];
    }
    free(data);
    return to;
}
