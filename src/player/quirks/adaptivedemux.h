/* SPDX-License-Identifier: MIT */
/**
 * Two faults of GStreamer's HLS, DASH and Smooth Streaming demuxers (adaptivedemux2, seen in 1.22).
 * Both show up in GStreamer's debug log only, so this installs a log function.
 *
 * 1. If libsoup makes no request for a segment's URI ("file:///x", "http://[bad/x.ts"), the demuxer
 * stops downloading, logs an error, and posts no message: playback hangs. Here that log line
 * becomes an ERROR message on the bus. A line of a lower level names the URI; there are many such
 * lines per frame, so they are enabled only while a source loads.
 *
 * 2. Each demuxer has a download thread. If the demuxer is stopped before that thread runs its main
 * loop, the loop never ends, and stopping joins the thread: a deadlock.
 */
#ifndef FRS_PLAYER_ADAPTIVEDEMUX_H
#define FRS_PLAYER_ADAPTIVEDEMUX_H

#include <gst/gst.h>

/* Such a demuxer was added to `bin`: report its errors. */
void frs_adaptive_watch_errors(GstElement *bin, GstElement *demuxer);

/* The same: watch for the start of its download thread. */
void frs_adaptive_watch_start(GstElement *bin, GstElement *demuxer);

/* The source has loaded: from now on errors do not name the URI. Idempotent. */
void frs_adaptive_loaded(GstElement *bin);

/* Call before the bin goes to state NULL: waits, for 3 s at most, until its demuxers can be stopped
 * safely. */
void frs_adaptive_await_stop(GstElement *bin);

/* Is it an error from here that does not name the URI? */
gboolean frs_adaptive_is_nameless(GstMessage *error);

#endif
