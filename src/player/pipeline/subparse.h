/* SPDX-License-Identifier: MIT */
/**
 * Files of subtitles of the kinds that GStreamer's subparse knows besides SubRip and WebVTT
 * (MicroDVD, SAMI, LRC, MPL2, TMPlayer, DKS, QTtext), as scripts of ASS.
 */
#ifndef FRS_PLAYER_SUBPARSE_H
#define FRS_PLAYER_SUBPARSE_H

#include <glib.h>

/* Of UTF-8; in the calling thread. The caller frees it; NULL: there is nothing in it. */
char *frs_subparse_script(const char *text);

#endif
