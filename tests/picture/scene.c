/* SPDX-License-Identifier: MIT */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static uint32_t seed;

static uint32_t noise(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

uint32_t scene_samples(uint32_t pixels, uint32_t shift)
{
    return (pixels + (1u << shift) - 1) >> shift;
}

scene *scene_new(uint32_t format, uint32_t width, uint32_t height)
{
    scene *s = calloc(1, sizeof *s);
    s->shape = frs_format_get_shape(format);
    fixture_info(&s->info, format, width, height);
    uint32_t end = 5; /* 16-bit samples at odd addresses */
    for (uint32_t p = 0; p < s->shape->n_planes; p++) {
        s->info.offset[p] = end;
        s->info.stride[p] = frs_format_row_bytes(format, p, width) + 3;
        end += s->info.stride[p] * frs_format_rows(format, p, height) - 3;
    }
    s->size = end;
    seed = format * 7919 + width * 31 + height;
    for (uint32_t c = 0; c < SCENE_COMPONENTS; c++) {
        if (s->shape->component[c].step)
            frs_format_subsampling(s->shape, c, &s->h_shift[c], &s->v_shift[c]);
        for (uint32_t y = 0; y < SCENE_SIDE; y++)
            for (uint32_t x = 0; x < SCENE_SIDE; x++)
                s->code[c][y][x] = (uint16_t)(noise() & ((1u << s->shape->depth) - 1));
    }
    return s;
}

static void put(uint8_t *at, uint32_t sample, uint32_t depth)
{
    at[0] = (uint8_t)sample;
    if (depth > 8)
        at[1] = (uint8_t)(sample >> 8);
}

void scene_pack(scene *s)
{
    free(s->data);
    s->data = malloc(s->size);
    memset(s->data, 0xee, s->size);
    for (uint32_t c = 0; c < SCENE_COMPONENTS; c++) {
        uint32_t p = s->shape->component[c].plane, step = s->shape->component[c].step;
        uint8_t *first = s->data + s->info.offset[p] + s->shape->component[c].offset;
        if (step == 0)
            continue;
        for (uint32_t y = 0; y < scene_samples(s->info.height, s->v_shift[c]); y++)
            for (uint32_t x = 0; x < scene_samples(s->info.width, s->h_shift[c]); x++)
                put(first + y * s->info.stride[p] + x * step,
                    (uint32_t)s->code[c][y][x] << s->shape->shift, s->shape->depth);
    }
}

void scene_free(scene *s)
{
    free(s->data);
    free(s);
}
