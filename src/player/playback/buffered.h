/* SPDX-License-Identifier: MIT */
/** The range of the source that has been read: `buffered` events. */
#ifndef FRS_PLAYER_BUFFERED_H
#define FRS_PLAYER_BUFFERED_H

#include "state.h"

/* The source is loaded: emit its range, now and when it changes. */
void frs_buffered_begin(frs_playback *playback);

/* It was sought to `position` (ns). */
void frs_buffered_begin_at(frs_playback *playback, gint64 position);

/* Emit the range if it has changed. */
void frs_buffered_report(frs_playback *playback);

/* The source is no longer loaded. Idempotent. */
void frs_buffered_end(frs_playback *playback);

#endif
