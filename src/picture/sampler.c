/* SPDX-License-Identifier: MIT */
#include "sampler.h"

#include <stdlib.h>

#include "wide.h"

/* How a component lies along one axis of the frame. */
typedef struct layout {
    uint32_t shift; /* 1 << shift pixels share a sample */
    double site;    /* what to add to a place, in samples (H.273 8.7) */
} layout;

/* A place on the screen among samples `first` to `last`, which are all the crop may show. */
static frs_tap tap_at(const frs_axis *axis, const layout *l, uint32_t i)
{
    uint32_t size = 1u << l->shift;
    uint32_t first = axis->first >> l->shift;
    uint32_t last = (axis->first + axis->count + size - 1) / size - 1;
    double at = frs_axis_place(axis, i) / size + l->site - 0.5;
    if (at <= first)
        return (frs_tap){first, first, 0};
    if (at >= last)
        return (frs_tap){last, last, 0};
    uint32_t a = (uint32_t)at;
    return (frs_tap){a, a + 1, (float)(at - a)};
}

static frs_tap *create_taps(const frs_axis *axis, const layout *l)
{
    frs_tap *taps = malloc(axis->shown * sizeof *taps);
    for (uint32_t i = 0; taps && i < axis->shown; i++)
        taps[i] = tap_at(axis, l, i);
    return taps;
}

/* A sample that stands for several pixels lies among them: in their middle, on the first, or on the
 * last. */
static double site_offset(uint32_t shift, bool first, bool last)
{
    double offset = 0.5 - 0.5 / (1u << shift);
    return first ? offset : last ? -offset : 0;
}

static void lay_out(const frs_frame_info *info, uint32_t component, layout *x, layout *y)
{
    uint32_t site = info->chroma_site;
    bool centred = site == FRS_CHROMA_CENTER || site == FRS_CHROMA_TOP || site == FRS_CHROMA_BOTTOM;
    bool top = site == FRS_CHROMA_TOP_LEFT || site == FRS_CHROMA_TOP;
    bool bottom = site == FRS_CHROMA_BOTTOM_LEFT || site == FRS_CHROMA_BOTTOM;
    frs_format_subsampling(frs_format_get_shape(info->format), component, &x->shift, &y->shift);
    x->site = site_offset(x->shift, !centred, false);
    y->site = site_offset(y->shift, top, bottom);
}

/* Whole rows of the frame are mixed in vector instructions, four times as fast as sample by sample;
 * which pays as long as not many more are mixed than are needed. */
#define SPARE 4

static bool continues(const frs_sampler *s, uint32_t x, uint32_t distance)
{
    const frs_tap *tap = &s->across[x], *before = &s->across[x - 1];
    return tap->a == before->a + distance && tap->b == tap->a + 1 && tap->share == before->share;
}

/* All columns but those at the edges, or none. */
static void find_run(frs_sampler *s, uint32_t columns)
{
    if (columns < 4 || s->across[1].b != s->across[1].a + 1)
        return;
    uint32_t distance = s->across[2].a - s->across[1].a;
    uint32_t x = 2;
    while (x < columns && continues(s, x, distance))
        x++;
    if (x >= columns - 1)
        s->run = (frs_run){.first = 1, .count = x - 1, .stride = distance * s->step_across};
}

/* False: there is no memory. */
static bool create_mixed(frs_sampler *s, uint32_t columns)
{
    const frs_tap *first = &s->across[0], *last = &s->across[columns - 1];
    uint32_t low = first->a < last->a ? first->a : last->a;
    uint32_t high = first->b > last->b ? first->b : last->b;
    s->first = low * s->step_across;
    s->span = (high - low) * s->step_across + 1;
    if (s->wide || s->span / SPARE > columns)
        return true;
    find_run(s, columns);
    s->mixed = malloc(s->span * sizeof *s->mixed);
    return s->mixed != NULL;
}

bool frs_sampler_init(frs_sampler *s, const frs_frame_info *info, const frs_geometry *geometry,
                      uint32_t component)
{
    const frs_format_shape *shape = frs_format_get_shape(info->format);
    uint32_t p = shape->component[component].plane, step = shape->component[component].step;
    bool sideways = geometry->sideways;
    layout x, y;
    lay_out(info, component, &x, &y);
    *s = (frs_sampler){.offset = (size_t)info->offset[p] + shape->component[component].offset,
                       .step_across = sideways ? info->stride[p] : step,
                       .step_down = sideways ? step : info->stride[p],
                       .shift = shape->shift,
                       .wide = shape->depth > 8,
                       .across = create_taps(&geometry->across, sideways ? &y : &x),
                       .down = create_taps(&geometry->down, sideways ? &x : &y)};
    for (uint32_t i = 0; s->across && i < geometry->across.shown; i++)
        s->between = s->between || s->across[i].share > 0;
    return s->across && s->down && create_mixed(s, geometry->across.shown);
}

