/* SPDX-License-Identifier: MIT */
/** A load that begins at another position than 0. */
#ifndef FRS_PLAYER_START_H
#define FRS_PLAYER_START_H

#include "state.h"

/* A load begins: request a seek to where its source is to begin. */
void frs_start_request(frs_playback *playback);

/* The pipeline is loading and has settled: has it got there? If not, the seek goes on. */
gboolean frs_start_reached(frs_playback *playback);

#endif
