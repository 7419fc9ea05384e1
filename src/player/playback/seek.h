/* SPDX-License-Identifier: MIT */
/** Seeks, and changes of the rate. */
#ifndef FRS_PLAYER_SEEK_H
#define FRS_PLAYER_SEEK_H

#include "state.h"

/* The pipeline has settled, `paused` or playing: finish the running seek, start the wanted one. */
void frs_seek_settled(frs_playback *playback, gboolean paused);

/* Answer all who wait with `problem` (borrowed) and forget every seek. */
void frs_seek_abandon(frs_playback *playback, const frs_problem *problem);

#endif
