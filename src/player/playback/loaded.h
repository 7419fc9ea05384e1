/* SPDX-License-Identifier: MIT */
/** The pipeline that plays the source. */
#ifndef FRS_PLAYER_LOADED_H
#define FRS_PLAYER_LOADED_H

#include "state.h"

/* Build the pipeline of the source, in state NULL. NULL, or the problem, which the caller frees. */
frs_problem *frs_loaded_build(frs_playback *playback);

/* Handle the messages of its bus from now on. */
void frs_loaded_watch(frs_playback *playback);

/* Set it to PAUSED. FALSE: it failed, and has posted why, most of the time. */
gboolean frs_loaded_start(frs_playback *playback);

/* Drop it; blocks until its threads have ended. Idempotent. */
void frs_loaded_drop(frs_playback *playback);

/* Drop it without stopping its threads, which are in a deadlock (frs_pipeline_abandon). */
void frs_loaded_abandon(frs_playback *playback);

/* Another source has taken its place in it (gapless.h): its progress is that of `reads`. */
void frs_loaded_set_reads(frs_playback *playback, frs_reads *reads);

/* What it posts: its state; that a live source has opened its connection; that the server of
 * `element` closed it. */
void frs_loaded_note_state(frs_playback *playback, GstState state);
void frs_loaded_note_opened(frs_playback *playback);
void frs_loaded_note_lost(frs_playback *playback, GstObject *element);

#endif
