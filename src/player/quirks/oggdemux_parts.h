/* SPDX-License-Identifier: MIT */
/**
 * Ogg over HTTP. When oggdemux of GStreamer 1.22 reads a network source from its start on, it
 * estimates the duration from bytes and bit rate, queries the end while it plays, and a seek during
 * that goes to 0; other seeks miss by seconds. If the source is read by range requests, as a file
 * is, all of that is correct.
 */
#ifndef FRS_PLAYER_OGGDEMUX_PARTS_H
#define FRS_PLAYER_OGGDEMUX_PARTS_H

#include <gst/gst.h>

/* Watch an oggdemux that was added to `bin`. If its server does not support range requests,
 * suppress its estimated duration. */
void frs_ogg_parts_watch(GstElement *bin, GstElement *demuxer);

/* Handle an application message of the bus. TRUE: its demuxer reads a file from its start on, and
 * the server supports range requests. */
gboolean frs_ogg_parts_message(GstMessage *message);

#endif
