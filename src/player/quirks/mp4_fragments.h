/* SPDX-License-Identifier: MIT */
/**
 * Where the fragments of an MP4 file are, and when they begin: what its `mfra` box would say, made
 * from the fragments themselves (ISO/IEC 14496-12, 8.8).
 */
#ifndef FRS_PLAYER_MP4_FRAGMENTS_H
#define FRS_PLAYER_MP4_FRAGMENTS_H

#include <gst/gst.h>

/* What the open file would end with: a fragment of nothing, and an `mfra` box with an entry for
 * each fragment of sound, and each of pictures that has a key frame, by the time at which they are
 * shown; and a last one, of the last fragment, at the end of the track. NULL: it has no fragments,
 * or has samples outside of them. The caller unrefs it. */
GBytes *frs_mp4_fragments_trailer(int fd);

/* Of what comes over a network, pulled from that source pad. NULL also: it would take too long, or
 * there is no need, for it has a `sidx` box. */
GBytes *frs_mp4_fragments_pull_trailer(GstPad *pad, gint64 size);

#endif
