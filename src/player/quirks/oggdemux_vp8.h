/* SPDX-License-Identifier: MIT */
/**
 * VP8 in Ogg. GStreamer 1.22's oggdemux cannot tell key frames of VP8 and marks every picture as a
 * delta unit: decodebin3, which starts a stream at a key frame, waits forever.
 */
#ifndef FRS_PLAYER_OGGDEMUX_VP8_H
#define FRS_PLAYER_OGGDEMUX_VP8_H

#include <gst/gst.h>

/* Mark the key frames of an oggdemux that was added to `bin` and has no pads yet. */
void frs_ogg_vp8_watch(GstElement *bin, GstElement *demuxer);

#endif
