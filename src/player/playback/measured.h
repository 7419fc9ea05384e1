/* SPDX-License-Identifier: MIT */
/** The duration of what has no container to tell it: raw H.264 and H.265, for example. GStreamer's
 * parsers estimate it by the bytes for each second so far; who has played to the end knows it. */
#ifndef FRS_PLAYER_MEASURED_H
#define FRS_PLAYER_MEASURED_H

#include "state.h"

/* It has ended: where its last picture ends is its duration, if that was an estimate. */
void frs_measured_note_end(frs_playback *playback);

#endif
