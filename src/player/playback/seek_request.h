/* SPDX-License-Identifier: MIT */
/**
 * Seeks as they are asked for: one is queued here until the pipeline has settled, and seek.c sends
 * it. A change of the rate is a seek as well, and a step is queued like one.
 */
#ifndef FRS_PLAYER_SEEK_REQUEST_H
#define FRS_PLAYER_SEEK_REQUEST_H

#include "state.h"

void frs_seek_init(frs_playback *playback);
void frs_seek_finish(frs_playback *playback);

/* ---- to queue one ---- */

/* Seek to `position` (ns, -1: stay) at `rate`; `id` (may be NULL) is answered when it is done. */
void frs_seek_request(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                      const char *id);

/* Step so many frames from there, paused. */
void frs_seek_request_step(frs_playback *playback, gint frames, const char *id);

/* Queue an internal seek, to where the playback is or to `position` (ns): no reply, no `seeked`
 * event. */
void frs_seek_request_internal(frs_playback *playback);
void frs_seek_request_internal_at(frs_playback *playback, gint64 position);

/* The pipeline is rebuilt: queue again what was queued or running, else an internal seek to where
 * the playback is. */
void frs_seek_request_resume(frs_playback *playback);

/* The source is rebuilt because it refused the seek to `position` (ns): queue that again. */
void frs_seek_request_again(frs_playback *playback, gint64 position);

/* Drop the queued seek; nobody waits for its answer. */
void frs_seek_cancel(frs_playback *playback);

/* ---- what is queued ---- */

/* Is a step next? It needs the pipeline paused. */
gboolean frs_seek_is_step(const frs_playback *playback);

/* Where to seek to show the same frame again, ns. */
gint64 frs_seek_here(frs_playback *playback);

/* Take the queued step: how many frames. */
gint frs_seek_take_step(frs_playback *playback);

/* Take the queued seek: where to, ns. A step that is queued with it stays queued. */
gint64 frs_seek_take_position(frs_playback *playback);

/* A new seek event to `position` (ns) at the queued rate; in a loop by segments, to the end of a
 * segment. */
GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags);

/* ---- what runs ---- */

void frs_seek_set_target(frs_playback *playback, gint64 target);
void frs_seek_begin(frs_playback *playback);
void frs_seek_end(frs_playback *playback);

/* The rate becomes the queued one. FALSE: it is that already. */
gboolean frs_seek_take_rate(frs_playback *playback);
void frs_seek_reset_rate(frs_playback *playback);

/* Take the ids of the commands that wait for seeks; the caller unrefs the list. The next seek is
 * no internal one unless it is queued as one. */
GPtrArray *frs_seek_take_ids(frs_playback *playback);

/* Drop what runs and what is queued, but for the ids. */
void frs_seek_clear(frs_playback *playback);

#endif
