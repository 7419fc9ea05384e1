/* SPDX-License-Identifier: MIT */
/** What is loaded: built, given up, built anew. */
#ifndef FRS_PLAYER_LOAD_H
#define FRS_PLAYER_LOAD_H

#include "state.h"

/* Give up on the pipeline and say why. Takes the problem. */
void frs_load_fail(frs_playback *playback, frs_problem *problem);

/* Build the source anew, at the same place; who listens hears nothing of it. */
void frs_load_restart(frs_playback *playback);

/* Build what is the source now, in place of the one before it; who listens hears nothing of it. */
void frs_load_replace(frs_playback *playback);

/* Every input has ended: if no picture comes out of what was read, give up. */
void frs_load_expect_picture(frs_playback *playback);

/* Load `source`, and go to `target` then; `id` is answered when it is loaded. */
void frs_load_begin(frs_playback *playback, GstState target, const char *id);

/* The first picture is there, or none will come: tell that it is loaded. False: it failed, or is
 * not there yet. */
gboolean frs_load_finish(frs_playback *playback);

/* Why it has no picture. The caller frees it. */
frs_problem *frs_load_no_picture(const frs_playback *playback);

/* Drop what is loaded. */
void frs_load_drop(frs_playback *playback);

/* Answer everybody who waits for something that will not be. */
void frs_load_interrupt(frs_playback *playback, const char *by);

/* Build it anew while it loads. */
void frs_load_start_again(frs_playback *playback);

#endif
