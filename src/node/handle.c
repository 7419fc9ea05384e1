/* SPDX-License-Identifier: MIT */
#include "handle.h"

#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "error.h"
#include "opening.h"

/* How long a writer may take between its welcome and the last slot it has. */
#define SLOTS_MS 5000

/* ---- opening ---- */

static void discard(frs_opening *opening)
{
    for (uint32_t i = 0; i < opening->n_slots; i++)
        close(opening->slots[i].fd);
    opening->n_slots = 0;
    frs_link_close(&opening->link);
}

/* Receive every slot there is, so that a paused stream's picture is there at once. All of them must
 * come within one deadline: a writer that sends one now and then, or what is none, is given up. */
static int receive_slots(frs_opening *opening)
{
    int64_t end = frs_now_ms() + SLOTS_MS;
    while (!opening->link.ready) {
        if (opening->n_slots == FRS_SLOTS_MAX)
            return frs_fail(FRS_EPROTOCOL, "stream %s has too many slots", opening->name);
        int left = frs_ms_until(end);
        int error = left > 0 ? frs_link_receive(&opening->link, &opening->slots[opening->n_slots])
                             : FRS_ETIMEOUT;
        if (error == FRS_OK)
            opening->n_slots++;
        else if (error == FRS_EAGAIN && !opening->link.ready)
            error = frs_link_wait(&opening->link, left);
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
static int connect_stream(frs_opening *opening)
{
    int error = frs_link_open(&opening->link, opening->name, opening->history, opening->every,
                              opening->timeout_ms);
    if (!error && (error = receive_slots(opening)))
        discard(opening);
    return error;
}

/* ---- mapping ---- */

static napi_value map_slot(frs_handle *handle, frs_link_slot *slot)
{
    napi_value view, object = NULL;
    frs_mapped_slot *mapped = &handle->slots[slot->index];
    if (mapped->mapping.address && mapped->id == slot->id) {
        close(slot->fd);
        slot->fd = -1;
        return frs_value_throw(handle->env,
                               frs_fail(FRS_EPROTOCOL, "the writer sent a slot twice"));
    }
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

static const frs_opening_kind links = {connect_stream, adopt, discard};

/* open(name, history, every, timeoutMs) -> {link, control, page, slots, writerPid} */
static napi_value open_stream(napi_env env, napi_callback_info info)
{
    return frs_opening_open(env, info, &links);
}

/* openAsync(name, history, every, patienceMs, callback(error, what open() gives)): what open()
 * gives, if it comes so soon, see opening.h */
static napi_value open_async(napi_env env, napi_callback_info info)
{
    return frs_opening_open_async(env, info, &links);
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

/* resume(link): call the watch's callback again, which has returned false */
static napi_value resume(napi_env env, napi_callback_info info)
{
    napi_value argv[1];
    frs_value_get_args(env, info, 1, argv);
    frs_handle *handle = get_handle(env, argv[0]);
    if (handle && handle->watch)
        frs_watch_resume(handle->watch);
    return NULL;
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
    frs_value_set_method(env, exports, "resume", resume);
    frs_value_set_method(env, exports, "keepAlive", keep_alive);
    frs_value_set_method(env, exports, "close", close_stream);
}
