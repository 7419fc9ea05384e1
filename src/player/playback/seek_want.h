/* SPDX-License-Identifier: MIT */
/** The seek that is wanted: recorded, and sent when the pipeline has settled (seek.h). */
#ifndef FRS_PLAYER_SEEK_WANT_H
#define FRS_PLAYER_SEEK_WANT_H

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

/* Is a step next? It needs the pipeline paused. */
gboolean frs_seek_is_step(const frs_playback *playback);

/* Where to seek for what is shown to be shown again, ns. */
gint64 frs_seek_here(frs_playback *playback);

#endif
