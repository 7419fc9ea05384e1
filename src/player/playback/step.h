/* SPDX-License-Identifier: MIT */
/** Steps from frame to frame. */
#ifndef FRS_PLAYER_STEP_H
#define FRS_PLAYER_STEP_H

#include "state.h"

/* Start a step from the frame that is shown. FALSE: it cannot be done. */
gboolean frs_step_start(frs_playback *playback, gint frames);

/* A step has settled. TRUE: not at its frame yet, it goes on. */
gboolean frs_step_again(frs_playback *playback);

/* Drop the timeout of a running step. Idempotent. */
void frs_step_stop_waiting(frs_playback *playback);

#endif
