/* SPDX-License-Identifier: MIT */
/** Steps from picture to picture. */
#ifndef FRS_PLAYER_STEP_H
#define FRS_PLAYER_STEP_H

#include "state.h"

/* Start a step from the picture that is shown. False: it cannot be done. */
gboolean frs_step_start(frs_playback *playback, gint frames);

/* A step has settled. True: not at the right picture, it goes on. */
gboolean frs_step_again(frs_playback *playback);

/* Forget the step that may be running. Idempotent. */
void frs_step_stop_waiting(frs_playback *playback);

#endif
