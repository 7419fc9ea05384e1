/* SPDX-License-Identifier: MIT */
/**
 * Two quirks of GStreamer's demuxers of HLS, DASH and Smooth Streaming (adaptivedemux2, seen in
 * 1.22). Both are seen in GStreamer's debug log only, so that is listened to.
 *
 * Where libsoup makes no request of the URI of a segment ("file:///x", "http://[bad/x.ts") they
 * stop to download, write an error into the log, and post no message: playback stands still for
 * ever. Here that line becomes an error on the bus. Which URI it was a line of a lower level says,
 * of which there are many for each frame: that level is listened to while a source loads.
 *
 * Each has a thread that downloads. When it is stopped before that has come to its loop, the loop
 * never ends, and the stop waits for the thread: a deadlock.
 */
#ifndef FRS_PLAYER_ADAPTIVEDEMUX_H
#define FRS_PLAYER_ADAPTIVEDEMUX_H

#include <gst/gst.h>

/* Such a demuxer has come into `bin`: listen to its errors. */
void frs_adaptive_watch_errors(GstElement *bin, GstElement *demuxer);

/* The same, to the start of its thread. */
void frs_adaptive_watch_start(GstElement *bin, GstElement *demuxer);

/* It is loaded: from now on errors do not say which URI they are about. Idempotent. */
void frs_adaptive_loaded(GstElement *bin);

/* Before it goes to state NULL: wait until its demuxers may be stopped, for 3 s at most. */
void frs_adaptive_await_stop(GstElement *bin);

/* Is it an error from here that says not which URI it is about? */
gboolean frs_adaptive_is_nameless(GstMessage *error);

#endif
