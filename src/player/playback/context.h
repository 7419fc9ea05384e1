/* SPDX-License-Identifier: MIT */
/** Sources of the main context of a playback, which call with it. */
#ifndef FRS_PLAYER_CONTEXT_H
#define FRS_PLAYER_CONTEXT_H

#include "state.h"

/* Sources of the player's context that call with the playback. Dropping is idempotent. */
void frs_context_set_timer(frs_playback *playback, GSource **timer, guint ms, GSourceFunc function);
void frs_context_watch_bus(frs_playback *playback, GSource **watch, GstElement *pipeline,
                           GstBusFunc function);
void frs_context_drop(GSource **source);

#endif
