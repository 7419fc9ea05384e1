/* SPDX-License-Identifier: MIT */
/**
 * One frame's way from a GstBuffer to the readers: in place where it lies in a slot of the stream,
 * else by one copy into one.
 */
#ifndef GST_FRAMESHARE_PUBLISHER_H
#define GST_FRAMESHARE_PUBLISHER_H

#include <gst/video/video.h>

#include <frameshare/writer.h>

#include "overlays.h"

G_BEGIN_DECLS

typedef struct GstFramesharePublisher {
    frs_writer *writer; /* the owner's */

    /* Set by any thread at any time, with g_atomic_int_set(). */
    gint wait_for_connection;
    gint lossless;
    gint direction; /* GstVideoOrientationMethod; AUTO: as tagged */

    /* For any thread to read, with g_atomic_int_get(). */
    gint published_direction; /* of the frame that was published last */

    /* The streaming thread's. */
    GstVideoInfo video;               /* of the caps */
    frs_frame_info picture;           /* what is the same for every frame of these caps */
    GstVideoOrientationMethod tagged; /* the stream's tag; never AUTO */
    guint64 arrived_at;               /* CLOCK_MONOTONIC ns of the frame in hand */
    gboolean connected;               /* the first reader was there */
    GstFrameshareOverlays overlays;
} GstFramesharePublisher;

/**
 * Publish `buffer` with its times in `segment`. Blocks for the first reader with
 * wait_for_connection, for readers and slots with lossless; frs_writer_unlock() ends that.
 * FRS_OK; FRS_EUNLOCKED: not published, try again; FRS_ENOMEM: no slot, counted as dropped;
 * FRS_EINVAL: the buffer does not have the picture that its caps promise; FRS_ESYSTEM.
 */
int gst_frameshare_publisher_publish(GstFramesharePublisher *publisher, const GstSegment *segment,
                                     GstBuffer *buffer);

G_END_DECLS

#endif
