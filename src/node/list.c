/* SPDX-License-Identifier: MIT */
#include "list.h"

#include <stdlib.h>
#include <string.h>

#include <frameshare/stream.h>

#include "error.h"

/* More streams than that of one user are not told. */
#define MOST 4096

typedef struct frs_list {
    struct {
        char name[FRS_NAME_MAX + 2];
        pid_t pid;
    } * streams;
    uint32_t length, room;
    int error;
    char message[256];
    napi_async_work work;
    napi_deferred deferred;
} frs_list;

static bool make_room(frs_list *list)
{
    uint32_t room = list->room ? 2 * list->room : 16;
    if (list->length < list->room)
        return true;
    void *streams = room <= MOST ? realloc(list->streams, room * sizeof *list->streams) : NULL;
    if (!streams)
        return false;
    list->streams = streams;
    list->room = room;
    return true;
}

static int add_stream(const char *name, pid_t pid, void *user)
{
    frs_list *list = user;
    if (!make_room(list))
        return 1;
    strncpy(list->streams[list->length].name, name, FRS_NAME_MAX);
    list->streams[list->length].name[FRS_NAME_MAX] = 0;
    list->streams[list->length++].pid = pid;
    return 0;
}

/* Any thread. It asks each socket whether somebody is there, and may wait for who changes them. */
static void look(frs_list *list)
{
    int error = frs_stream_list(add_stream, list);
    list->error = error < 0 ? error : FRS_OK;
    /* The sentence belongs to this thread. */
    if (list->error)
        strncpy(list->message, frs_error_message(), sizeof list->message - 1);
}

static napi_value to_array(napi_env env, const frs_list *list)
{
    napi_value array, object;
    if (napi_create_array(env, &array) != napi_ok)
        return NULL;
    for (uint32_t i = 0; i < list->length; i++) {
        if (napi_create_object(env, &object) != napi_ok)
            return NULL;
        frs_value_set_string(env, object, "name", list->streams[i].name);
        frs_value_set_number(env, object, "pid", list->streams[i].pid);
        napi_set_element(env, array, i, object);
    }
    return array;
}

/* list() -> [{name, pid}] */
static napi_value list_streams(napi_env env, napi_callback_info info)
{
    frs_list list = {0};
    (void)info;
    look(&list);
    napi_value array = list.error ? frs_value_throw(env, list.error) : to_array(env, &list);
    free(list.streams);
    return array;
}

static void execute(napi_env env, void *data)
{
    (void)env;
    look(data);
}

static void complete(napi_env env, napi_status status, void *data)
{
    frs_list *list = data;
    napi_value array = status == napi_ok && !list->error ? to_array(env, list) : NULL;
    if (array)
        napi_resolve_deferred(env, list->deferred, array);
    else
        napi_reject_deferred(
            env, list->deferred,
            frs_value_error(env, list->error ? list->error : FRS_ENOMEM, list->message));
    napi_delete_async_work(env, list->work);
    free(list->streams);
    free(list);
}

/* listAsync() -> a promise of the same */
static napi_value list_async(napi_env env, napi_callback_info info)
{
    napi_value promise, label = frs_value_string(env, "frameshare.list");
    frs_list *list = calloc(1, sizeof *list);
    (void)info;
    if (list &&
        napi_create_async_work(env, NULL, label, execute, complete, list, &list->work) == napi_ok) {
        if (napi_create_promise(env, &list->deferred, &promise) == napi_ok &&
            napi_queue_async_work(env, list->work) == napi_ok)
            return promise;
        napi_delete_async_work(env, list->work);
    }
    free(list);
    return frs_value_throw(env, frs_fail(FRS_ENOMEM, "cannot list streams in a thread"));
}

void frs_list_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "list", list_streams);
    frs_value_set_method(env, exports, "listAsync", list_async);
}
