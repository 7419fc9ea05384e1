/* SPDX-License-Identifier: MIT */
/** Sends a seek to the pipeline. */
#ifndef FRS_PLAYER_SEEK_SEND_H
#define FRS_PLAYER_SEEK_SEND_H

#include "state.h"

/* Send a flushing seek to `position` (ns) at the queued rate. FALSE: the pipeline refused it. */
gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate);

#endif
