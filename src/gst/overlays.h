/* SPDX-License-Identifier: MIT */
/**
 * Sends overlay compositions (subtitles, clocks, logos) from GstBuffers to the readers: once per
 * change, at the resolution at which they were drawn, beside the frames.
 */
#ifndef GST_FRAMESHARE_OVERLAYS_H
#define GST_FRAMESHARE_OVERLAYS_H

#include <gst/video/video.h>

#include <frameshare/overlay.h>
#include <frameshare/writer.h>

G_BEGIN_DECLS

/* What distinguishes one rectangle of a composition from another. */
typedef struct GstFrameshareOverlayKey {
    guint seqnum; /* sequence number of its pixels and its alpha */
    gint x, y;
    guint width, height;
} GstFrameshareOverlayKey;

typedef struct GstFrameshareOverlays {
    GstFrameshareOverlayKey
        shown[FRS_OVERLAYS_MAX]; /* the rectangles that were last sent to the writer */
    guint n_shown;
    gboolean warned;
} GstFrameshareOverlays;

/** Call at the start and at the end of a stream: no overlays are shown. */
void gst_frameshare_overlays_reset(GstFrameshareOverlays *overlays, frs_writer *writer);

/**
 * Send the overlays of `buffer` with the frames that follow. If they are the ones that were sent
 * last, this is a comparison; else their pixels are copied into a slot. Overlays that do not fit
 * (see frameshare/overlay.h, and the writer's memory) are left out, with one warning.
 */
void gst_frameshare_overlays_update(GstFrameshareOverlays *overlays, frs_writer *writer,
                                    GstBuffer *buffer);

G_END_DECLS

#endif
