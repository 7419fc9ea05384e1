/* SPDX-License-Identifier: MIT */
/**
 * Seams of a loop: a demuxer that starts a segment anew (GST_SEEK_FLAG_SEGMENT) takes the beginning
 * of the last picture for the end of all, where no sound lasts longer. That picture would not be
 * seen.
 */
#ifndef FRS_PLAYER_SEGMENT_SEAMS_H
#define FRS_PLAYER_SEGMENT_SEAMS_H

#include <gst/gst.h>

/* The segment event to put in place of `event` (taken), which has come to `sink`, a GstBaseSink,
 * after the last picture before it was shown: the same, or one that begins when that picture is
 * over. Streaming thread. */
GstEvent *frs_segment_seam_mend(GstElement *sink, GstEvent *event);

#endif
