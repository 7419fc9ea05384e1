/* SPDX-License-Identifier: MIT */
/** A seek is sent to the pipeline. */
#ifndef FRS_PLAYER_SEEK_SEND_H
#define FRS_PLAYER_SEEK_SEND_H

#include "state.h"

/* Let GStreamer go to `position` (ns) at the rate that is wanted. */
gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate);

#endif
