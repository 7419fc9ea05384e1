/* SPDX-License-Identifier: MIT */
/**
 * Fragmented MP4 (recordings, what browsers and phones upload): qtdemux of GStreamer 1.22 takes the
 * first fragment for the whole file, or, of a file that ends with an index (mfra), the start of the
 * last fragment for its end; it has no other place to seek by. Here it is given an index of all
 * fragments, behind the end of the file, where it looks for one. And the first track that comes to
 * the last fragment ends there, before its samples: so one of nothing is the last. Of files of this
 * machine.
 */
#ifndef FRS_PLAYER_QTDEMUX_FRAGMENTS_H
#define FRS_PLAYER_QTDEMUX_FRAGMENTS_H

#include <gst/gst.h>

/* On a qtdemux that has come into `bin`. */
void frs_fragments_watch(GstElement *bin, GstElement *demuxer);

/* An application message of the bus. TRUE: its demuxer reads fragments from the beginning on, whose
 * server could send parts. */
gboolean frs_fragments_message(GstMessage *message);

#endif
