/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include <stdlib.h>

#include "descriptor.h"
#include "error.h"
#include "picture/picture.h"

#define BYTES 4 /* of a pixel */

/* {width, height, data}, with no picture in it yet; NULL and an exception. */
static napi_value create_object(napi_env env, uint32_t width, uint32_t height, napi_value *view)
{
    size_t size = (size_t)width * BYTES * height;
    napi_value buffer, object;
    void *data;
    if (napi_create_arraybuffer(env, size, &data, &buffer) != napi_ok ||
        napi_create_typedarray(env, napi_uint8_array, size, buffer, 0, view) != napi_ok ||
        napi_create_object(env, &object) != napi_ok)
        return frs_value_throw(
            env, frs_fail(FRS_ENOMEM, "no memory for a picture of %ux%u", width, height));
    frs_value_set_number(env, object, "width", width);
    frs_value_set_number(env, object, "height", height);
    frs_value_set(env, object, "data", *view);
    return object;
}

static napi_value render(napi_env env, frs_picture *picture)
{
    uint32_t width = frs_picture_width(picture), height = frs_picture_height(picture);
    napi_value view = NULL, object = create_object(env, width, height, &view);
    void *data;
    size_t size;
    if (!object || !frs_value_get_bytes(env, view, &data, &size))
        return NULL;
    for (uint32_t y = 0; y < height; y++)
        frs_picture_row(picture, y, (uint8_t *)data + (size_t)y * width * BYTES);
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

/* `words`, the frame's descriptor as it lies in shared memory, and the whole slots it names. */
static bool get_frame(napi_env env, const napi_value *argv, frs_frame *frame, bool *has_overlays)
{
    void *words, *data, *overlays = NULL;
    size_t size;
    *has_overlays = false;
    if (!frs_value_get_bytes(env, argv[0], &words, &size))
        return false;
    if (size < sizeof(frs_descriptor)) {
        frs_value_throw(env, frs_fail(FRS_EINVAL, "that is no whole descriptor"));
        return false;
    }
    if (!frs_value_get_bytes(env, argv[1], &data, &frame->size))
        return false;
    napi_is_typedarray(env, argv[2], has_overlays);
    if (*has_overlays && !frs_value_get_bytes(env, argv[2], &overlays, &frame->overlay_size))
        return false;
    frame->data = data;
    frame->overlay_data = overlays;
    frs_descriptor_unpack((const uint32_t *)words + offsetof(frs_descriptor, word) / 4,
                          &frame->info);
    return true;
}

/* renderPicture(words, slot, overlays | null) -> {width, height, data} */
static napi_value render_picture(napi_env env, napi_callback_info info)
{
    napi_value argv[3];
    bool has_overlays;
    frs_frame frame = {0};
    frs_value_get_args(env, info, 3, argv);
    return get_frame(env, argv, &frame, &has_overlays)
               ? frs_picture_object(env, &frame, has_overlays)
               : NULL;
}

/* ---- in a thread ---- */

/* A large picture takes longer than an event loop may stand still. What it is made of, and the
 * bytes it goes into, are kept by references: a slot that is unmapped meanwhile leaves plain memory
 * in its place. */
typedef struct frs_rendering {
    frs_picture *picture;
    uint8_t *data;
    size_t row;
    uint32_t height;
    napi_ref object, slot, overlays;
    napi_async_work work;
    napi_deferred deferred;
} frs_rendering;

static void execute(napi_env env, void *user)
{
    frs_rendering *rendering = user;
    (void)env;
    for (uint32_t y = 0; y < rendering->height; y++)
        frs_picture_row(rendering->picture, y, rendering->data + y * rendering->row);
}

static void destroy(napi_env env, frs_rendering *rendering)
{
    napi_ref references[] = {rendering->object, rendering->slot, rendering->overlays};
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++)
        if (references[i])
            napi_delete_reference(env, references[i]);
    if (rendering->work)
        napi_delete_async_work(env, rendering->work);
    frs_picture_destroy(&rendering->picture);
    free(rendering);
}

static void complete(napi_env env, napi_status status, void *user)
{
    frs_rendering *rendering = user;
    napi_value object;
    if (status == napi_ok && napi_get_reference_value(env, rendering->object, &object) == napi_ok)
        napi_resolve_deferred(env, rendering->deferred, object);
    else
        napi_reject_deferred(
            env, rendering->deferred,
            frs_value_error(env, FRS_ECLOSED, "the picture was not rendered to its end"));
    destroy(env, rendering);
}

/* The object that JavaScript gets, whose bytes are filled in later. */
static bool prepare(napi_env env, frs_rendering *rendering, const napi_value *argv)
{
    uint32_t width = frs_picture_width(rendering->picture);
    napi_value object, view = NULL;
    void *data;
    size_t size;
    rendering->height = frs_picture_height(rendering->picture);
    rendering->row = (size_t)width * BYTES;
    object = create_object(env, width, rendering->height, &view);
    if (!object || !frs_value_get_bytes(env, view, &data, &size))
        return false;
    rendering->data = data;
    return napi_create_reference(env, object, 1, &rendering->object) == napi_ok &&
           napi_create_reference(env, argv[1], 1, &rendering->slot) == napi_ok;
}

static napi_value start(napi_env env, frs_rendering *rendering)
{
    napi_value promise, label = frs_value_string(env, "frameshare.picture");
    if (napi_create_async_work(env, NULL, label, execute, complete, rendering, &rendering->work) ==
            napi_ok &&
        napi_create_promise(env, &rendering->deferred, &promise) == napi_ok &&
        napi_queue_async_work(env, rendering->work) == napi_ok)
        return promise;
    return frs_value_throw(env, frs_fail(FRS_ENOMEM, "cannot render a picture in a thread"));
}

/* renderPictureAsync(words, slot, overlays | null) -> a promise of {width, height, data}. The frame
 * must be leased until it is settled. */
static napi_value render_picture_async(napi_env env, napi_callback_info info)
{
    napi_value argv[3], promise = NULL;
    bool has_overlays;
    frs_frame frame = {0};
    frs_value_get_args(env, info, 3, argv);
    if (!get_frame(env, argv, &frame, &has_overlays))
        return NULL;
    frs_rendering *rendering = calloc(1, sizeof *rendering);
    if (!rendering)
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory to render a picture"));
    int error = frs_picture_create(&rendering->picture, &frame.info, frame.data, frame.size);
    if (error)
        frs_value_throw(env, error);
    else if (prepare(env, rendering, argv)) {
        if (has_overlays && napi_create_reference(env, argv[2], 1, &rendering->overlays) == napi_ok)
            frs_picture_set_overlays(rendering->picture, frame.overlay_data, frame.overlay_size);
        promise = start(env, rendering);
    }
    if (!promise)
        destroy(env, rendering);
    return promise;
}

void frs_picture_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "renderPicture", render_picture);
    frs_value_set_method(env, exports, "renderPictureAsync", render_picture_async);
}
