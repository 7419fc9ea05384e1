/* SPDX-License-Identifier: MIT */
/**
 * Audio renditions of HLS. GStreamer 1.22's hlsdemux2 loads the default rendition, and does not
 * learn that decodebin3's "select-stream" handler selected another: then no audio plays. It takes a
 * selection only while it posts its first stream collection, which nobody outside its bin receives.
 * So this changes the playlist: the selected rendition becomes the default. A rendition's name
 * occurs only in its stream id, "audio-NAME"; here it also becomes the stream's title.
 */
#ifndef FRS_PLAYER_HLS_RENDITIONS_H
#define FRS_PLAYER_HLS_RENDITIONS_H

#include <gst/gst.h>

/* Load the audio stream with that id; NULL: the playlist's default. Install on `bin`, in state
 * NULL. */
void frs_hls_choose(GstElement *bin, const char *audio);

/* The playlist with that rendition as its default; the caller frees it. NULL: it has no such
 * rendition. */
char *frs_hls_playlist_with_default(const char *playlist, const char *name);

/* Set the titles of an HLS demuxer's streams. The demuxer was added to `bin`. */
void frs_hls_name_streams(GstElement *bin, GstStreamCollection *collection);

#endif
