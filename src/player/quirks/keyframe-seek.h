/* SPDX-License-Identifier: MIT */
/**
 * Seeks in Matroska and WebM without an index: recordings of MediaRecorder, live streams, files
 * that were cut off. GStreamer 1.22's matroskademux then goes to the cluster before the target; if
 * the cluster starts with audio, it assumes that it starts with a key frame. Decoding needs a key
 * frame, so this drops the pictures before the first one; if there is no key frame up to the
 * target, it repeats the seek further ahead, with a segment that starts at the target.
 *
 * mpegpsdemux goes to a place behind the target: its seeks always go further ahead.
 */
#ifndef FRS_PLAYER_KEYFRAME_SEEK_H
#define FRS_PLAYER_KEYFRAME_SEEK_H

#include <gst/gst.h>

/* Install on a matroskademux or mpegpsdemux that was added to `bin`. */
void frs_keyframe_seek_watch(GstElement *bin, GstElement *demuxer);

/* Handle an application message of the bus. TRUE: it asked to repeat a seek, which is done. Call it
 * on the thread that seeks and changes states, so that a repetition cannot meet another seek or the
 * teardown. */
gboolean frs_keyframe_seek_message(GstMessage *message);

#endif
