/* SPDX-License-Identifier: MIT */
/**
 * What a decoder leaves of the picture before the one that is sought: where a file's times are
 * whole milliseconds, that picture ends a little after the place. It is not shown.
 */
#ifndef FRS_PLAYER_SEEK_SLIVER_H
#define FRS_PLAYER_SEEK_SLIVER_H

#include <gst/gst.h>

/* Drop such pictures at the sink pad of a video sink. */
void frs_seek_sliver_watch(GstPad *pad);

#endif
