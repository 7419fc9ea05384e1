/* SPDX-License-Identifier: MIT */
/** The last picture. */
#ifndef FRS_PLAYER_ENDING_H
#define FRS_PLAYER_ENDING_H

#include "state.h"

void frs_ending_reset(frs_playback *playback);

/* A GST_MESSAGE_QOS: a picture was left out. */
void frs_ending_note_left_out(frs_playback *playback, GstMessage *message);

/* All has been played: is the last picture that which is shown? Else it is sought now, and comes to
 * its end again. */
gboolean frs_ending_shows_last(frs_playback *playback);

#endif
