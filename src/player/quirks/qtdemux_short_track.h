/* SPDX-License-Identifier: MIT */
/**
 * Pictures that are much shorter than the sound, and sound that is much shorter than the pictures,
 * in MP4 and QuickTime files. qtdemux (seen in 1.22) leaves out each track of less than 20 % of the
 * film ("assuming preview image or something"): a video of one picture with a sound is then sound
 * alone. Here the header says that the only track of its kind lasts that long. Of files of this
 * machine: of others qtdemux gets the header in pieces.
 */
#ifndef FRS_PLAYER_QTDEMUX_SHORT_TRACK_H
#define FRS_PLAYER_QTDEMUX_SHORT_TRACK_H

#include <gst/gst.h>

/* Mend a whole "moov" box in place; TRUE: a track of pictures lasts longer than before. The box may
 * say anything. */
gboolean frs_short_tracks_mend(guint8 *moov, gsize size);

/* On a qtdemux that has come into `bin`. */
void frs_short_tracks_watch(GstElement *bin, GstElement *demuxer);

#endif
