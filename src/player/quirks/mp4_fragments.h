/* SPDX-License-Identifier: MIT */
/**
 * Locates the fragments of an MP4 file, with their times: makes what the file's `mfra` box would
 * contain from the fragments themselves (ISO/IEC 14496-12, 8.8).
 */
#ifndef FRS_PLAYER_MP4_FRAGMENTS_H
#define FRS_PLAYER_MP4_FRAGMENTS_H

#include <gst/gst.h>

/* What to append to the open file: an empty fragment, and an `mfra` box with one entry, by
 * presentation time, for each audio fragment and each video fragment with a key frame, and one for
 * the last fragment, at the end of the track. NULL: the file has no fragments, or has samples
 * outside them. The caller unrefs it. */
GBytes *frs_mp4_fragments_trailer(int fd);

/* The same for a network source, pulled from that source pad. NULL also if it would take too long,
 * or if a `sidx` box makes it unnecessary. */
GBytes *frs_mp4_fragments_pull_trailer(GstPad *pad, gint64 size);

#endif
