/* SPDX-License-Identifier: MIT */
/**
 * The way of one frame from a GstBuffer to the readers: published in place when it lies in a slot
 * of the stream, else copied once into one.
 */
#ifndef GST_FRAMESHARE_PUBLISHER_H
#define GST_FRAMESHARE_PUBLISHER_H

#include <gst/video/video.h>

#include <frameshare/writer.h>

#include "overlays.h"

G_BEGIN_DECLS

typedef struct GstFramesharePublisher {
    frs_writer *writer; /* owned by the sink */

    /* Any thread may set these at any time, with g_atomic_int_set(). */
    gint wait_for_connection;
    gint lossless;
    gint direction; /* GstVideoOrientationMethod; AUTO: as the stream's tag says */

    /* Any thread may read these, with g_atomic_int_get(). */
    gint published_direction; /* orientation of the frame that was published last */

    /* Only the streaming thread uses these. */
    GstVideoInfo video;               /* parsed from the caps */
    frs_frame_info picture;           /* what is the same for every frame with these caps */
    GstVideoOrientationMethod tagged; /* the stream's tag; never AUTO */
    guint64 arrived_at;               /* CLOCK_MONOTONIC ns at which the current frame arrived */
    gboolean connected;               /* the first reader has connected */
    GstFrameshareOverlays overlays;
} GstFramesharePublisher;

/**
 * Publish `buffer` with its times in `segment`. Blocks until the first reader connects
 * (wait_for_connection), or for readers and slots (lossless); frs_writer_unlock() ends that.
 * Returns FRS_OK; FRS_EUNLOCKED: not published, try again; FRS_ENOMEM: no slot, counted as dropped;
 * FRS_EINVAL: the buffer does not hold the picture that its caps promise; FRS_ESYSTEM.
 */
int gst_frameshare_publisher_publish(GstFramesharePublisher *publisher, const GstSegment *segment,
                                     GstBuffer *buffer);

G_END_DECLS

#endif
