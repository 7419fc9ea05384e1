/* SPDX-License-Identifier: MIT */
/** Buffering: GStreamer's queues of a remote source are not full, and playing waits for them. */
#ifndef FRS_PLAYER_BUFFERING_H
#define FRS_PLAYER_BUFFERING_H

#include "state.h"

/* The queues are filled to `percent`: emit it, and pause below 100 % unless the source is live. */
void frs_buffering_update(frs_playback *playback, int percent);

/* Another source plays without a gap: nothing waits, until its queues post a message. */
void frs_buffering_stop_waiting(frs_playback *playback);

/* The pipeline is dropped. */
void frs_buffering_reset(frs_playback *playback);

#endif
