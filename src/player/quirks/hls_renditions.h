/* SPDX-License-Identifier: MIT */
/**
 * Audio renditions of HLS. GStreamer 1.22's hlsdemux2 loads the default one, and is not told when
 * decodebin3's "select-stream" handler chose another: then none plays. It takes a choice with its
 * first message alone, which nobody outside of its bin sees. So here the playlist says that the
 * chosen one is the default. The name of a rendition is in the id of its stream alone,
 * "audio-NAME": here it becomes the title.
 */
#ifndef FRS_PLAYER_HLS_RENDITIONS_H
#define FRS_PLAYER_HLS_RENDITIONS_H

#include <gst/gst.h>

/* The id of the stream of audio to load; NULL: the playlist's own choice. Install on `bin`, in
 * state NULL. */
void frs_hls_choose(GstElement *bin, const char *audio);

/* The playlist with that rendition as the default; the caller frees it. NULL: it has none of that
 * name. */
char *frs_hls_playlist_with_default(const char *playlist, const char *name);

/* Give the streams of an HLS demuxer in `bin` their titles. */
void frs_hls_name_streams(GstElement *bin, GstStreamCollection *collection);

#endif
