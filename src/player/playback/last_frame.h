/* SPDX-License-Identifier: MIT */
/** The last frame: shown at the end even where it was dropped for being late. */
#ifndef FRS_PLAYER_LAST_FRAME_H
#define FRS_PLAYER_LAST_FRAME_H

#include "state.h"

/* What is played next begins: no frame of it has been dropped. */
void frs_last_frame_reset(frs_playback *playback);

/* A GST_MESSAGE_QOS: a frame was dropped. */
void frs_last_frame_note_dropped(frs_playback *playback, GstMessage *message);

/* Everything has been played. Where to seek for the last frame, ns; -1: it is shown, or it has been
 * sought before. */
gint64 frs_last_frame_missed(frs_playback *playback);

void frs_last_frame_note_sought(frs_playback *playback);

#endif
