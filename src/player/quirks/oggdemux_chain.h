/* SPDX-License-Identifier: MIT */
/**
 * Ogg files joined to one (chains), as radio stations send them, a song after the other. At the
 * next song oggdemux adds pads, and removes those of the song before; decodebin3 of GStreamer 1.22
 * keeps to the streams that it has selected, links the new ones to nothing, and the demuxer stops
 * with "not-linked". Here the new pads take the places of the old ones: to all behind the demuxer
 * it is one stream whose caps change. Such a file is told not to be seekable: the demuxer's seeks
 * into another song read the file from its beginning on.
 */
#ifndef FRS_PLAYER_OGGDEMUX_CHAIN_H
#define FRS_PLAYER_OGGDEMUX_CHAIN_H

#include <gst/gst.h>

/* Install on an oggdemux that was added to `bin` and has no pads yet. */
void frs_ogg_chain_watch(GstElement *bin, GstElement *demuxer);

#endif
