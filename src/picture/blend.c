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

/* What a pixel of the screen shows of an overlay along an axis: as much as the pixel covers, at
 * least one pixel of the overlay. That is a straight line between pixels where it is enlarged, and
 * their average where it is made smaller (text that was drawn for a larger window). */
typedef struct span {
    double from, to;
    uint32_t first, last; /* the pixels of the overlay it touches */
} span;

static uint32_t limit(double at, uint32_t samples)
{
    return at <= 0 ? 0 : at >= samples - 1 ? samples - 1 : (uint32_t)at;
}

/* False where the overlay is not. */
static bool find_span(const extent *e, const frs_axis *axis, uint32_t i, span *out)
{
    double place = frs_axis_place(axis, i) - axis->first - e->start;
    if (place < 0 || place >= e->length)
        return false;
    double scale = (double)e->samples / e->length, covered = scale * axis->count / axis->whole;
    double half = covered > 1 ? covered / 2 : 0.5;
    out->from = place * scale - half;
    out->to = place * scale + half;
    out->first = limit(out->from, e->samples);
    out->last = limit(out->to, e->samples);
    return true;
}

/* How much of the span pixel `i` is. What is beyond the edges is like the pixel there. */
static float share(const span *s, uint32_t i)
{
    double from = i == s->first ? s->from : i;
    double to = i == s->last ? s->to : i + 1.0;
    return (float)((to - from) / (s->to - s->from));
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

static void read_pixel(const uint8_t *data, const extent *y, const span *down, const extent *x,
                       const span *across, float rgba[CHANNELS])
{
    static const int order[CHANNELS] = {2, 1, 0, 3}; /* BGRA */
    for (int c = 0; c < CHANNELS; c++)
        rgba[c] = 0;
    for (uint32_t j = down->first; j <= down->last; j++)
        for (uint32_t i = across->first; i <= across->last; i++) {
            const uint8_t *bgra = data + j * y->step + i * x->step;
            float weight = share(down, j) * share(across, i) / 255;
            for (int c = 0; c < CHANNELS; c++)
                rgba[c] += weight * bgra[order[c]];
        }
}

static void blend_overlay(const frs_overlay *o, const uint8_t *data, const frs_geometry *g,
                          uint32_t y, float *const row[CHANNELS])
{
    const extent horizontal = {o->x, o->width, o->columns, CHANNELS};
    const extent vertical = {o->y, o->height, o->rows, o->stride};
    const extent *across = g->sideways ? &vertical : &horizontal;
    const extent *along = g->sideways ? &horizontal : &vertical;
    span down, right;
    if (!find_span(along, &g->down, y, &down))
        return;
    for (uint32_t x = 0; x < g->across.shown; x++)
        if (find_span(across, &g->across, x, &right)) {
            float rgba[CHANNELS];
            read_pixel(data + o->offset, along, &down, across, &right, rgba);
            blend(rgba, row, x);
        }
}

void frs_blend_row(const frs_overlays *table, const uint8_t *data, const frs_geometry *geometry,
                   uint32_t y, float *const row[CHANNELS])
{
    for (uint32_t i = 0; i < table->n; i++)
        blend_overlay(&table->overlay[i], data, geometry, y, row);
}
