/* SPDX-License-Identifier: MIT */
/** What plays moves. */
#ifndef FRS_PLAYER_STANDSTILL_H
#define FRS_PLAYER_STANDSTILL_H

#include "state.h"

/* While it plays, when a position was told. */
void frs_standstill_look(frs_playback *playback);

#endif
