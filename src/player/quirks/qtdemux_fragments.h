/* SPDX-License-Identifier: MIT */
/**
 * Fragmented MP4 (recordings, uploads of browsers and phones): GStreamer 1.22's qtdemux takes the
 * first fragment for the whole file, or, if the file ends with an index (mfra), the start of the
 * last fragment for its end, and can seek only by that index. Here it gets an index of all
 * fragments, appended to the file, where it looks for one. Also, the first track that reaches the
 * last fragment ends there, before its samples: so an empty fragment is appended as the last one.
 * Local files only.
 */
#ifndef FRS_PLAYER_QTDEMUX_FRAGMENTS_H
#define FRS_PLAYER_QTDEMUX_FRAGMENTS_H

#include <gst/gst.h>

/* Install on a qtdemux that was added to `bin`. */
void frs_fragments_watch(GstElement *bin, GstElement *demuxer);

/* Handle an application message of the bus. TRUE: its demuxer reads fragments from the start on,
 * and the server supports range requests. */
gboolean frs_fragments_message(GstMessage *message);

#endif
