/* SPDX-License-Identifier: MIT */
#include "opening.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "error.h"

/* An opening whose connect() runs in a thread. Both threads have it until complete(). */
typedef struct frs_attempt {
    frs_opening opening;
    pthread_mutex_t mutex;
    pthread_cond_t connected;
    bool done; /* by `mutex`: `opening` and the two below are the environment's thread's again */
    int error;
    char message[256];
    bool taken; /* the environment's thread only: the result is where it belongs */
    napi_async_work work;
    napi_ref callback;
} frs_attempt;

static bool get_opening(napi_env env, const napi_value *argv, frs_opening *opening)
{
    return frs_value_get_string(env, argv[0], opening->name, sizeof opening->name) &&
           frs_value_get_uint32(env, argv[1], &opening->history) &&
           frs_value_get_bool(env, argv[2], &opening->every);
}

napi_value frs_opening_open(napi_env env, napi_callback_info info, const frs_opening_kind *kind)
{
    napi_value argv[4], result = NULL;
    frs_value_get_args(env, info, 4, argv);
    frs_opening *opening = calloc(1, sizeof *opening);
    if (!opening)
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory to open a stream"));
    opening->kind = kind;
    if (get_opening(env, argv, opening) &&
        frs_value_get_int32(env, argv[3], &opening->timeout_ms)) {
        int error = kind->connect(opening);
        result = error ? frs_value_throw(env, error) : kind->adopt(env, opening);
    }
    free(opening);
    return result;
}

/* ---- in a thread ---- */

static void execute(napi_env env, void *data)
{
    frs_attempt *attempt = data;
    (void)env;
    int error = attempt->opening.kind->connect(&attempt->opening);
    pthread_mutex_lock(&attempt->mutex);
    attempt->error = error;
    /* The sentence belongs to this thread; the one that throws is another. */
    if (error)
        strncpy(attempt->message, frs_error_message(), sizeof attempt->message - 1);
    attempt->done = true;
    pthread_cond_signal(&attempt->connected);
    pthread_mutex_unlock(&attempt->mutex);
}

static void destroy(napi_env env, frs_attempt *attempt)
{
    if (attempt->callback)
        napi_delete_reference(env, attempt->callback);
    if (attempt->work)
        napi_delete_async_work(env, attempt->work);
    pthread_cond_destroy(&attempt->connected);
    pthread_mutex_destroy(&attempt->mutex);
    free(attempt);
}

/* The result, or NULL and an exception. */
static napi_value take(napi_env env, frs_attempt *attempt)
{
    attempt->taken = true;
    if (!attempt->error)
        return attempt->opening.kind->adopt(env, &attempt->opening);
    napi_throw(env, frs_value_error(env, attempt->error, attempt->message));
    return NULL;
}

static void complete(napi_env env, napi_status status, void *data)
{
    frs_attempt *attempt = data;
    napi_value callback, result, argv[2] = {frs_value_null(env), frs_value_undefined(env)};
    if (status != napi_ok && attempt->done && !attempt->error && !attempt->taken)
        attempt->opening.kind->discard(&attempt->opening);
    if (status == napi_ok && !attempt->taken) {
        napi_value value = take(env, attempt);
        if (value)
            argv[1] = value;
        else
            napi_get_and_clear_last_exception(env, &argv[0]);
        if (napi_get_reference_value(env, attempt->callback, &callback) == napi_ok)
            napi_call_function(env, frs_value_undefined(env), callback, 2, argv, &result);
    }
    destroy(env, attempt);
}

static frs_attempt *create(napi_env env, const napi_value *argv, const frs_opening_kind *kind)
{
    pthread_condattr_t monotonic;
    frs_attempt *attempt = calloc(1, sizeof *attempt);
    if (!attempt) {
        frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory to open a stream"));
        return NULL;
    }
    attempt->opening.kind = kind;
    pthread_mutex_init(&attempt->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&attempt->connected, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (get_opening(env, argv, &attempt->opening))
        return attempt;
    destroy(env, attempt);
    return NULL;
}

static bool wait_for(frs_attempt *attempt, int32_t patience_ms)
{
    struct timespec end =
        frs_timespec_of_ns(frs_now_ns() + (uint64_t)(patience_ms > 0 ? patience_ms : 0) * 1000000u);
    pthread_mutex_lock(&attempt->mutex);
    while (!attempt->done && patience_ms > 0)
        if (pthread_cond_timedwait(&attempt->connected, &attempt->mutex, &end))
            break;
    bool done = attempt->done && patience_ms > 0;
    pthread_mutex_unlock(&attempt->mutex);
    return done;
}

napi_value frs_opening_open_async(napi_env env, napi_callback_info info,
                                  const frs_opening_kind *kind)
{
    napi_value argv[5], label = frs_value_string(env, "frameshare.open");
    int32_t patience_ms;
    frs_value_get_args(env, info, 5, argv);
    if (!frs_value_get_int32(env, argv[3], &patience_ms) || !frs_value_is_function(env, argv[4]))
        return NULL;
    frs_attempt *attempt = create(env, argv, kind);
    if (!attempt)
        return NULL;
    if (napi_create_reference(env, argv[4], 1, &attempt->callback) != napi_ok ||
        napi_create_async_work(env, NULL, label, execute, complete, attempt, &attempt->work) !=
            napi_ok ||
        napi_queue_async_work(env, attempt->work) != napi_ok) {
        destroy(env, attempt);
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "cannot open a stream in a thread"));
    }
    return wait_for(attempt, patience_ms) ? take(env, attempt) : frs_value_undefined(env);
}
