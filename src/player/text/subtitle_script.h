/* SPDX-License-Identifier: MIT */
/** Files of subtitles whose kind is known here, as scripts of ASS. */
#ifndef FRS_PLAYER_SUBTITLE_SCRIPT_H
#define FRS_PLAYER_SUBTITLE_SCRIPT_H

#include <glib.h>

/* Of UTF-8. The kind is detected from the content: ASS and SSA stay as they are, WebVTT and SubRip
 * are converted. The caller frees it; NULL: there are no such subtitles in it. */
char *frs_subtitle_script(const char *text);

#endif
