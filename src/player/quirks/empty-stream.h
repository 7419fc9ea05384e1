/* SPDX-License-Identifier: MIT */
/**
 * Seeks to where one stream has already ended. GStreamer 1.22's decodebin3 passes on the end of
 * that stream when the others have ended as well, and those wait in their sinks until each sink has
 * something: a deadlock. Here a stream that has nothing at the target gets a GAP event before its
 * end, which its sink takes for something; and if it has pictures, a message tells the last one.
 */
#ifndef FRS_PLAYER_EMPTY_STREAM_H
#define FRS_PLAYER_EMPTY_STREAM_H

#include <gst/gst.h>

/* Install on a sink pad of a decodebin3, before other probes for its events. */
void frs_empty_stream_watch(GstPad *input);

/* When the last picture begins, ns; -1: it is not such a message. */
gint64 frs_empty_stream_message(GstMessage *message);

#endif
