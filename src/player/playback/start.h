/* SPDX-License-Identifier: MIT */
/** A load that begins at another place. */
#ifndef FRS_PLAYER_START_H
#define FRS_PLAYER_START_H

#include "state.h"

/* Want a load that has just begun to begin where its source says. */
void frs_start_want(frs_playback *playback);

/* Loading, and settled: is it there? Goes on if not. */
gboolean frs_start_reached(frs_playback *playback);

#endif
