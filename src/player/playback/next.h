/* SPDX-License-Identifier: MIT */
/** What is to be played after this source. */
#ifndef FRS_PLAYER_NEXT_H
#define FRS_PLAYER_NEXT_H

#include "state.h"

/* What is to be played next (borrowed), or NULL for nothing. */
void frs_next_set(frs_playback *playback, const frs_source *source);

/* The position, or what is next, is another: is it time? */
void frs_next_look(frs_playback *playback);

/* All has been played. TRUE: it goes on, with what is next. */
gboolean frs_next_ended(frs_playback *playback);

/* What plays is no longer loaded: nothing waits beside it. */
void frs_next_unload(frs_playback *playback);

/* Before a seek: FALSE if what plays cannot be sought any more, for what is next has begun to take
 * its place. After it. */
gboolean frs_next_hold(frs_playback *playback);
void frs_next_release(frs_playback *playback);

/* A segment reaches a sink: with that of the last one what is next is what plays. */
void frs_next_segment_begins(frs_playback *playback, frs_track_kind kind, guint32 seqnum);
void frs_next_switch(frs_playback *playback);

/* Whose are tags that a sink tells of? */
frs_tags *frs_next_tags(frs_playback *playback);

/* It is loaded: tell of it, if nobody has heard of it yet. */
void frs_next_begin(frs_playback *playback);

#endif
