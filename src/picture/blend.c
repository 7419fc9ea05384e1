/* SPDX-License-Identifier: MIT */
#include "blend.h"

#define CHANNELS 4

/* An overlay along one axis of the screen. */
typedef struct extent {
    int32_t start;    /* in pixels of the picture */
    uint32_t length;  /* so many of them */
    uint32_t samples; /* pixels of the overlay */
    size_t step;      /* bytes from one to the next */
} extent;

/* Two pixels of an overlay as offsets in bytes, and how much of the second is seen. */
typedef struct tap {
    size_t a, b;
    float share;
} tap;

/* False where the overlay is not. */
static bool find_tap(const extent *e, const frs_axis *axis, uint32_t i, tap *out)
{
    double place = frs_axis_place(axis, i) - axis->first - e->start;
    if (place < 0 || place >= e->length)
        return false;
    double last = e->samples - 1, at = place * e->samples / e->length - 0.5;
    at = at < 0 ? 0 : at > last ? last : at;
    uint32_t first = (uint32_t)at;
    out->a = first * e->step;
    out->b = first < e->samples - 1 ? out->a + e->step : out->a;
    out->share = (float)(at - first);
    return true;
}

static float mix(float a, float b, float share)
{
    return a + (b - a) * share;
}

static float clamp(float value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* `over` is premultiplied, what is in the row is not: both ways of writing "source over". */
static void blend(const float over[CHANNELS], float *const row[CHANNELS], uint32_t x)
{
    float below = row[3][x] * (1 - over[3]), alpha = over[3] + below;
    if (alpha <= 0)
        return;
    for (int c = 0; c < 3; c++)
        row[c][x] = (over[c] + clamp(row[c][x]) * below) / alpha;
    row[3][x] = alpha;
}

static void read_pixel(const uint8_t *data, const tap *down, const tap *across,
                       float rgba[CHANNELS])
{
    static const int order[CHANNELS] = {2, 1, 0, 3}; /* BGRA */
    const uint8_t *upper = data + down->a, *lower = data + down->b;
    for (int c = 0; c < CHANNELS; c++) {
        size_t a = across->a + (size_t)order[c], b = across->b + (size_t)order[c];
        float left = mix(upper[a], lower[a], down->share);
        float right = mix(upper[b], lower[b], down->share);
        rgba[c] = mix(left, right, across->share) / 255;
    }
}

static void blend_overlay(const frs_overlay *o, const uint8_t *data, const frs_geometry *g,
                          uint32_t y, float *const row[CHANNELS])
{
    const extent horizontal = {o->x, o->width, o->columns, CHANNELS};
    const extent vertical = {o->y, o->height, o->rows, o->stride};
    const extent *across = g->sideways ? &vertical : &horizontal;
    tap down, right;
    if (!find_tap(g->sideways ? &horizontal : &vertical, &g->down, y, &down))
        return;
    for (uint32_t x = 0; x < g->across.shown; x++)
        if (find_tap(across, &g->across, x, &right)) {
            float rgba[CHANNELS];
            read_pixel(data + o->offset, &down, &right, rgba);
            blend(rgba, row, x);
        }
}

void frs_blend_row(const frs_overlays *table, const uint8_t *data, const frs_geometry *geometry,
                   uint32_t y, float *const row[CHANNELS])
{
    for (uint32_t i = 0; i < table->n; i++)
        blend_overlay(&table->overlay[i], data, geometry, y, row);
}
