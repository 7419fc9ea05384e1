/* SPDX-License-Identifier: MIT */
/** What is heard and seen of what plays. */
#ifndef FRS_PLAYER_OUTPUT_H
#define FRS_PLAYER_OUTPUT_H

#include "state.h"

/* Show nobody the picture that a load or a seek comes to, or do. */
void frs_output_hide(frs_playback *playback, gboolean hidden);

/* Let it sound as loud as asked for, at this rate. */
void frs_output_set_volume(frs_playback *playback);

#endif
