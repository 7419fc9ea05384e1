/* SPDX-License-Identifier: MIT */
/** The source to play after this one. */
#ifndef FRS_PLAYER_NEXT_H
#define FRS_PLAYER_NEXT_H

#include "state.h"

/* Play `source` (borrowed) next, or NULL: nothing. */
void frs_next_set(frs_playback *playback, const frs_source *source);

/* The position or the next source has changed: near the end, emit `about-to-finish` and open it. */
void frs_next_look(frs_playback *playback);

/* Everything has been played. TRUE: the playback goes on with the next source. */
gboolean frs_next_ended(frs_playback *playback);

/* The pipeline is about to be dropped: close what is open in it. */
void frs_next_unload(frs_playback *playback);

/* Call before a seek, and after it. FALSE: the source cannot be sought any more, because a stream
 * of the next one plays already. */
gboolean frs_next_hold(frs_playback *playback);
void frs_next_release(frs_playback *playback);

/* A segment reaches a sink: with that of its last stream the switch to the next source is done. */
void frs_next_segment_begins(frs_playback *playback, frs_track_kind kind, guint32 seqnum);
void frs_next_switch(frs_playback *playback);

/* The tags of the source whose frames reach the sinks. */
frs_tags *frs_next_tags(frs_playback *playback);

/* It is loaded: emit `source`, if it was the next one. */
void frs_next_begin(frs_playback *playback);

#endif
