/* SPDX-License-Identifier: MIT */
/**
 * The multiqueue of decodebin3 takes 250 ms of a stream before the first buffer of another is
 * there. An Ogg file may have more of its video before its audio: in GStreamer 1.26 the demuxer
 * then waits for the queue, and decodebin3 waits for the audio: a deadlock.
 */
#ifndef FRS_PLAYER_MULTIQUEUE_INTERLEAVE_H
#define FRS_PLAYER_MULTIQUEUE_INTERLEAVE_H

#include <gst/gst.h>

/* Let a multiqueue, which was added to `bin`, take more. */
void frs_multiqueue_interleave_set(GstElement *bin, GstElement *queue);

#endif
