/* SPDX-License-Identifier: MIT */
/**
 * Finds the streams of a file that have no decoder. If GStreamer 1.22's decodebin3 is told to play
 * such a stream, its threads may deadlock (seen in one load in a dozen). So the player never
 * selects them.
 */
#ifndef FRS_PLAYER_DECODABLE_H
#define FRS_PLAYER_DECODABLE_H

#include <gst/gst.h>

/* Is there a decoder for it, or does it need none? TRUE also while its type is not known yet. Any
 * thread. */
gboolean frs_stream_is_decodable(GstStream *stream);

/* Add the stream to `missing` if it has no decoder. `element` (may be NULL) announced the stream.
 */
void frs_stream_note_missing(GstStream *stream, GstElement *element, GPtrArray *missing);

/* Add to `missing` the streams of `types` in that collection that have no decoder. `element`
 * announced the collection. */
void frs_streams_note_missing(GstStreamCollection *collection, GstStreamType types,
                              GstElement *element, GPtrArray *missing);

/* The same of those that are neither picture, sound nor text: a page, a program. */
void frs_streams_note_strange(GstStreamCollection *collection, GstElement *element,
                              GPtrArray *missing);

#endif
