/* SPDX-License-Identifier: MIT */
/** Timers and bus watches in the main context of a playback. */
#ifndef FRS_PLAYER_CONTEXT_H
#define FRS_PLAYER_CONTEXT_H

#include "state.h"

/* `function` is called with the playback, and then wishes are granted. Dropping is idempotent. */
void frs_context_set_timer(frs_playback *playback, GSource **timer, guint ms, GSourceFunc function);
void frs_context_watch_bus(frs_playback *playback, GSource **watch, GstElement *pipeline,
                           GstBusFunc function);
void frs_context_drop(GSource **source);

#endif
