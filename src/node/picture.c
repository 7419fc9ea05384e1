/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include "descriptor.h"
#include "error.h"
#include "picture/picture.h"

#define BYTES 4 /* of a pixel */

static napi_value render(napi_env env, frs_picture *picture)
{
    uint32_t width = frs_picture_width(picture), height = frs_picture_height(picture);
    size_t row = (size_t)width * BYTES;
    napi_value buffer, view, object;
    void *data;
    if (napi_create_arraybuffer(env, row * height, &data, &buffer) != napi_ok ||
        napi_create_typedarray(env, napi_uint8_array, row * height, buffer, 0, &view) != napi_ok ||
        napi_create_object(env, &object) != napi_ok)
        return frs_value_throw(
            env, frs_fail(FRS_ENOMEM, "no memory for a picture of %ux%u", width, height));
    for (uint32_t y = 0; y < height; y++)
        frs_picture_row(picture, y, (uint8_t *)data + y * row);
    frs_value_set_number(env, object, "width", width);
    frs_value_set_number(env, object, "height", height);
    frs_value_set(env, object, "data", view);
    return object;
}

napi_value frs_picture_object(napi_env env, const frs_frame *frame, bool overlays)
{
    frs_picture *picture;
    int error = frs_picture_create(&picture, &frame->info, frame->data, frame->size);
    if (error)
        return frs_value_throw(env, error);
    if (overlays)
        frs_picture_set_overlays(picture, frame->overlay_data, frame->overlay_size);
    napi_value object = render(env, picture);
    frs_picture_destroy(&picture);
    return object;
}

/* renderPicture(words, slot, overlays | null) -> {width, height, data}
 * `words` is the frame's descriptor, as it lies in shared memory, `slot` and `overlays` the whole
 * slots it names. */
static napi_value render_picture(napi_env env, napi_callback_info info)
{
    napi_value argv[3];
    void *words, *data, *overlays = NULL;
    size_t size;
    bool has_overlays = false;
    frs_frame frame = {0};
    frs_value_get_args(env, info, 3, argv);
    if (!frs_value_get_bytes(env, argv[0], &words, &size))
        return NULL;
    if (size < sizeof(frs_descriptor))
        return frs_value_throw(env, frs_fail(FRS_EINVAL, "that is no whole descriptor"));
    if (!frs_value_get_bytes(env, argv[1], &data, &frame.size))
        return NULL;
    napi_is_typedarray(env, argv[2], &has_overlays);
    if (has_overlays && !frs_value_get_bytes(env, argv[2], &overlays, &frame.overlay_size))
        return NULL;
    frame.data = data;
    frame.overlay_data = overlays;
    frs_descriptor_unpack((const uint32_t *)words + offsetof(frs_descriptor, word) / 4,
                          &frame.info);
    return frs_picture_object(env, &frame, has_overlays);
}

void frs_picture_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "renderPicture", render_picture);
}
