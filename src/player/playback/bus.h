/* SPDX-License-Identifier: MIT */
/** Messages of the pipeline's bus. */
#ifndef FRS_PLAYER_BUS_H
#define FRS_PLAYER_BUS_H

#include "state.h"

/* Handle one message of the pipeline's bus. */
void frs_bus_message(frs_playback *playback, GstMessage *message);

#endif
