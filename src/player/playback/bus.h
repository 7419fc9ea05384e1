/* SPDX-License-Identifier: MIT */
/** What GStreamer says on the pipeline's bus. */
#ifndef FRS_PLAYER_BUS_H
#define FRS_PLAYER_BUS_H

#include "state.h"

/* Handle one message of the pipeline's bus. */
void frs_playback_message(frs_playback *playback, GstMessage *message);

/* It has come to its end: tell. */
void frs_playback_end(frs_playback *playback);

#endif
