/* SPDX-License-Identifier: MIT */
/** Go on. */
#ifndef FRS_PLAYER_SETTLE_H
#define FRS_PLAYER_SETTLE_H

#include "state.h"

/* Go on with whatever waits, if GStreamer has settled. Call it whenever that may have changed. */
void frs_playback_settle(frs_playback *playback);

#endif
