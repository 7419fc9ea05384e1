/* SPDX-License-Identifier: MIT */
/**
 * What is wished for what is loaded. Whoever finds that it fails, has to be built anew, or may go
 * on says so here; playback.c does it, when what the main context called has returned.
 */
#ifndef FRS_PLAYER_WISH_H
#define FRS_PLAYER_WISH_H

#include "state.h"

/* One wish is granted, the first; those after it are forgotten, and their problems freed. */

/* Give up on the pipeline and say why. Takes the problem. */
void frs_wish_fail(frs_playback *playback, frs_problem *problem);

/* Build the source anew, at the same place; who listens hears nothing of it. */
void frs_wish_rebuild(frs_playback *playback);

/* Build it anew while it loads. */
void frs_wish_start_again(frs_playback *playback);

/* Build what is the source now, in place of the one before it; who listens hears nothing of it. */
void frs_wish_replace(frs_playback *playback);

/* Is there one of these? Then nothing more is to be done with what is loaded. */
gboolean frs_wish_is_made(const frs_playback *playback);

/* Go on with whatever waits, if GStreamer has settled; not one of those, and granted after them.
 * Wish it whenever that may have changed. */
void frs_wish_go_on(frs_playback *playback);

/* Forget all. Idempotent. */
void frs_wish_clear(frs_playback *playback);

#endif
