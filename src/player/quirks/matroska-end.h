/* SPDX-License-Identifier: MIT */
/**
 * How long Matroska and WebM files last that do not say it, as what is recorded live does not.
 * matroskademux takes the time of the last cluster for it, which may be seconds short. Here the
 * last cluster is read when the file is opened. Of files of this machine.
 */
#ifndef FRS_PLAYER_MATROSKA_END_H
#define FRS_PLAYER_MATROSKA_END_H

#include <gst/gst.h>

/* Let a matroskademux, which has come into `bin`, answer queries for the duration with it. */
void frs_matroska_end_watch(GstElement *bin, GstElement *demuxer);

#endif
