/* SPDX-License-Identifier: MIT */
/**
 * Lets the time of MPEG transport and program streams start at 0, at the first picture or sound.
 * GStreamer counts from the stream's clock reference, which is about half a second earlier; and if
 * GStreamer 1.22's tsdemux seeks to before the first picture, it places that picture at the target,
 * so that all later times shift. Here both get the same timeline, which starts at 0.
 */
#ifndef FRS_PLAYER_MPEG_ORIGIN_H
#define FRS_PLAYER_MPEG_ORIGIN_H

#include <gst/gst.h>

/* Install on a demuxer that was added to `bin`. */
void frs_origin_watch(GstElement *bin, GstElement *demuxer);

#endif
