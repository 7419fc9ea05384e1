/* SPDX-License-Identifier: MIT */
/** The last picture. */
#ifndef FRS_PLAYER_ENDING_H
#define FRS_PLAYER_ENDING_H

#include "state.h"

void frs_ending_reset(frs_playback *playback);

/* A GST_MESSAGE_QOS: a picture was left out. */
void frs_ending_note_left_out(frs_playback *playback, GstMessage *message);

/* All has been played: where to seek to for the last picture, ns; -1: it is shown, or that has been
 * tried. */
gint64 frs_ending_missed(frs_playback *playback);

/* It is sought. */
void frs_ending_note_sought(frs_playback *playback);

/* It has come to its end: tell. */
void frs_ending_tell(frs_playback *playback);

#endif
