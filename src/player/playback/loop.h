/* SPDX-License-Identifier: MIT */
/** Playing again and again, without a gap. */
#ifndef FRS_PLAYER_LOOP_H
#define FRS_PLAYER_LOOP_H

#include "state.h"

void frs_loop_set(frs_playback *playback, gboolean on);

/* What happens: it is loaded; everything up to the end has been read; what was read since then
 * reaches the sink; or it came to its end after all (TRUE: it goes on) and is at its start again.
 */
void frs_loop_loaded(frs_playback *playback);
void frs_loop_segment_done(frs_playback *playback, GstMessage *message);
void frs_loop_segment_begins(frs_playback *playback, guint32 seqnum);
/* A running seek begins once more: what has been read does not count. */
void frs_loop_seek_repeated(frs_playback *playback);
gboolean frs_loop_ended(frs_playback *playback);
void frs_loop_settled(frs_playback *playback);

#endif
