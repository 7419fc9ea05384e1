/* SPDX-License-Identifier: MIT */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "descriptor.h"
#include "error.h"
#include "picture/view.h"

#define BYTES 4 /* of a pixel */

typedef struct frs_view_handle {
    frs_kind kind; /* FRS_KIND_VIEW */
    frs_view *view;
} frs_view_handle;

static void finalize(napi_env env, void *data, void *hint)
{
    frs_view_handle *handle = data;
    (void)env;
    (void)hint;
    frs_view_destroy(&handle->view);
    free(handle);
}

/* viewCreate() -> view */
static napi_value view_create(napi_env env, napi_callback_info info)
{
    napi_value external = NULL;
    frs_view_handle *handle = calloc(1, sizeof *handle);
    (void)info;
    if (handle && (handle->view = frs_view_create()) != NULL) {
        handle->kind = FRS_KIND_VIEW;
        if (napi_create_external(env, handle, finalize, NULL, &external) == napi_ok)
            return external;
        frs_view_destroy(&handle->view);
    }
    free(handle);
    return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory for a view of pictures"));
}

/* What JavaScript says of the place, in words. */
static bool get_place(napi_env env, napi_value value, frs_place *place)
{
    void *words;
    size_t size;
    if (!frs_value_get_bytes(env, value, &words, &size))
        return false;
    if (size != sizeof *place) {
        frs_value_throw(env, frs_fail(FRS_EINVAL, "a place has %zu words", sizeof *place / 4));
        return false;
    }
    memcpy(place, words, sizeof *place);
    return true;
}

/* The descriptor at word `base` of `words`, which lie in shared memory. */
static bool get_info(napi_env env, napi_value words, napi_value base, frs_frame_info *info)
{
    void *start;
    size_t size;
    uint32_t at;
    if (!frs_value_get_bytes(env, words, &start, &size) || !frs_value_get_uint32(env, base, &at))
        return false;
    if (size < sizeof(frs_descriptor) || at > (size - sizeof(frs_descriptor)) / 4) {
        frs_value_throw(env, frs_fail(FRS_EINVAL, "that is no whole descriptor"));
        return false;
    }
    memset(info, 0, sizeof *info);
    frs_descriptor_unpack((const uint32_t *)start + at + offsetof(frs_descriptor, word) / 4, info);
    return true;
}

/* viewRender(view, words, base, slot, place, pixels)
 * `place` has the words of frs_place; `pixels` takes RGBA of what is seen. */
static napi_value view_render(napi_env env, napi_callback_info arguments)
{
    napi_value argv[6];
    frs_frame_info info;
    frs_place place;
    void *data, *pixels;
    size_t size, room;
    frs_value_get_args(env, arguments, 6, argv);
    frs_view_handle *handle = frs_value_get_external(env, argv[0], FRS_KIND_VIEW);
    if (!handle || !get_info(env, argv[1], argv[2], &info) ||
        !frs_value_get_bytes(env, argv[3], &data, &size) || !get_place(env, argv[4], &place) ||
        !frs_value_get_bytes(env, argv[5], &pixels, &room))
        return NULL;
    int error = frs_place_check(&place);
    if (!error && room < (size_t)place.columns * place.rows * BYTES)
        error = frs_fail(FRS_EINVAL, "%ux%u pixels do not fit in %zu bytes", place.columns,
                         place.rows, room);
    if (!error)
        error = frs_view_render(handle->view, &info, &place, data, size, pixels);
    return error ? frs_value_throw(env, error) : NULL;
}

void frs_view_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "viewCreate", view_create);
    frs_value_set_method(env, exports, "viewRender", view_render);
}
