/* SPDX-License-Identifier: MIT */
/**
 * Seeks in Matroska and WebM without an index: recordings of a browser's MediaRecorder, streams,
 * files that were cut off. GStreamer 1.22's matroskademux then goes to the cluster before the
 * target, which it takes to begin with a key frame if it begins with sound. Decoding needs a key
 * frame, so here the pictures before the first key frame are dropped; if there is no key frame up
 * to the target, the seek is repeated from further ahead, with a segment that begins at the target.
 *
 * mpegpsdemux goes to a place behind the target: it is always sent further ahead.
 */
#ifndef FRS_PLAYER_KEYFRAME_SEEK_H
#define FRS_PLAYER_KEYFRAME_SEEK_H

#include <gst/gst.h>

/* Install on a matroskademux or mpegpsdemux, which has come into `bin`. */
void frs_keyframe_seek_watch(GstElement *bin, GstElement *demuxer);

/* An application message of the bus. TRUE: it asked to repeat a seek, which is done. Call it on the
 * thread that seeks and changes states: so a repetition meets no other seek, and no teardown. */
gboolean frs_keyframe_seek_message(GstMessage *message);

#endif
