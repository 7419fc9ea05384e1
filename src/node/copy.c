/* SPDX-License-Identifier: MIT */
#include "copy.h"

#include <stdlib.h>
#include <string.h>

#include <frameshare/overlay.h>
#include <frameshare/reader.h>
#include <frameshare/stream.h>

#include "descriptor.h"
#include "error.h"
#include "opening.h"
#include "picture.h"

typedef struct frs_copy {
    frs_kind kind; /* FRS_KIND_COPY */
    napi_env env;
    frs_reader *reader;
    /* The overlays of the frame copied last, as they lay in their slot. */
    uint32_t overlay_number;
    uint8_t *overlays; /* NULL: none */
    size_t overlays_size;
} frs_copy;

static void close_on_cleanup(void *user)
{
    frs_copy *copy = user;
    frs_reader_close(&copy->reader);
}

static void close_copy(frs_copy *copy)
{
    if (copy->reader)
        napi_remove_env_cleanup_hook(copy->env, close_on_cleanup, copy);
    frs_reader_close(&copy->reader);
}

static void finalize(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    frs_copy *copy = data;
    close_copy(copy);
    free(copy->overlays);
    free(copy);
}

static napi_value wrap(napi_env env, frs_reader *reader)
{
    napi_value external;
    frs_copy *copy = calloc(1, sizeof *copy);
    if (!copy || napi_create_external(env, copy, finalize, NULL, &external) != napi_ok) {
        free(copy);
        frs_reader_close(&reader);
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory for a stream"));
    }
    *copy = (frs_copy){.kind = FRS_KIND_COPY, .env = env, .reader = reader};
    napi_add_env_cleanup_hook(env, close_on_cleanup, copy);
    return external;
}

static napi_value adopt(napi_env env, frs_opening *opening)
{
    return wrap(env, opening->reader);
}

static int connect_copy(frs_opening *opening)
{
    frs_reader_options options = {.history = opening->history,
                                  .every_frame = opening->every,
                                  .timeout_ms = opening->timeout_ms};
    return frs_reader_open(&opening->reader, opening->name, &options);
}

static void discard(frs_opening *opening)
{
    frs_reader_close(&opening->reader);
}

static const frs_opening_kind copies = {connect_copy, adopt, discard};

/* copyOpen(name, history, every, timeoutMs) -> copy */
static napi_value copy_open(napi_env env, napi_callback_info info)
{
    return frs_opening_open(env, info, &copies);
}

/* copyOpenAsync(name, history, every, patienceMs, callback(error, copy)) -> copy | undefined */
static napi_value copy_open_async(napi_env env, napi_callback_info info)
{
    return frs_opening_open_async(env, info, &copies);
}

static frs_copy *get_copy(napi_env env, napi_value value)
{
    frs_copy *copy = frs_value_get_external(env, value, FRS_KIND_COPY);
    if (copy && !copy->reader) {
        frs_value_throw(env, frs_fail(FRS_ECLOSED, "the stream is closed"));
        return NULL;
    }
    return copy;
}

/* Bytes of the slot up to the end of the last plane, with whole rows where there is room. */
static size_t bytes_used(const frs_frame *frame)
{
    size_t end = 0;
    for (uint32_t p = 0; p < frame->info.n_planes; p++) {
        size_t rows = frs_format_rows(frame->info.format, p, frame->info.height);
        size_t plane_end = frame->info.offset[p] + rows * frame->info.stride[p];
        end = plane_end > end ? plane_end : end;
    }
    return end < frame->size ? end : frame->size;
}

static napi_value create_bytes(napi_env env, size_t size)
{
    napi_value buffer, view = NULL;
    void *data;
    if (napi_create_arraybuffer(env, size, &data, &buffer) != napi_ok)
        return NULL;
    napi_create_typedarray(env, napi_uint8_array, size, buffer, 0, &view);
    return view;
}

