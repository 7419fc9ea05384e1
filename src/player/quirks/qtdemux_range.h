/* SPDX-License-Identifier: MIT */
/**
 * Full range of MP4 files. qtdemux of GStreamer 1.22 reads a file's colours and not that they are
 * of full range; the stream itself says so, but what a demuxer says goes before it. Here it goes
 * behind: what an H.264 or H.265 stream leaves open is taken from the file.
 */
#ifndef FRS_PLAYER_QTDEMUX_RANGE_H
#define FRS_PLAYER_QTDEMUX_RANGE_H

#include <gst/gst.h>

/* Have it so of an h264parse or h265parse, which has come into `bin`. */
void frs_colour_watch(GstElement *bin, GstElement *parser);

#endif
