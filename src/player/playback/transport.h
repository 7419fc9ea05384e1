/* SPDX-License-Identifier: MIT */
/** Whether it plays: the state of the playback, its events, and the state that it is to reach. */
#ifndef FRS_PLAYER_TRANSPORT_H
#define FRS_PLAYER_TRANSPORT_H

#include "state.h"

void frs_transport_init(frs_playback *playback);

/* Change the state, and emit it if that is a change to the application. */
void frs_transport_set(frs_playback *playback, frs_playback_state state);

/* Go to PAUSED or PLAYING when nothing is in the way. Emits the state again if it is that already,
 * and was to change. */
void frs_transport_set_target(frs_playback *playback, GstState target);

/* A load begins, whose states are emitted. */
void frs_transport_begin_load(frs_playback *playback, GstState target);

/* A rebuild begins: emit no states until it is back where the application believes it to be. */
void frs_transport_suppress(frs_playback *playback);

/* Everything has been played: it is paused, and `end` is emitted. */
void frs_transport_end(frs_playback *playback);

/* A seek leaves the end. */
void frs_transport_leave_end(frs_playback *playback);

/* The pipeline is dropped. */
void frs_transport_reset(frs_playback *playback);

const char *frs_transport_name(frs_playback_state state);

#endif
