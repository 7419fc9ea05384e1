/* SPDX-License-Identifier: MIT */
#include "handle.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "segment.h"
#include <frameshare/stream.h>

/* How long a writer may take between its welcome and the last slot it has. */
#define SLOTS_MS 5000

/* A connection before JavaScript knows of it: made in any thread. */
typedef struct frs_opening {
    char name[FRS_NAME_MAX + 2];
    uint32_t history;
    bool every;
    int32_t timeout_ms;

    int error;
    char message[256];
    frs_link link;
    frs_link_slot slots[FRS_SLOTS_MAX];
    uint32_t n_slots;

    napi_async_work work;
    napi_ref callback;
} frs_opening;

/* ---- opening ---- */

static void discard(frs_opening *opening)
{
    for (uint32_t i = 0; i < opening->n_slots; i++)
        close(opening->slots[i].fd);
    opening->n_slots = 0;
    frs_link_close(&opening->link);
}

/* Receive every slot there is, so that a paused stream's picture is there at once. */
static int receive_slots(frs_opening *opening)
{
    while (!opening->link.ready) {
        if (opening->n_slots == FRS_SLOTS_MAX)
            return frs_fail(FRS_EPROTOCOL, "stream %s has too many slots", opening->name);
        int error = frs_link_receive(&opening->link, &opening->slots[opening->n_slots]);
        if (error == FRS_OK)
            opening->n_slots++;
        else if (error == FRS_EAGAIN && !opening->link.ready)
            error = frs_link_wait(&opening->link, SLOTS_MS);
        if (error == FRS_ETIMEOUT)
            return frs_fail(error, "stream %s does not answer: is its program stopped?",
                            opening->name);
        /* A short stream may have ended by now; what it published is here all the same. */
        if (error == FRS_ECLOSED && !opening->link.ready)
            return frs_fail(FRS_ENOENT, "stream %s ended just now", opening->name);
        if (error && error != FRS_EAGAIN && error != FRS_ECLOSED)
            return error;
    }
    return FRS_OK;
}

/* Any thread: no JavaScript in here. */
static void connect_stream(frs_opening *opening)
{
    opening->error = frs_link_open(&opening->link, opening->name, opening->history, opening->every,
                                   opening->timeout_ms);
    if (!opening->error && (opening->error = receive_slots(opening)))
        discard(opening);
    /* The sentence belongs to this thread; the one that throws may be another. */
    if (opening->error)
        strncpy(opening->message, frs_error_message(), sizeof opening->message - 1);
}

/* ---- mapping ---- */

static napi_value map_slot(frs_handle *handle, frs_link_slot *slot)
{
    napi_value view, object = NULL;
    frs_mapped_slot *mapped = &handle->slots[slot->index];
    /* The writer uses an index again only for another segment: the old one is gone. */
    frs_mapping_destroy(&mapped->mapping, handle->env);
    mapped->id = slot->id;
    int error = frs_mapping_create(&mapped->mapping, handle->env, slot->fd, slot->size,
                                   FRS_MAPPING_PRIVATE, FRS_MAPPING_BYTES, &view);
    close(slot->fd);
    slot->fd = -1;
    if (error)
        return frs_value_throw(handle->env, error);
    if (napi_create_object(handle->env, &object) != napi_ok)
        return NULL;
    frs_value_set_number(handle->env, object, "index", slot->index);
    frs_value_set_number(handle->env, object, "id", slot->id);
    frs_value_set_number(handle->env, object, "size", slot->size);
    frs_value_set(handle->env, object, "data", view);
    return object;
}

static napi_value map_slots(frs_handle *handle, frs_opening *opening)
{
    napi_value array, slot;
    bool good = napi_create_array(handle->env, &array) == napi_ok;
    for (uint32_t i = 0; i < opening->n_slots; i++) {
        if (good && (slot = map_slot(handle, &opening->slots[i])))
            good = napi_set_element(handle->env, array, i, slot) == napi_ok;
        else {
            good = false;
            close(opening->slots[i].fd);
        }
    }
    opening->n_slots = 0;
    return good ? array : NULL;
}

/* ---- life ---- */

static void close_on_cleanup(void *user)
{
    frs_handle *handle = user;
    /* frs_handle_close() takes this hook away; one that is running is gone already. */
    frs_handle_close(handle);
}

static void finalize(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    frs_handle_close(data);
    free(data);
}

