/* SPDX-License-Identifier: MIT */
/**
 * How a source of HTTP is read: from its beginning on, as it plays; or in parts, as a file is. Some
 * demuxers seek only in what they read in parts; to open it so takes more requests.
 */
#ifndef FRS_PLAYER_PARTS_H
#define FRS_PLAYER_PARTS_H

#include "state.h"

/* From the next build on it is read in parts. FALSE: it is already, or cannot be. */
gboolean frs_parts_choose(frs_playback *playback);

#endif
