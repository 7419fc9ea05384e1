/* SPDX-License-Identifier: MIT */
/** Seeks, and changes of the rate. */
#ifndef FRS_PLAYER_SEEK_H
#define FRS_PLAYER_SEEK_H

#include "state.h"

/* Ask for `position` (ns, -1: stay) at `rate`; `id` (may be NULL) is answered when it is done. */
void frs_seek_want(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                   const char *id);

/* Step so many frames from there, paused. */
void frs_seek_want_step(frs_playback *playback, gint frames, const char *id);

/* Want, of what is built anew, what was wanted, or to be where it is. */
void frs_seek_want_here(frs_playback *playback);

/* Want all of it to be where it is, or at `position` (ns), which nobody is told. */
void frs_seek_want_quietly(frs_playback *playback);
void frs_seek_want_quietly_at(frs_playback *playback, gint64 position);

/* A new seek to `position` (ns) at the rate that is wanted; with frs_loop_flags() besides `flags`.
 */
GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags);

/* Is a step next? It needs the pipeline paused. */
gboolean frs_seek_is_step(const frs_playback *playback);

/* The pipeline has settled, `paused` or playing: finish the running seek, start the wanted one. */
void frs_seek_settled(frs_playback *playback, gboolean paused);

/* Let GStreamer go to `position` (ns) at the rate that is wanted. */
gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate);

/* Answer all who wait with `problem` (borrowed) and forget every seek. */
void frs_seek_abandon(frs_playback *playback, const frs_problem *problem);

#endif