void frs_handle_close(frs_handle *handle)
{
    if (!handle->open)
        return;
    handle->open = false;
    napi_remove_env_cleanup_hook(handle->env, close_on_cleanup, handle);
    frs_watch_stop(&handle->watch);
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        frs_mapping_destroy(&handle->slots[i].mapping, handle->env);
    frs_mapping_destroy(&handle->control, handle->env);
    frs_mapping_destroy(&handle->page, handle->env);
    frs_link_close(&handle->link);
}

/* Takes the link and slots of `opening`. The object that open() gives, or NULL and an exception. */
static napi_value adopt(napi_env env, frs_opening *opening)
{
    napi_value object = NULL, external, control, page, slots;
    frs_handle *handle = calloc(1, sizeof *handle);
    if (!handle || napi_create_external(env, handle, finalize, NULL, &external) != napi_ok) {
        free(handle);
        discard(opening);
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory for a stream"));
    }
    handle->kind = FRS_KIND_LINK;
    handle->env = env;
    handle->link = opening->link;
    handle->open = true;
    napi_add_env_cleanup_hook(env, close_on_cleanup, handle);
    int error =
        frs_mapping_create(&handle->control, env, handle->link.control_fd, sizeof(frs_control),
                           FRS_MAPPING_PRIVATE, FRS_MAPPING_WORDS, &control);
    if (!error)
        error = frs_mapping_create(&handle->page, env, handle->link.page_fd, sizeof(frs_page),
                                   FRS_MAPPING_SHARED, FRS_MAPPING_WORDS, &page);
    slots = map_slots(handle, opening);
    if (error || !slots || napi_create_object(env, &object) != napi_ok) {
        frs_value_throw(env, error ? error : FRS_ENOMEM);
        frs_handle_close(handle);
        return NULL;
    }
    frs_value_set(env, object, "link", external);
    frs_value_set(env, object, "control", control);
    frs_value_set(env, object, "page", page);
    frs_value_set(env, object, "slots", slots);
    frs_value_set_number(env, object, "writerPid", handle->link.writer_pid);
    return object;
}

static frs_opening *get_opening(napi_env env, napi_value *argv)
{
    frs_opening *opening = calloc(1, sizeof *opening);
    if (!opening) {
        frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory to open a stream"));
        return NULL;
    }
    if (frs_value_get_string(env, argv[0], opening->name, sizeof opening->name) &&
        frs_value_get_uint32(env, argv[1], &opening->history) &&
        frs_value_get_bool(env, argv[2], &opening->every))
        return opening;
    free(opening);
    return NULL;
}

/* open(name, history, every, timeoutMs) -> {link, control, page, slots, writerPid} */
static napi_value open_stream(napi_env env, napi_callback_info info)
{
    napi_value argv[4], result = NULL;
    frs_value_get_args(env, info, 4, argv);
    frs_opening *opening = get_opening(env, argv);
    if (!opening)
        return NULL;
    if (frs_value_get_int32(env, argv[3], &opening->timeout_ms)) {
        connect_stream(opening);
        if (opening->error)
            napi_throw(env, frs_value_error(env, opening->error, opening->message));
        else
            result = adopt(env, opening);
    }
    free(opening);
    return result;
}

static void execute(napi_env env, void *data)
{
    (void)env;
    connect_stream(data);
}

static void complete(napi_env env, napi_status status, void *data)
{
    frs_opening *opening = data;
    napi_value callback, result, argv[2] = {frs_value_null(env), frs_value_undefined(env)};
    if (status == napi_ok && !opening->error && !(argv[1] = adopt(env, opening)))
        napi_get_and_clear_last_exception(env, &argv[0]);
    else if (status == napi_ok && opening->error)
        argv[0] = frs_value_error(env, opening->error, opening->message);
    if (status == napi_ok && napi_get_reference_value(env, opening->callback, &callback) == napi_ok)
        napi_call_function(env, frs_value_undefined(env), callback, 2, argv, &result);
    napi_delete_reference(env, opening->callback);
    napi_delete_async_work(env, opening->work);
    free(opening);
}

/* openAsync(name, history, every, callback(error, what open() gives)): looks once, in a thread, so
 * that a writer that is slow to answer does not stop the caller. */
