/* SPDX-License-Identifier: MIT */
/**
 * The multiqueue of decodebin3 takes 250 ms of a stream before the first buffer of another is
 * there. An Ogg file may have more of its video before its audio: in GStreamer 1.26 the demuxer
 * then waits for the queue, and decodebin3 waits for the audio: a deadlock.
 */
#ifndef FRS_PLAYER_MULTIQUEUE_INTERLEAVE_H
#define FRS_PLAYER_MULTIQUEUE_INTERLEAVE_H

#include <gst/gst.h>

/* An oggdemux was added to `bin`: let its multiqueues take more, those that come later too. */
void frs_interleave_watch_ogg(GstElement *bin, GstElement *demuxer);

/* A multiqueue was added to `bin`. */
void frs_interleave_watch_queue(GstElement *bin, GstElement *queue);

#endif
