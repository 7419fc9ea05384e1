/* SPDX-License-Identifier: MIT */
/**
 * The seam of a loop: when a demuxer restarts a segment (GST_SEEK_FLAG_SEGMENT), it uses the start
 * of the last picture as the end of the file, if no audio lasts longer. That picture would get no
 * time on screen.
 */
#ifndef FRS_PLAYER_SEGMENT_SEAMS_H
#define FRS_PLAYER_SEGMENT_SEAMS_H

#include <gst/gst.h>

/* Returns the event that replaces `event` (taken), a SEGMENT that reached `sink`, a GstBaseSink,
 * before the last picture's time was over: the same event, or one that starts when that picture
 * ends. On the streaming thread. */
GstEvent *frs_segment_seam_mend(GstElement *sink, GstEvent *event);

#endif