void frs_sampler_set_data(frs_sampler *s, const uint8_t *data)
{
    s->data = data + s->offset;
}

void frs_sampler_finish(frs_sampler *s)
{
    free(s->across);
    free(s->down);
    free(s->mixed);
    *s = (frs_sampler){0};
}

/* Byte by byte: a sample of two may lie at an odd address. */
static inline float sample(const frs_sampler *s, const uint8_t *at, bool wide)
{
    return (float)(wide ? (at[0] | at[1] << 8) >> s->shift : *at);
}

static inline float mix(float a, float b, float share)
{
    return a + (b - a) * share;
}

/* Made four times, once for each kind of loop. */
static inline __attribute__((always_inline)) void
take_row(const frs_sampler *s, const frs_tap *down, uint32_t n, float *row, bool wide, bool between)
{
    const uint8_t *upper = s->data + down->a * s->step_down;
    const uint8_t *lower = s->data + down->b * s->step_down;
    for (uint32_t x = 0; x < n; x++) {
        const frs_tap *tap = &s->across[x];
        size_t a = tap->a * s->step_across;
        float value = mix(sample(s, upper + a, wide), sample(s, lower + a, wide), down->share);
        if (between) {
            size_t b = tap->b * s->step_across;
            float next = mix(sample(s, upper + b, wide), sample(s, lower + b, wide), down->share);
            value = mix(value, next, tap->share);
        }
        row[x] = value;
    }
}

FRS_WIDE static void mix_rows(float *restrict mixed, const uint8_t *restrict upper,
                              const uint8_t *restrict lower, size_t n, float share)
{
    for (size_t i = 0; i < n; i++)
        mixed[i] = mix((float)upper[i], (float)lower[i], share);
}

static const float *mixed_at(const frs_sampler *s, uint32_t sample)
{
    return s->mixed + sample * s->step_across - s->first;
}

static void mix_taps(const frs_sampler *s, uint32_t from, uint32_t to, float *row)
{
    for (uint32_t x = from; x < to; x++) {
        const frs_tap *tap = &s->across[x];
        row[x] = mix(*mixed_at(s, tap->a), *mixed_at(s, tap->b), tap->share);
    }
}

/* A number that is known when it is compiled makes vector instructions of the loop. */
#define MIX_RUN(stride, step)                                                                      \
    for (uint32_t x = 0; x < n; x++)                                                               \
    row[x] = mix(at[(size_t)x * (stride)], at[(size_t)x * (stride) + (step)], share)

/* False: it is none of the usual ones. */
FRS_WIDE static bool mix_run(float *restrict row, const float *restrict at, uint32_t n,
                             size_t stride, size_t step, float share)
{
    if (step == 1 && stride == 1)
        MIX_RUN(1, 1);
    else if (step == 1 && stride == 2)
        MIX_RUN(2, 1);
    else if (step == 2 && stride == 2)
        MIX_RUN(2, 2);
    else if (step == 4 && stride == 4)
        MIX_RUN(4, 4);
    else
        return false;
    return true;
}

static void take_mixed_row(const frs_sampler *s, const frs_tap *down, uint32_t n, float *row)
{
    const frs_run *run = &s->run;
    const frs_tap *first = &s->across[run->first];
    mix_rows(s->mixed, s->data + s->first + down->a * s->step_down,
             s->data + s->first + down->b * s->step_down, s->span, down->share);
    if (run->count == 0 || !mix_run(row + run->first, mixed_at(s, first->a), run->count,
                                    run->stride, s->step_across, first->share)) {
        mix_taps(s, 0, n, row);
        return;
    }
    mix_taps(s, 0, run->first, row);
    mix_taps(s, run->first + run->count, n, row);
}

void frs_sampler_row(const frs_sampler *s, uint32_t y, uint32_t n, float *row)
{
    const frs_tap *down = &s->down[y];
    if (s->mixed)
        take_mixed_row(s, down, n, row);
    else if (s->wide && s->between)
        take_row(s, down, n, row, true, true);
    else if (s->wide)
        take_row(s, down, n, row, true, false);
    else if (s->between)
        take_row(s, down, n, row, false, true);
    else
        take_row(s, down, n, row, false, false);
}
