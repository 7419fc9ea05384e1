/* SPDX-License-Identifier: MIT */
/** Finds what makes no progress, where GStreamer posts no error: it is failed, or rebuilt. */
#ifndef FRS_PLAYER_WATCHDOG_H
#define FRS_PLAYER_WATCHDOG_H

#include "state.h"

/* A load, a seek, buffering or the start of playing is awaited from now on. It ends by itself when
 * that is done. Idempotent, as is the end. */
void frs_watchdog_begin(frs_playback *playback);
void frs_watchdog_end(frs_playback *playback);

/* A load begins, which may take several rebuilds; it is done. */
void frs_watchdog_begin_load(frs_playback *playback);
void frs_watchdog_note_loaded(frs_playback *playback);

/* The server has answered. */
void frs_watchdog_progress(frs_playback *playback);

/* While it plays: a position event has been emitted. */
void frs_watchdog_check_position(frs_playback *playback);

/* A problem with the name of the source and of the element that reads it, for what GStreamer posts
 * no error for. The caller frees it. */
frs_problem *frs_watchdog_problem(const frs_playback *playback, const char *code, const char *how);

#endif
