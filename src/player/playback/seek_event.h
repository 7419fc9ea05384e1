/* SPDX-License-Identifier: MIT */
/** The event that seeks. */
#ifndef FRS_PLAYER_SEEK_EVENT_H
#define FRS_PLAYER_SEEK_EVENT_H

#include "state.h"

/* A new seek to `position` (ns) at the rate that is wanted; where it loops by segments, to the end
 * of one. */
GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags);

#endif
