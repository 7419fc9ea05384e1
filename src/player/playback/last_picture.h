/* SPDX-License-Identifier: MIT */
/** The last picture, where a seek goes to where there are none. */
#ifndef FRS_PLAYER_LAST_PICTURE_H
#define FRS_PLAYER_LAST_PICTURE_H

#include "state.h"

/* A seek begins. */
void frs_last_picture_reset(frs_playback *playback);

/* There are no pictures where it goes; the last one begins at `at` (ns). */
void frs_last_picture_note(frs_playback *playback, gint64 at);

/* A seek has settled. TRUE: it goes on, for the last picture to be shown. */
gboolean frs_last_picture_seek(frs_playback *playback);

#endif
