/* SPDX-License-Identifier: MIT */
/**
 * Which streams of a file there are decoders for. GStreamer 1.22's decodebin3 may be told to play
 * one that it has none for; seldom (one load in a dozen) its threads then wait for each other for
 * ever. So it is told to play none of those.
 */
#ifndef FRS_PLAYER_DECODABLE_H
#define FRS_PLAYER_DECODABLE_H

#include <gst/gst.h>

/* Is there a decoder, or no need of one? True when it is not known yet what it is. Any thread. */
gboolean frs_stream_is_decodable(GstStream *stream);

/* Note in `missing` that there is none, `element` (may be NULL) having told of the stream. */
void frs_stream_note_missing(GstStream *stream, GstElement *element, GPtrArray *missing);

/* Note in `missing` what the streams of `types` in that collection, that `element` told of, have no
 * decoder for. */
void frs_streams_note_missing(GstStreamCollection *collection, GstStreamType types,
                              GstElement *element, GPtrArray *missing);

#endif
