/* SPDX-License-Identifier: MIT */
/**
 * After an accurate seek, decoders output the clipped rest of the picture before the target: in a
 * file with millisecond timestamps that picture ends slightly behind the target. It must not be
 * shown.
 */
#ifndef FRS_PLAYER_SEEK_SLIVER_H
#define FRS_PLAYER_SEEK_SLIVER_H

#include <gst/gst.h>

/* Drop such pictures at the sink pad of a video sink. */
void frs_seek_sliver_watch(GstPad *pad);

#endif
