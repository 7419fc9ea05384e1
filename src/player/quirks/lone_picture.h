/* SPDX-License-Identifier: MIT */
/**
 * A video stream with one picture beside a long audio stream, in Matroska and WebM: the stream ends
 * with the file; until then the demuxer sends GAP events. A decoder that works on several pictures
 * at once (frame threads, B-frames) keeps the picture until the next one or EOS, so it would be
 * shown when the audio is over. Seen in GStreamer 1.22.
 */
#ifndef FRS_PLAYER_LONE_PICTURE_H
#define FRS_PLAYER_LONE_PICTURE_H

#include <gst/gst.h>

/* Install on a sink pad of a decodebin3: at the first GAP event its decoder is drained and outputs
 * a single key picture. */
void frs_lone_picture_watch(GstPad *input);

#endif
