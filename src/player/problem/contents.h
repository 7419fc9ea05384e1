/* SPDX-License-Identifier: MIT */
/**
 * What is in a file, as well as can be told without GStreamer: for saying at once all that is
 * missing to play it, when nothing is there that takes it apart. MP4 and QuickTime, Matroska and
 * WebM, MPEG transport streams.
 */
#ifndef FRS_PLAYER_CONTENTS_H
#define FRS_PLAYER_CONTENTS_H

#include <gst/gst.h>

/* Note in `missing` what GStreamer has no demuxer, parser or decoder for, of what is in the file at
 * `uri`. Nothing where it is no file, or cannot be read, or is of no kind that is known here. Reads
 * a few MB at most. */
void frs_contents_note_missing(const char *uri, GPtrArray *missing);

/* The same where `missing` names what takes files apart: then GStreamer has not looked inside.
 * `uri` may be NULL: no file. */
void frs_contents_complete(const char *uri, GPtrArray *missing);

#endif
