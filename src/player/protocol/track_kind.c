/* SPDX-License-Identifier: MIT */
#include "track_kind.h"

const char *const frs_track_names[FRS_TRACK_KINDS] = {"video", "audio", "text"};
