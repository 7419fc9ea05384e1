/* SPDX-License-Identifier: MIT */
/** Loads: a pipeline is built for the source, given up, or rebuilt. */
#ifndef FRS_PLAYER_LOAD_H
#define FRS_PLAYER_LOAD_H

#include "state.h"

/* Load the source, then go to `target`; `id` is answered when it is loaded. */
void frs_load_begin(frs_playback *playback, GstState target, const char *id);

/* Rebuild the source while it is being loaded. */
void frs_load_start_again(frs_playback *playback);

/* Rebuild the source, at the same position; no events. */
void frs_load_restart(frs_playback *playback);

/* Build the source that follows the one that has ended. */
void frs_load_replace(frs_playback *playback);

/* The pipeline has prerolled: reply that it is loaded. FALSE: it failed, or is not done yet. */
gboolean frs_load_finish(frs_playback *playback);

/* Every input has ended: fail if the decoders have no frame within a timeout. */
void frs_load_expect_picture(frs_playback *playback);

/* Wish for one rebuild, whose error names the URI that failed. FALSE: there has been one. */
gboolean frs_load_try_again(frs_playback *playback);

/* Drop the pipeline and emit the problem, as reply or event. Takes the problem. */
void frs_load_fail(frs_playback *playback, frs_problem *problem);

/* Why it has no picture. The caller frees it. */
frs_problem *frs_load_no_picture(const frs_playback *playback);

/* Drop the pipeline. Idempotent. */
void frs_load_drop(frs_playback *playback);

/* Answer the commands that wait for the load or a seek with an error. */
void frs_load_interrupt(frs_playback *playback, const char *by);

#endif
