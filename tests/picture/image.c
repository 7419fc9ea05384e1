/* SPDX-License-Identifier: MIT */
#include "image.h"

#include <stdlib.h>

#include "fixture.h"
#include "picture/picture.h"

void image_render(image *out, const frs_frame_info *info, const void *data, size_t size,
                  const frs_overlays *overlays, size_t overlays_size)
{
    frs_picture *picture;
    ck_assert_frs(frs_picture_create(&picture, info, data, size), FRS_OK);
    frs_picture_set_overlays(picture, overlays, overlays_size);
    out->width = frs_picture_width(picture);
    out->height = frs_picture_height(picture);
    out->alpha = frs_picture_has_alpha(picture);
    out->rgba = malloc((size_t)4 * out->width * out->height);
    for (uint32_t y = 0; y < out->height; y++)
        frs_picture_row(picture, y, out->rgba + (size_t)4 * y * out->width);
    frs_picture_destroy(&picture);
    ck_assert_ptr_null(picture);
}

const uint8_t *image_pixel(const image *i, uint32_t x, uint32_t y)
{
    return i->rgba + 4 * ((size_t)y * i->width + x);
}
