/* SPDX-License-Identifier: MIT */
/** The text of cues of WebVTT: tags, classes, entities. */
#ifndef FRS_PLAYER_WEBVTT_TEXT_H
#define FRS_PLAYER_WEBVTT_TEXT_H

#include "webvtt_style.h"

/* The text of a cue, behind the override tags `place`. The caller frees it. */
char *frs_vtt_text(const char *bytes, gsize length, const char *place, const char *id,
                   const frs_vtt_styles *styles);

#endif
