/* SPDX-License-Identifier: MIT */
/**
 * ASS and SSA, the subtitles of Advanced SubStation Alpha, as SubRip's: GStreamer 1.22 reads them
 * in a film only, and not from a file.
 *
 * What they say stays, with bold, italic and underlined; where on the picture, in which colour and
 * size, does not, and drawings are left out. What is said at once is put together, lines of the top
 * of the picture first.
 *
 * Pure functions, of any bytes; the caller frees what they return.
 */
#ifndef FRS_PLAYER_ASS_H
#define FRS_PLAYER_ASS_H

#include <glib.h>

/* Is that ASS or SSA? */
gboolean frs_is_ass(const char *text);

/* In SubRip's form; empty where nothing is said. */
char *frs_ass_to_srt(const char *text);

#endif
