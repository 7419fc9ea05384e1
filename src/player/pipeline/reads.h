/* SPDX-License-Identifier: MIT */
/**
 * What a playbin reads of its source. Some of GStreamer's demuxers never end with a damaged file:
 * they read the same part of it again and again, and say nothing.
 */
#ifndef FRS_PLAYER_READS_H
#define FRS_PLAYER_READS_H

#include <gst/gst.h>

typedef struct frs_reads frs_reads;

/* Watch the source of a playbin3 in state NULL. The caller unrefs it. */
frs_reads *frs_reads_watch(GstElement *playbin);

/* Has anything been read for the first time since the last call? `again`: no, but something has
 * been read that had been before. One thread asks. */
gboolean frs_reads_progress(frs_reads *reads, gboolean *again);

/* How many bytes have come out of the source, and of what it names (the segments of HLS, DASH). Any
 * thread. */
guint64 frs_reads_received(frs_reads *reads);

/* Up to where has it been read last, as a part of its size? False: nobody knows how large it is.
 * Any thread. */
gboolean frs_reads_reached(frs_reads *reads, double *part);

/* Whose reads they are; the caller unrefs it. NULL: there is none. Any thread. */
GstElement *frs_reads_source(frs_reads *reads);

/* NULL is allowed. */
frs_reads *frs_reads_ref(frs_reads *reads);
void frs_reads_unref(frs_reads *reads);

#endif
