/* SPDX-License-Identifier: MIT */
/**
 * Ogg over HTTP. From its beginning on, oggdemux of GStreamer 1.22 guesses the duration from bytes
 * and bit rate, asks for the end while it plays, and a seek in between goes to 0; other seeks miss
 * by seconds. Read in parts, as a file is, all of that is right.
 */
#ifndef FRS_PLAYER_OGGDEMUX_PARTS_H
#define FRS_PLAYER_OGGDEMUX_PARTS_H

#include <gst/gst.h>

/* Watch an oggdemux, which has come into `bin`. One whose server sends whole files only tells no
 * duration: it would be the guess. */
void frs_ogg_parts_watch(GstElement *bin, GstElement *demuxer);

/* An application message of the bus. TRUE: its demuxer reads a file from its beginning on whose
 * server could send parts. */
gboolean frs_ogg_parts_message(GstMessage *message);

#endif