/* `old` when the frame fits there, or new bytes. */
static napi_value copy_pixels(napi_env env, const frs_frame *frame, napi_value old)
{
    size_t needed = bytes_used(frame), size = 0;
    void *data = NULL;
    bool is_array = false;
    napi_value bytes = old;
    napi_is_typedarray(env, old, &is_array);
    if (is_array && !frs_value_get_bytes(env, old, &data, &size))
        return NULL;
    if (!data || size < needed) {
        bytes = create_bytes(env, needed);
        if (!bytes || !frs_value_get_bytes(env, bytes, &data, &size))
            return NULL;
    }
    memcpy(data, frame->data, needed);
    return bytes;
}

static void pack_descriptor(uint32_t *words, const frs_frame *frame)
{
    const size_t head = offsetof(frs_descriptor, word) / 4;
    memset(words, 0, sizeof(frs_descriptor));
    words[offsetof(frs_descriptor, seq) / 4] = frame->sequence;
    words[offsetof(frs_descriptor, slot_id) / 4] = frame->slot;
    words[offsetof(frs_descriptor, overlay_number) / 4] = frame->overlay_number;
    frs_descriptor_pack(words + head, &frame->info);
}

/* Once for each change of them. Without memory there are none. */
static void keep_overlays(frs_copy *copy, const frs_frame *frame)
{
    frs_overlays table;
    if (frame->overlay_number == copy->overlay_number)
        return;
    free(copy->overlays);
    copy->overlays = NULL;
    copy->overlay_number = frame->overlay_number;
    if (frs_overlays_read(&table, frame->overlay_data, frame->overlay_size))
        return;
    copy->overlays_size = sizeof table;
    for (uint32_t i = 0; i < table.n; i++) {
        const frs_overlay *overlay = &table.overlay[i];
        size_t end = overlay->offset + (overlay->rows - 1) * (size_t)overlay->stride +
                     overlay->columns * (size_t)4;
        copy->overlays_size = end > copy->overlays_size ? end : copy->overlays_size;
    }
    copy->overlays = malloc(copy->overlays_size);
    if (!copy->overlays)
        return;
    memcpy(copy->overlays, frame->overlay_data, copy->overlays_size);
    memcpy(copy->overlays, &table, sizeof table); /* what was checked */
}

