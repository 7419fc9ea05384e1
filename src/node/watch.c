/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "error.h"

struct frs_watch {
    napi_env env;
    napi_threadsafe_function function;
    pthread_t thread;
    int epoll_fd, stop_fd, socket;
    frs_watch **owner; /* set to NULL when the environment ends */
    bool stopped;      /* the environment's thread only */
};

enum {
    EVENT_STOP,
    EVENT_SOCKET,
};

/* One shot: the socket stays silent until JavaScript has emptied it and asks again. */
static int ask_for_socket(frs_watch *watch, int operation)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = EVENT_SOCKET};
    return epoll_ctl(watch->epoll_fd, operation, watch->socket, &event);
}

static void *run(void *user)
{
    frs_watch *watch = user;
    for (;;) {
        struct epoll_event event;
        int n = epoll_wait(watch->epoll_fd, &event, 1, -1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || event.data.u32 == EVENT_STOP)
            return NULL;
        napi_call_threadsafe_function(watch->function, NULL, napi_tsfn_nonblocking);
    }
}

static void call(napi_env env, napi_value callback, void *context, void *data)
{
    frs_watch *watch = context;
    napi_value result;
    bool again = false;
    (void)data;
    if (!env || watch->stopped)
        return;
    napi_status status =
        napi_call_function(env, frs_value_undefined(env), callback, 0, NULL, &result);
    /* The callback may have stopped the watch. After an exception of the user's, go on. */
    if (status == napi_ok)
        napi_get_value_bool(env, result, &again);
    else
        again = true;
    if (again && !watch->stopped)
        ask_for_socket(watch, EPOLL_CTL_MOD);
}

static void finish(napi_env env, void *data, void *context)
{
    frs_watch *watch = context;
    (void)env;
    (void)data;
    close(watch->epoll_fd);
    close(watch->stop_fd);
    free(watch);
}

static void stop_thread(frs_watch *watch)
{
    watch->stopped = true;
    eventfd_write(watch->stop_fd, 1);
    pthread_join(watch->thread, NULL);
}

/* The environment ends: it lets go of the function, and so of the watch, by itself. */
static void stop_on_cleanup(void *user)
{
    frs_watch *watch = user;
    *watch->owner = NULL;
    stop_thread(watch);
}

static int create_function(frs_watch *watch, napi_env env, napi_value callback)
{
    napi_value name = frs_value_string(env, "frameshare.watch");
    if (napi_create_threadsafe_function(env, callback, NULL, name, 0, 1, NULL, finish, watch, call,
                                        &watch->function) != napi_ok)
        return frs_fail(FRS_ENOMEM, "cannot create a function to call from a thread");
    napi_unref_threadsafe_function(env, watch->function);
    return FRS_OK;
}

static int start_thread(frs_watch *watch)
{
    /* Signals are for the threads that expect them. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int error = pthread_create(&watch->thread, NULL, run, watch);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = error;
    return error ? frs_fail(FRS_ESYSTEM, "cannot start a thread") : FRS_OK;
}

static int open_descriptors(frs_watch *watch)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = EVENT_STOP};
    watch->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    watch->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (watch->epoll_fd < 0 || watch->stop_fd < 0 ||
        epoll_ctl(watch->epoll_fd, EPOLL_CTL_ADD, watch->stop_fd, &event) < 0 ||
        ask_for_socket(watch, EPOLL_CTL_ADD) < 0)
        return frs_fail(FRS_ESYSTEM, "cannot watch a stream");
    return FRS_OK;
}

int frs_watch_start(frs_watch **out, napi_env env, int socket, napi_value callback)
{
    frs_watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return frs_fail(FRS_ENOMEM, "no memory to watch a stream");
    *watch = (frs_watch){.env = env, .epoll_fd = -1, .stop_fd = -1, .socket = socket, .owner = out};
    int error = open_descriptors(watch);
    if (!error)
        error = create_function(watch, env, callback);
    if (error) {
        finish(env, NULL, watch);
        return error;
    }
    error = start_thread(watch);
    if (error) {
        watch->stopped = true;
        napi_release_threadsafe_function(watch->function, napi_tsfn_abort);
        return error;
    }
    /* Hooks run last in, first out: the thread ends before the function it calls goes. */
    napi_add_env_cleanup_hook(env, stop_on_cleanup, watch);
    *out = watch;
    return FRS_OK;
}

void frs_watch_resume(frs_watch *watch)
{
    if (!watch->stopped)
        ask_for_socket(watch, EPOLL_CTL_MOD);
}

void frs_watch_keep_alive(frs_watch *watch, bool keep)
{
    if (keep)
        napi_ref_threadsafe_function(watch->env, watch->function);
    else
        napi_unref_threadsafe_function(watch->env, watch->function);
}

void frs_watch_stop(frs_watch **pointer)
{
    frs_watch *watch = *pointer;
    *pointer = NULL;
    if (!watch)
        return;
    napi_remove_env_cleanup_hook(watch->env, stop_on_cleanup, watch);
    stop_thread(watch);
    napi_release_threadsafe_function(watch->function, napi_tsfn_abort);
}
