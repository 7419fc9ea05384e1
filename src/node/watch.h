/* SPDX-License-Identifier: MIT */
/**
 * A watch: a thread that sleeps until something comes over a link and then calls JavaScript, once
 * until JavaScript has looked. It reads nothing: what came (a wake-up, a slot, the end) is received
 * by the environment's own thread.
 */
#ifndef FRS_NODE_WATCH_H
#define FRS_NODE_WATCH_H

#include "value.h"

typedef struct frs_watch frs_watch;

/* Call `callback()` in the environment's thread whenever `socket` can be read or was hung up. Does
 * not keep the process alive by itself. `callback` returns false to hear no more. `out` stays in
 * its place until the watch is stopped; the end of the environment stops it, too. */
int frs_watch_start(frs_watch **out, napi_env env, int socket, napi_value callback);

/* After a call that returned false: go on. In the environment's thread. */
void frs_watch_resume(frs_watch *watch);

/* While `keep`, the environment's event loop does not end. */
void frs_watch_keep_alive(frs_watch *watch, bool keep);

/* No call comes after it. Close the socket only after this. NULL is allowed. */
void frs_watch_stop(frs_watch **watch);

#endif
