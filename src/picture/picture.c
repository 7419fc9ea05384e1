/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include <stdlib.h>

#include "blend.h"
#include "colour.h"
#include "error.h"
#include "sampler.h"
#include "tone.h"
#include "wide.h"

#define COMPONENTS 4

struct frs_picture {
    frs_geometry geometry;
    frs_colour colour;
    frs_tone tone;
    frs_tone_table tone_table;
    bool is_mapped; /* by the tone */
    bool has[COMPONENTS];
    frs_sampler sampler[COMPONENTS];
    frs_overlays overlays;
    const uint8_t *overlay_data; /* NULL: none */
    float *row[COMPONENTS];      /* components of one row, then its red, green, blue and alpha */
};

static int fail_memory(uint32_t width, uint32_t height)
{
    return frs_fail(FRS_ENOMEM, "no memory to render a picture of %ux%u", width, height);
}

static bool prepare_component(frs_picture *p, const frs_frame_info *info, uint32_t i)
{
    p->has[i] = frs_format_get_shape(info->format)->component[i].step != 0;
    p->row[i] = calloc(p->geometry.across.shown, sizeof *p->row[i]);
    if (!p->row[i])
        return false;
    return !p->has[i] || frs_sampler_init(&p->sampler[i], info, &p->geometry, i);
}

/* `place`: NULL for all of it, at its own size. */
static int create(frs_picture **out, const frs_frame_info *info, const frs_place *place,
                  const void *data, size_t size)
{
    *out = NULL;
    int error = frs_frame_info_check(info, size);
    if (error)
        return error;
    frs_picture *p = calloc(1, sizeof *p);
    if (!p)
        return fail_memory(info->width, info->height);
    if (place)
        frs_geometry_init_at(&p->geometry, info, place);
    else
        frs_geometry_init(&p->geometry, info);
    frs_colour_init(&p->colour, info);
    p->is_mapped = frs_tone_init(&p->tone, info);
    if (p->is_mapped)
        frs_tone_tabulate(&p->tone, &p->tone_table);
    for (uint32_t i = 0; i < COMPONENTS; i++)
        if (!prepare_component(p, info, i)) {
            frs_picture_destroy(&p);
            return fail_memory(info->width, info->height);
        }
    if (data)
        frs_picture_set_data(p, data);
    *out = p;
    return FRS_OK;
}

int frs_picture_create(frs_picture **out, const frs_frame_info *info, const void *data, size_t size)
{
    return create(out, info, NULL, data, size);
}

int frs_picture_create_at(frs_picture **out, const frs_frame_info *info, const frs_place *place,
                          const void *data, size_t size)
{
    return create(out, info, place, data, size);
}

void frs_picture_set_data(frs_picture *p, const void *data)
{
    for (int i = 0; i < COMPONENTS; i++)
        if (p->has[i])
            frs_sampler_set_data(&p->sampler[i], data);
}

void frs_picture_set_overlays(frs_picture *p, const void *data, size_t size)
{
    bool good = data && frs_overlays_read(&p->overlays, data, size) == FRS_OK;
    p->overlay_data = good ? data : NULL;
}

void frs_picture_destroy(frs_picture **handle)
{
    frs_picture *p = *handle;
    *handle = NULL;
    if (!p)
        return;
    for (int i = 0; i < COMPONENTS; i++) {
        frs_sampler_finish(&p->sampler[i]);
        free(p->row[i]);
    }
    free(p);
}

uint32_t frs_picture_width(const frs_picture *p)
{
    return p->geometry.across.shown;
}

uint32_t frs_picture_height(const frs_picture *p)
{
    return p->geometry.down.shown;
}

bool frs_picture_has_alpha(const frs_picture *p)
{
    return p->has[3];
}

static uint8_t to_byte(float value)
{
    float scaled = value * 255 + 0.5f;
    return scaled <= 0 ? 0 : scaled >= 255 ? 255 : (uint8_t)scaled;
}

/* Code values to colours, in place. */
static void convert(const frs_picture *p, uint32_t n)
{
    const frs_colour *c = &p->colour;
    float *first = p->row[0], *second = p->row[1], *third = p->row[2];
    for (uint32_t x = 0; x < n; x++) {
        float value[3] = {first[x], second[x], third[x]};
        double rgb[3];
        for (int i = 0; i < 3; i++)
            rgb[i] = c->matrix[i][0] * value[0] + c->matrix[i][1] * value[1] +
                     c->matrix[i][2] * value[2] + c->offset[i];
        if (p->is_mapped)
            frs_tone_apply(&p->tone, rgb);
        first[x] = (float)rgb[0], second[x] = (float)rgb[1], third[x] = (float)rgb[2];
    }
    for (uint32_t x = 0; x < n; x++)
        p->row[3][x] = p->has[3] ? p->row[3][x] * c->alpha : 1;
}

/* Limited as a whole number: limits of floats are branches to a compiler that may not forget NaN.
 * Components are codes, so that `value` is a small number. */
static inline int32_t to_code(float value)
{
    int32_t code = (int32_t)(value * 255 + 0.5f);
    code = code < 0 ? 0 : code;
    return code > UINT8_MAX ? UINT8_MAX : code;
}

/* Opaque pixels, in order of bytes. A loop that compilers make vector instructions of. */
FRS_WIDE static void convert_opaque(const frs_colour *c, const float *restrict first,
                                    const float *restrict second, const float *restrict third,
                                    uint32_t n, uint32_t *restrict pixel)
{
    float red[4] = {c->matrix[0][0], c->matrix[0][1], c->matrix[0][2], c->offset[0]};
    float green[4] = {c->matrix[1][0], c->matrix[1][1], c->matrix[1][2], c->offset[1]};
    float blue[4] = {c->matrix[2][0], c->matrix[2][1], c->matrix[2][2], c->offset[2]};
    for (uint32_t x = 0; x < n; x++) {
        float a = first[x], b = second[x], d = third[x];
        int32_t r = to_code(red[0] * a + red[1] * b + red[2] * d + red[3]);
        int32_t g = to_code(green[0] * a + green[1] * b + green[2] * d + green[3]);
        int32_t l = to_code(blue[0] * a + blue[1] * b + blue[2] * d + blue[3]);
        pixel[x] = (uint32_t)(r | g << 8 | l << 16) | (uint32_t)UINT8_MAX << 24;
    }
}

void frs_picture_row(frs_picture *p, uint32_t y, uint8_t *rgba)
{
    uint32_t n = p->geometry.across.shown;
    for (int i = 0; i < COMPONENTS; i++)
        if (p->has[i])
            frs_sampler_row(&p->sampler[i], y, n, p->row[i]);
    if (!p->is_mapped && !p->has[3] && !p->overlay_data) {
        convert_opaque(&p->colour, p->row[0], p->row[1], p->row[2], n, (uint32_t *)(void *)rgba);
        return;
    }
    convert(p, n);
    if (p->overlay_data)
        frs_blend_row(&p->overlays, p->overlay_data, &p->geometry, y, p->row);
    for (uint32_t x = 0; x < n; x++)
        for (int i = 0; i < COMPONENTS; i++)
            rgba[COMPONENTS * x + i] = to_byte(p->row[i][x]);
}
