/* SPDX-License-Identifier: MIT */
/**
 * Subtitles of Blu-ray discs (PGS) over pictures of another size than they were made for: the disc
 * has 1920x1080, and the black bars were cut off the film. dvdspu of GStreamer 1.22 draws them
 * where they were on the disc, outside of the picture. Here each window of a subtitle moves to the
 * same part of the picture, and as far into it as it fits; its size stays.
 */
#ifndef FRS_PLAYER_DVDSPU_SIZE_H
#define FRS_PLAYER_DVDSPU_SIZE_H

#include <gst/gst.h>

/* Watch a dvdspu, which has come into `bin`. */
void frs_pgs_watch(GstElement *bin, GstElement *element);

/* Move what is in `bytes`, whole segments of PGS, to a picture of that size. What is no such thing
 * stays as it is. */
void frs_pgs_move(guint8 *bytes, gsize size, gint width, gint height);

#endif
