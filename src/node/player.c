/* SPDX-License-Identifier: MIT */
#include "player.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

typedef struct frs_player frs_player;

/* What libframeshare-player.so exports, see src/player/player.h. */
typedef struct frs_player_library {
    frs_player *(*create)(const char *stream, void (*callback)(const char *line, void *user),
                          void *user);
    void (*command)(frs_player *player, const char *line);
    void (*destroy)(frs_player **player);
} frs_player_library;

typedef struct frs_player_handle {
    frs_kind kind; /* FRS_KIND_PLAYER */
    napi_env env;
    frs_player_library library;
    frs_player *player;
    napi_threadsafe_function function;
    int references;      /* the external and the function */
    char *first;         /* the first line: it says why, when the player could not start */
    atomic_bool started; /* `first` is no longer of interest */
} frs_player_handle;

static void unref(frs_player_handle *handle)
{
    if (--handle->references > 0)
        return;
    free(handle->first);
    free(handle);
}

/* Never unloaded: GStreamer cannot be. */
static int load(frs_player_library *library, const char *path)
{
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!object)
        return frs_fail(FRS_ENOENT, "cannot load the player: %s", dlerror());
    *(void **)&library->create = dlsym(object, "frs_player_create");
    *(void **)&library->command = dlsym(object, "frs_player_command");
    *(void **)&library->destroy = dlsym(object, "frs_player_destroy");
    if (library->create && library->command && library->destroy)
        return FRS_OK;
    return frs_fail(FRS_EABI, "%s is not a frameshare player of this version", path);
}

/* ---- the player's thread ---- */

static void on_line(const char *line, void *user)
{
    frs_player_handle *handle = user;
    char *copy = strdup(line);
    if (!atomic_load(&handle->started) && !handle->first)
        handle->first = strdup(line);
    if (copy &&
        napi_call_threadsafe_function(handle->function, copy, napi_tsfn_nonblocking) != napi_ok)
        free(copy);
}

/* ---- the environment's thread ---- */

static void call(napi_env env, napi_value callback, void *context, void *data)
{
    frs_player_handle *handle = context;
    napi_value argv[1], result;
    if (env && handle->player) {
        argv[0] = frs_value_string(env, data);
        napi_call_function(env, frs_value_undefined(env), callback, 1, argv, &result);
    }
    free(data);
}

static void finish_function(napi_env env, void *data, void *context)
{
    (void)env;
    (void)data;
    unref(context);
}

/* Hooks run last in, first out: the player ends before the function that it calls goes. */
static void destroy_on_cleanup(void *user)
{
    frs_player_handle *handle = user;
    if (handle->player)
        handle->library.destroy(&handle->player);
}

static void destroy_player(frs_player_handle *handle)
{
    if (!handle->player)
        return;
    napi_remove_env_cleanup_hook(handle->env, destroy_on_cleanup, handle);
    destroy_on_cleanup(handle);
    napi_release_threadsafe_function(handle->function, napi_tsfn_abort);
}

static void finalize(napi_env env, void *data, void *hint)
{
    (void)env;
    (void)hint;
    destroy_player(data);
    unref(data);
}

/* Throws an Error whose `line` is what the player said. */
static void throw_reason(frs_player_handle *handle, const char *stream)
{
    int error = frs_fail(FRS_EINVAL, "the player could not publish stream %s", stream);
    napi_value object = frs_value_error(handle->env, error, frs_error_message());
    if (handle->first)
        frs_value_set_string(handle->env, object, "line", handle->first);
    napi_throw(handle->env, object);
}

static int start(frs_player_handle *handle, const char *stream, napi_value callback)
{
    napi_value name = frs_value_string(handle->env, "frameshare.player");
    if (napi_create_threadsafe_function(handle->env, callback, NULL, name, 0, 1, NULL,
                                        finish_function, handle, call,
                                        &handle->function) != napi_ok)
        return frs_fail(FRS_ENOMEM, "cannot create a function to call from a thread");
    handle->references++;
    handle->player = handle->library.create(stream, on_line, handle);
    atomic_store(&handle->started, true);
    if (!handle->player) {
        throw_reason(handle, stream ? stream : "of the default name");
        napi_release_threadsafe_function(handle->function, napi_tsfn_abort);
        return FRS_EINVAL;
    }
    napi_add_env_cleanup_hook(handle->env, destroy_on_cleanup, handle);
    return FRS_OK;
}

/* playerCreate(libraryPath, streamName | null, callback(line)) -> player
 * The player keeps the process alive until it is destroyed. */
static napi_value player_create(napi_env env, napi_callback_info info)
{
    napi_value argv[3], external;
    napi_valuetype type = napi_undefined;
    char path[4096], stream[256];
    frs_value_get_args(env, info, 3, argv);
    napi_typeof(env, argv[1], &type);
    bool named = type == napi_string;
    if (!frs_value_get_string(env, argv[0], path, sizeof path) ||
        (named && !frs_value_get_string(env, argv[1], stream, sizeof stream)) ||
        !frs_value_is_function(env, argv[2]))
        return NULL;
    frs_player_handle *handle = calloc(1, sizeof *handle);
    if (!handle || napi_create_external(env, handle, finalize, NULL, &external) != napi_ok) {
        free(handle);
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory for a player"));
    }
    *handle = (frs_player_handle){.kind = FRS_KIND_PLAYER, .env = env, .references = 1};
    int error = load(&handle->library, path);
    if (!error)
        error = start(handle, named ? stream : NULL, argv[2]);
    return error ? frs_value_throw(env, error) : external;
}

static napi_value player_command(napi_env env, napi_callback_info info)
{
    napi_value argv[2];
    size_t length = 0;
    frs_value_get_args(env, info, 2, argv);
    frs_player_handle *handle = frs_value_get_external(env, argv[0], FRS_KIND_PLAYER);
    if (!handle)
        return NULL;
    if (!handle->player)
        return frs_value_throw(env, frs_fail(FRS_ECLOSED, "the player is destroyed"));
    napi_get_value_string_utf8(env, argv[1], NULL, 0, &length);
    char *line = malloc(length + 1);
    if (!line)
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory for a command"));
    if (frs_value_get_string(env, argv[1], line, length + 1))
        handle->library.command(handle->player, line);
    free(line);
    return NULL;
}

static napi_value player_destroy(napi_env env, napi_callback_info info)
{
    napi_value argv[1];
    frs_value_get_args(env, info, 1, argv);
    frs_player_handle *handle = frs_value_get_external(env, argv[0], FRS_KIND_PLAYER);
    if (handle)
        destroy_player(handle);
    return NULL;
}

void frs_player_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "playerCreate", player_create);
    frs_value_set_method(env, exports, "playerCommand", player_command);
    frs_value_set_method(env, exports, "playerDestroy", player_destroy);
}
