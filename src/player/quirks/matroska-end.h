/* SPDX-License-Identifier: MIT */
/**
 * How long Matroska and WebM files last that do not say it, as what is recorded live does not.
 * matroskademux takes the time of the last cluster for it, which may be seconds short. Here the
 * last cluster is read when the file is opened. What comes over a network from its beginning on it
 * neither knows the last cluster of, nor can it seek there: it has to be read in parts, as a file
 * is.
 *
 * And how long those last that do not begin at 0: matroskademux (seen in 1.22) counts positions
 * from the first block on and durations from 0, and says 8 of three seconds that begin at 5. Over a
 * network the time of the first block is taken from the duration in the header.
 */
#ifndef FRS_PLAYER_MATROSKA_END_H
#define FRS_PLAYER_MATROSKA_END_H

#include <gst/gst.h>

/* Let a matroskademux, which has come into `bin`, answer queries for the duration with it. */
void frs_matroska_end_watch(GstElement *bin, GstElement *demuxer);

/* An application message of the bus. TRUE: its demuxer reads a file without a duration from its
 * beginning on, whose server could send parts. */
gboolean frs_matroska_end_message(GstMessage *message);

#endif
