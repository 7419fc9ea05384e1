/* SPDX-License-Identifier: MIT */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "descriptor.h"
#include "error.h"
#include "picture.h"

#define BYTES 4 /* of a pixel */

struct frs_view {
    frs_picture *picture; /* of frames with these words, at `place`; NULL: none yet */
    uint32_t words[FRS_DESCRIPTOR_WORDS];
    frs_place place;
};

frs_view *frs_view_create(void)
{
    return calloc(1, sizeof(frs_view));
}

void frs_view_destroy(frs_view **handle)
{
    frs_view *view = *handle;
    *handle = NULL;
    if (!view)
        return;
    frs_picture_destroy(&view->picture);
    free(view);
}

/* What frames that look alike have in common. */
static frs_frame_info shape_of(const frs_frame_info *info)
{
    frs_frame_info shape = *info;
    shape.pts = shape.duration = shape.decoded_at = shape.published_at = 0;
    return shape;
}

/* See to it that the picture is for such frames. */
static int prepare(frs_view *view, const frs_frame_info *shape, const frs_place *place, size_t size)
{
    uint32_t words[FRS_DESCRIPTOR_WORDS] = {0};
    frs_descriptor_pack(words, shape);
    if (view->picture && memcmp(words, view->words, sizeof words) == 0 &&
        memcmp(place, &view->place, sizeof *place) == 0)
        return FRS_OK;
    frs_picture_destroy(&view->picture);
    memcpy(view->words, words, sizeof words);
    view->place = *place;
    return frs_picture_create_at(&view->picture, shape, place, NULL, size);
}

int frs_view_render(frs_view *view, const frs_frame_info *info, const frs_place *place,
                    const void *data, size_t size, uint8_t *rgba)
{
    frs_frame_info shape = shape_of(info);
    int error = frs_place_check(place);
    if (!error)
        error = frs_frame_info_check(&shape, size);
    if (!error)
        error = prepare(view, &shape, place, size);
    if (error)
        return error;
    frs_picture_set_data(view->picture, data);
    for (uint32_t y = 0; y < place->rows; y++)
        frs_picture_row(view->picture, y, rgba + (size_t)y * place->columns * BYTES);
    return FRS_OK;
}
