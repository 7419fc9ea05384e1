/* SPDX-License-Identifier: MIT */
/** SubRip's files (.srt), as a script of ASS. */
#ifndef FRS_PLAYER_SUBRIP_H
#define FRS_PLAYER_SUBRIP_H

#include <glib.h>

/* Of UTF-8. The caller frees it; NULL: there is no cue in it. */
char *frs_subrip_to_ass(const char *text);

#endif
