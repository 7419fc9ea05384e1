/* SPDX-License-Identifier: MIT */
/**
 * WebVTT (W3C, https://www.w3.org/TR/webvtt1/), as a script of ASS: read as its section 6.1 says,
 * and placed as section 7.2 does, as far as ASS has it. Where a browser moves cues apart that would
 * overlap, libass does.
 *
 * The files: webvtt.c blocks, webvtt_text.c the text of cues, webvtt_style.c STYLE blocks,
 * webvtt_place.c settings, regions and places.
 */
#ifndef FRS_PLAYER_WEBVTT_H
#define FRS_PLAYER_WEBVTT_H

#include <glib.h>

gboolean frs_is_webvtt(const char *text);

/* Of UTF-8. The caller frees it; NULL: there is no cue in it. */
char *frs_webvtt_to_ass(const char *text);

#endif
