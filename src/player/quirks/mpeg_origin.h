/* SPDX-License-Identifier: MIT */
/**
 * Time from the first picture or sound on, of MPEG transport and program streams. Theirs counts
 * from the stream's clock reference, which is ahead of them by half a second or so; and when
 * GStreamer 1.22's tsdemux is sent to somewhere before the first picture it says that the picture
 * is there, so that each time after that is another one. Here both get one time, that begins at 0.
 */
#ifndef FRS_PLAYER_MPEG_ORIGIN_H
#define FRS_PLAYER_MPEG_ORIGIN_H

#include <gst/gst.h>

/* Have it so of a demuxer, which has come into `bin`. */
void frs_origin_watch(GstElement *bin, GstElement *demuxer);

#endif