/* copyOverlays(copy) -> bytes | null: of the frame copied last, as frs_overlays has them */
static napi_value copy_overlays(napi_env env, napi_callback_info info)
{
    napi_value argv[1], bytes;
    void *data;
    size_t size;
    frs_value_get_args(env, info, 1, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (!copy)
        return NULL;
    if (!copy->overlays)
        return frs_value_null(env);
    bytes = create_bytes(env, copy->overlays_size);
    if (!bytes || !frs_value_get_bytes(env, bytes, &data, &size))
        return NULL;
    memcpy(data, copy->overlays, size);
    return bytes;
}

/* copySetView(copy, width, height) */
static napi_value copy_set_view(napi_env env, napi_callback_info info)
{
    napi_value argv[3];
    uint32_t width, height;
    frs_value_get_args(env, info, 3, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (copy && frs_value_get_uint32(env, argv[1], &width) &&
        frs_value_get_uint32(env, argv[2], &height))
        frs_reader_set_view(copy->reader, width, height);
    return NULL;
}

/* copyFrame(copy, every, words, bytes | null) -> bytes | null
 * Fills `words` with the frame's descriptor, as it lies in shared memory. */
static napi_value copy_frame(napi_env env, napi_callback_info info)
{
    napi_value argv[4];
    void *words;
    size_t size;
    bool every;
    frs_value_get_args(env, info, 4, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (!copy || !frs_value_get_bool(env, argv[1], &every) ||
        !frs_value_get_bytes(env, argv[2], &words, &size))
        return NULL;
    if (size < sizeof(frs_descriptor))
        return frs_value_throw(env, frs_fail(FRS_EINVAL, "no room for a descriptor"));
    frs_frame frame;
    int error = every ? frs_reader_acquire_next(copy->reader, &frame)
                      : frs_reader_acquire_newest(copy->reader, &frame);
    if (error == FRS_EAGAIN || error == FRS_ECLOSED)
        return frs_value_null(env);
    if (error)
        return frs_value_throw(env, error);
    pack_descriptor(words, &frame);
    keep_overlays(copy, &frame);
    napi_value bytes = copy_pixels(env, &frame, argv[3]);
    frs_reader_release(copy->reader, &frame);
    return bytes ? bytes : frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory for a frame"));
}

/* copyPicture(copy, overlays) -> {width, height, data} of the newest frame | null when there is
 * none. What copyFrame() gives next stays the same. */
static napi_value copy_picture(napi_env env, napi_callback_info info)
{
    napi_value argv[2];
    bool overlays;
    frs_frame frame;
    frs_value_get_args(env, info, 2, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (!copy || !frs_value_get_bool(env, argv[1], &overlays))
        return NULL;
    int error = frs_reader_peek(copy->reader, &frame);
    if (error == FRS_EAGAIN || error == FRS_ECLOSED)
        return frs_value_null(env);
    if (error)
        return frs_value_throw(env, error);
    napi_value picture = frs_picture_object(env, &frame, overlays);
    frs_reader_release(copy->reader, &frame);
    return picture;
}

/* copyStats(copy) -> {writerPid, published, inPlace, copied, dropped, readers, newest, lossless,
 *                     ended} */
static napi_value copy_stats(napi_env env, napi_callback_info info)
{
    napi_value argv[1], object;
    frs_reader_stats stats;
    frs_value_get_args(env, info, 1, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (!copy || napi_create_object(env, &object) != napi_ok)
        return NULL;
    frs_reader_get_stats(copy->reader, &stats);
    frs_value_set_number(env, object, "writerPid", stats.writer_pid);
    frs_value_set_number(env, object, "published", stats.published);
    frs_value_set_number(env, object, "inPlace", stats.in_place);
    frs_value_set_number(env, object, "copied", stats.copied);
    frs_value_set_number(env, object, "dropped", stats.dropped);
    frs_value_set_number(env, object, "readers", stats.readers);
    frs_value_set_number(env, object, "newest", stats.newest);
    frs_value_set_bool(env, object, "lossless", stats.lossless);
    frs_value_set_bool(env, object, "ended", stats.ended);
    return object;
}

/* copyNewest(copy) -> the number of the newest frame; each animation frame asks */
static napi_value copy_newest(napi_env env, napi_callback_info info)
{
    napi_value argv[1], newest = NULL;
    frs_reader_stats stats;
    frs_value_get_args(env, info, 1, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (!copy)
        return NULL;
    frs_reader_get_stats(copy->reader, &stats);
    napi_create_uint32(env, stats.newest, &newest);
    return newest;
}

/* copyIsClosed(copy) -> true when the writer is gone and its last frame was taken */
static napi_value copy_is_closed(napi_env env, napi_callback_info info)
{
    napi_value argv[1], truth = NULL;
    frs_value_get_args(env, info, 1, argv);
    frs_copy *copy = get_copy(env, argv[0]);
    if (copy)
        napi_get_boolean(env, frs_reader_wait(copy->reader, 0) == FRS_ECLOSED, &truth);
    return truth;
}

static napi_value copy_close(napi_env env, napi_callback_info info)
{
    napi_value argv[1];
    frs_value_get_args(env, info, 1, argv);
    frs_copy *copy = frs_value_get_external(env, argv[0], FRS_KIND_COPY);
    if (copy)
        close_copy(copy);
    return NULL;
}

void frs_copy_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "copyOpen", copy_open);
    frs_value_set_method(env, exports, "copyOpenAsync", copy_open_async);
    frs_value_set_method(env, exports, "copyFrame", copy_frame);
    frs_value_set_method(env, exports, "copyPicture", copy_picture);
    frs_value_set_method(env, exports, "copyOverlays", copy_overlays);
    frs_value_set_method(env, exports, "copySetView", copy_set_view);
    frs_value_set_method(env, exports, "copyStats", copy_stats);
    frs_value_set_method(env, exports, "copyNewest", copy_newest);
    frs_value_set_method(env, exports, "copyIsClosed", copy_is_closed);
    frs_value_set_method(env, exports, "copyClose", copy_close);
}
