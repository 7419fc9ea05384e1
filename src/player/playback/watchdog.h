/* SPDX-License-Identifier: MIT */
/** What somebody waits for comes, or it is given up. */
#ifndef FRS_PLAYER_WATCHDOG_H
#define FRS_PLAYER_WATCHDOG_H

#include "state.h"

/* Somebody waits from now on: it gives up by itself what does not come, and ends when it has come.
 * Idempotent, as is the end. */
void frs_watchdog_begin(frs_playback *playback);
void frs_watchdog_end(frs_playback *playback);

/* A load begins, which may take several starts. */
void frs_watchdog_begin_load(frs_playback *playback);

/* It has heard of its server. */
void frs_watchdog_progress(frs_playback *playback);

/* What cannot be played, and who reads it, where GStreamer says nothing of it. The caller frees it.
 */
frs_problem *frs_watchdog_problem(const frs_playback *playback, const char *code, const char *how);

#endif
