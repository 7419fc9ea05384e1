/* SPDX-License-Identifier: MIT */
/**
 * A stream as JavaScript holds it: the connection to a writer and what is mapped of its stream.
 *
 * Everything here is called when something changes (a stream is opened, a slot comes or goes),
 * never per frame. Threads: that of its environment, except `watch`, see watch.h.
 */
#ifndef FRS_NODE_HANDLE_H
#define FRS_NODE_HANDLE_H

#include "link.h"
#include "mapping.h"
#include "watch.h"

typedef struct frs_mapped_slot {
    uint32_t id;
    frs_mapping mapping;
} frs_mapped_slot;

typedef struct frs_handle {
    frs_kind kind; /* FRS_KIND_LINK */
    napi_env env;
    frs_link link;
    bool open;
    frs_mapping control, page;
    frs_mapped_slot slots[FRS_SLOTS_MAX];
    frs_watch *watch;
} frs_handle;

/* Put all pages back, hang up, stop watching. Idempotent. */
void frs_handle_close(frs_handle *handle);

/* open, openAsync, receive, releaseSlot, progress, watch, keepAlive, close */
void frs_handle_add_methods(napi_env env, napi_value exports);

#endif
