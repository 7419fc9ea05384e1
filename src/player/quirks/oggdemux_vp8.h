/* SPDX-License-Identifier: MIT */
/**
 * VP8 in Ogg. oggdemux of GStreamer 1.22 does not know which of its pictures are key frames, and
 * tells none to be one: decodebin3, which lets a stream begin with a key frame, waits for ever.
 */
#ifndef FRS_PLAYER_OGGDEMUX_VP8_H
#define FRS_PLAYER_OGGDEMUX_VP8_H

#include <gst/gst.h>

/* Let an oggdemux, which has come into `bin` and has no pads yet, tell them. */
void frs_ogg_vp8_watch(GstElement *bin, GstElement *demuxer);

#endif
