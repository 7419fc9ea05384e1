/* SPDX-License-Identifier: MIT */
/**
 * Seeks to a position where one stream has already ended. GStreamer 1.22's decodebin3 holds that
 * stream's EOS back until the other streams have ended too, and those wait in their sinks until
 * every sink has prerolled: a deadlock. Here a stream without data at the target gets a GAP event
 * before its EOS, which prerolls its sink; for a video stream a message also reports when its last
 * picture starts.
 */
#ifndef FRS_PLAYER_EMPTY_STREAM_H
#define FRS_PLAYER_EMPTY_STREAM_H

#include <gst/gst.h>

/* Install on a sink pad of a decodebin3, before other probes for events. */
void frs_empty_stream_watch(GstPad *input);

/* When the last picture starts, in ns; -1: not such a message. */
gint64 frs_empty_stream_message(GstMessage *message);

#endif
