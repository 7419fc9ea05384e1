/* SPDX-License-Identifier: MIT */
/** Sound without video: a picture of it (cover.h) is shown. */
#ifndef FRS_PLAYER_SOUND_ALONE_H
#define FRS_PLAYER_SOUND_ALONE_H

#include "state.h"

/* Show the picture of sound alone. False: not yet, it settles again. */
gboolean frs_cover_shown(frs_playback *playback);

/* Drop it. Idempotent. */
void frs_cover_finish(frs_playback *playback);

#endif