static napi_value open_async(napi_env env, napi_callback_info info)
{
    napi_value argv[4], name = frs_value_string(env, "frameshare.open");
    frs_value_get_args(env, info, 4, argv);
    if (!frs_value_is_function(env, argv[3]))
        return NULL;
    frs_opening *opening = get_opening(env, argv);
    if (!opening)
        return NULL;
    napi_create_reference(env, argv[3], 1, &opening->callback);
    if (napi_create_async_work(env, NULL, name, execute, complete, opening, &opening->work) !=
            napi_ok ||
        napi_queue_async_work(env, opening->work) != napi_ok) {
        napi_delete_reference(env, opening->callback);
        free(opening);
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "cannot open a stream in a thread"));
    }
    return NULL;
}

/* ---- what changes while it is open ---- */

static frs_handle *get_handle(napi_env env, napi_value value)
{
    frs_handle *handle = frs_value_get_external(env, value, FRS_KIND_LINK);
    if (handle && !handle->open) {
        frs_value_throw(env, frs_fail(FRS_ECLOSED, "the stream is closed"));
        return NULL;
    }
    return handle;
}

/* receive(link) -> {index, id, size, data} | null | 'closed' */
static napi_value receive(napi_env env, napi_callback_info info)
{
    napi_value argv[1];
    frs_value_get_args(env, info, 1, argv);
    frs_handle *handle = get_handle(env, argv[0]);
    if (!handle)
        return NULL;
    frs_link_slot slot;
    int error = frs_link_receive(&handle->link, &slot);
    if (error == FRS_EAGAIN)
        return frs_value_null(env);
    if (error == FRS_ECLOSED)
        return frs_value_string(env, "closed");
    return error ? frs_value_throw(env, error) : map_slot(handle, &slot);
}

/* releaseSlot(link, index, id): unmap it, unless another one has its place already. */
static napi_value release_slot(napi_env env, napi_callback_info info)
{
    napi_value argv[3];
    uint32_t index, id;
    frs_value_get_args(env, info, 3, argv);
    frs_handle *handle = get_handle(env, argv[0]);
    if (!handle || !frs_value_get_uint32(env, argv[1], &index) ||
        !frs_value_get_uint32(env, argv[2], &id))
        return NULL;
    if (index < FRS_SLOTS_MAX && handle->slots[index].id == id)
        frs_mapping_destroy(&handle->slots[index].mapping, env);
    return NULL;
}

static napi_value progress(napi_env env, napi_callback_info info)
{
    napi_value argv[1];
    frs_value_get_args(env, info, 1, argv);
    frs_handle *handle = get_handle(env, argv[0]);
    if (handle)
        frs_link_progress(&handle->link);
    return NULL;
}

/* watch(link, callback() -> again) */
static napi_value watch(napi_env env, napi_callback_info info)
{
    napi_value argv[2];
    frs_value_get_args(env, info, 2, argv);
    frs_handle *handle = get_handle(env, argv[0]);
    if (!handle || !frs_value_is_function(env, argv[1]))
        return NULL;
    frs_watch_stop(&handle->watch);
    int error = frs_watch_start(&handle->watch, env, handle->link.socket, argv[1]);
    return error ? frs_value_throw(env, error) : NULL;
}

/* keepAlive(link, keep): somebody waits for a frame, or nobody any more. */
static napi_value keep_alive(napi_env env, napi_callback_info info)
{
    napi_value argv[2];
    bool keep;
    frs_value_get_args(env, info, 2, argv);
    frs_handle *handle = get_handle(env, argv[0]);
    if (handle && handle->watch && frs_value_get_bool(env, argv[1], &keep))
        frs_watch_keep_alive(handle->watch, keep);
    return NULL;
}

static napi_value close_stream(napi_env env, napi_callback_info info)
{
    napi_value argv[1];
    frs_value_get_args(env, info, 1, argv);
    frs_handle *handle = frs_value_get_external(env, argv[0], FRS_KIND_LINK);
    if (handle)
        frs_handle_close(handle);
    return NULL;
}

void frs_handle_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "open", open_stream);
    frs_value_set_method(env, exports, "openAsync", open_async);
    frs_value_set_method(env, exports, "receive", receive);
    frs_value_set_method(env, exports, "releaseSlot", release_slot);
    frs_value_set_method(env, exports, "progress", progress);
    frs_value_set_method(env, exports, "watch", watch);
    frs_value_set_method(env, exports, "keepAlive", keep_alive);
    frs_value_set_method(env, exports, "close", close_stream);
}
