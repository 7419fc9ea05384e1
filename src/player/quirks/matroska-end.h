/* SPDX-License-Identifier: MIT */
/**
 * The duration of Matroska and WebM files without one in their header, such as live recordings.
 * matroskademux uses the time of the last cluster, which may be seconds short. Here the last
 * cluster is read when the file is opened. For a network source that is read from its start on,
 * matroskademux neither knows the last cluster nor can seek: such a source must be read by range
 * requests, as a file is.
 *
 * And the duration of files that do not start at 0: matroskademux (seen in 1.22) counts positions
 * from the first block and durations from 0, and reports 8 s for 3 s that start at 5 s. For network
 * sources the time of the first block is subtracted from the header's duration.
 */
#ifndef FRS_PLAYER_MATROSKA_END_H
#define FRS_PLAYER_MATROSKA_END_H

#include <gst/gst.h>

/* Let a matroskademux that was added to `bin` answer duration queries correctly. */
void frs_matroska_end_watch(GstElement *bin, GstElement *demuxer);

/* Handle an application message of the bus. TRUE: its demuxer reads a file without a duration from
 * its start on, and the server supports range requests. */
gboolean frs_matroska_end_message(GstMessage *message);

#endif
