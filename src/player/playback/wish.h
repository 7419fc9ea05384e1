/* SPDX-License-Identifier: MIT */
/**
 * Wishes for the loaded pipeline: fail, rebuild, or go on. Any file records one here; playback.c
 * grants it after the callback of the main context has returned.
 */
#ifndef FRS_PLAYER_WISH_H
#define FRS_PLAYER_WISH_H

#include "state.h"

/* The first of these is granted; those after it are dropped, and their problems freed. */

/* Drop the pipeline and emit the problem. Takes the problem. */
void frs_wish_fail(frs_playback *playback, frs_problem *problem);

/* Rebuild the source, at the same position; no events. */
void frs_wish_rebuild(frs_playback *playback);

/* Rebuild it while it is being loaded. */
void frs_wish_start_again(frs_playback *playback);

/* Build the source that follows the one that has ended; no `state` events. */
void frs_wish_replace(frs_playback *playback);

/* Is there one of these? Then leave the pipeline as it is. */
gboolean frs_wish_is_made(const frs_playback *playback);

/* Go on with what is queued, if the pipeline has settled. Wish it whenever that may have changed;
 * it is granted after one of the others. */
void frs_wish_go_on(frs_playback *playback);

/* Take the wish to be granted next. FALSE: there is none. */
gboolean frs_wish_take(frs_playback *playback, frs_wish *wish);

/* Drop all. Idempotent. */
void frs_wish_clear(frs_playback *playback);

#endif
