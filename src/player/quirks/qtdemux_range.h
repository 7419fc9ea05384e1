/* SPDX-License-Identifier: MIT */
/**
 * Full range of MP4 files. GStreamer 1.22's qtdemux reads a file's colours, but not its full-range
 * flag; the stream itself has that flag, but the parser prefers the demuxer's caps. Here the stream
 * wins, and the file's colours fill in what an H.264 or H.265 stream leaves unspecified.
 */
#ifndef FRS_PLAYER_QTDEMUX_RANGE_H
#define FRS_PLAYER_QTDEMUX_RANGE_H

#include <gst/gst.h>

/* Install on an h264parse or h265parse that was added to `bin`. */
void frs_colour_watch(GstElement *bin, GstElement *parser);

#endif
