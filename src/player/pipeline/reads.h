/* SPDX-License-Identifier: MIT */
/**
 * Tracks what a playbin3 reads of its source. Some GStreamer demuxers never finish a damaged file:
 * they read the same part again and again, and post nothing.
 */
#ifndef FRS_PLAYER_READS_H
#define FRS_PLAYER_READS_H

#include <gst/gst.h>

typedef struct frs_reads frs_reads;

/* Watch the source of a playbin3 in state NULL. The caller unrefs the result. */
frs_reads *frs_reads_watch(GstElement *playbin);

/* Has a block been read for the first time since the last call? `again`: only blocks that had been
 * read before. To be called by one thread only. */
gboolean frs_reads_progress(frs_reads *reads, gboolean *again);

/* Bytes that have come from the source, and from files that it refers to (HLS and DASH segments).
 * Any thread. */
guint64 frs_reads_received(frs_reads *reads);

/* The end of the last read, as a fraction of the source's size. FALSE: the size is unknown. Any
 * thread. */
gboolean frs_reads_reached(frs_reads *reads, double *part);

/* The source element that is tracked; the caller unrefs it. NULL: there is none. Any thread. */
GstElement *frs_reads_source(frs_reads *reads);

/* NULL is allowed. */
frs_reads *frs_reads_ref(frs_reads *reads);
void frs_reads_unref(frs_reads *reads);

#endif
