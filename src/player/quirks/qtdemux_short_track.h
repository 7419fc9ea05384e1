/* SPDX-License-Identifier: MIT */
/**
 * MP4 and QuickTime files whose video is much shorter than their audio, or the other way round.
 * qtdemux (seen in 1.22) ignores each track that is shorter than 20 % of the file ("assuming
 * preview image or something"): a video with one picture then has only sound. Here the header's
 * duration of the only track of its kind is changed to that of the file. Local files only: of
 * others qtdemux gets the header in pieces.
 */
#ifndef FRS_PLAYER_QTDEMUX_SHORT_TRACK_H
#define FRS_PLAYER_QTDEMUX_SHORT_TRACK_H

#include <gst/gst.h>

/* Change a whole "moov" box, which is untrusted, in place. TRUE: a video track has become longer.
 */
gboolean frs_short_tracks_mend(guint8 *moov, gsize size);

/* Install on a qtdemux that was added to `bin`. */
void frs_short_tracks_watch(GstElement *bin, GstElement *demuxer);

#endif
