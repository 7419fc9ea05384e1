/* SPDX-License-Identifier: MIT */
/** Sources without video: the cover in their tags, or a placeholder, is published (cover.h). */
#ifndef FRS_PLAYER_AUDIO_ONLY_H
#define FRS_PLAYER_AUDIO_ONLY_H

#include "state.h"

/* Publish the picture. FALSE: not yet; the playback goes on when it has been. */
gboolean frs_audio_only_show(frs_playback *playback);

/* Drop it. Idempotent. */
void frs_audio_only_drop(frs_playback *playback);

#endif
