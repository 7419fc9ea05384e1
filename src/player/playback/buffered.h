/* SPDX-License-Identifier: MIT */
/** What of the source is here. */
#ifndef FRS_PLAYER_BUFFERED_H
#define FRS_PLAYER_BUFFERED_H

#include "state.h"

/* It is loaded: tell what is here, now and when it changes. */
void frs_buffered_begin(frs_playback *playback);

/* It was sought. */
void frs_buffered_begin_at(frs_playback *playback, gint64 position);

/* Tell, if it is another. */
void frs_buffered_report(frs_playback *playback);

/* It is no longer loaded. Idempotent. */
void frs_buffered_end(frs_playback *playback);

#endif
