/* SPDX-License-Identifier: MIT */
/**
 * A stream that is being opened. The part that waits for the writer runs in any thread, the part
 * that makes JavaScript of it in the environment's own.
 */
#ifndef FRS_NODE_OPENING_H
#define FRS_NODE_OPENING_H

#include <frameshare/reader.h>
#include <frameshare/stream.h>

#include "link.h"
#include "value.h"

typedef struct frs_opening frs_opening;

typedef struct frs_opening_kind {
    /* Any thread: no JavaScript in here. An error with its message of this thread, or FRS_OK. */
    int (*connect)(frs_opening *opening);
    /* Takes what connect() made. What JavaScript gets, or NULL and an exception. */
    napi_value (*adopt)(napi_env env, frs_opening *opening);
    /* Lets go of what connect() made. */
    void (*discard)(frs_opening *opening);
} frs_opening_kind;

struct frs_opening {
    const frs_opening_kind *kind;
    char name[FRS_NAME_MAX + 2];
    uint32_t history;
    bool every;
    int32_t timeout_ms;
    /* What connect() made: a link and its slots, or a reader. */
    frs_link link;
    frs_link_slot slots[FRS_SLOTS_MAX];
    uint32_t n_slots;
    frs_reader *reader;
};

/* (name, history, every, timeoutMs) -> what adopt() gives. Waits in this thread. */
napi_value frs_opening_open(napi_env env, napi_callback_info info, const frs_opening_kind *kind);

/* (name, history, every, patienceMs, callback(error, what adopt() gives)) -> what adopt() gives, or
 * undefined. Looks once, in a thread of its own, and waits for that no longer than `patienceMs`.
 * What comes within them is returned (or thrown), what comes later is what `callback` gets. */
napi_value frs_opening_open_async(napi_env env, napi_callback_info info,
                                  const frs_opening_kind *kind);

#endif
