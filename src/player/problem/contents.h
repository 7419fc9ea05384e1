/* SPDX-License-Identifier: MIT */
/**
 * Finds the codecs in a file without GStreamer, so that one error can name everything that is
 * missing when there is not even a demuxer. MP4 and QuickTime, Matroska and WebM, MPEG transport
 * streams.
 */
#ifndef FRS_PLAYER_CONTENTS_H
#define FRS_PLAYER_CONTENTS_H

#include <gst/gst.h>

/* Add to `missing` each demuxer, parser and decoder that GStreamer lacks for the file at `uri`.
 * Does nothing when it is no local file, is unreadable, or is of an unknown format. Reads a few MB
 * at most. */
void frs_contents_note_missing(const char *uri, GPtrArray *missing);

/* The same, but only when `missing` names a demuxer: then GStreamer has not looked inside the file.
 * `uri` may be NULL: no file. */
void frs_contents_complete(const char *uri, GPtrArray *missing);

#endif
