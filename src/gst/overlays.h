/* SPDX-License-Identifier: MIT */
/**
 * Overlay compositions (subtitles, clocks, logos) from GstBuffers to the readers: once for each
 * change, at the resolution they were drawn at, beside the frames.
 */
#ifndef GST_FRAMESHARE_OVERLAYS_H
#define GST_FRAMESHARE_OVERLAYS_H

#include <gst/video/video.h>

#include <frameshare/overlay.h>
#include <frameshare/writer.h>

G_BEGIN_DECLS

/* What tells one rectangle of a composition from another. */
typedef struct GstFrameshareOverlayKey {
    guint seqnum; /* of its pixels and its alpha */
    gint x, y;
    guint width, height;
} GstFrameshareOverlayKey;

typedef struct GstFrameshareOverlays {
    GstFrameshareOverlayKey shown[FRS_OVERLAYS_MAX]; /* what the writer was told last */
    guint n_shown;
    gboolean warned;
} GstFrameshareOverlays;

/** At the start and the end of a stream: nothing is shown. */
void gst_frameshare_overlays_reset(GstFrameshareOverlays *overlays, frs_writer *writer);

/**
 * Let the frames that follow carry the overlays of `buffer`. Where these are the ones that were
 * sent last, this is a comparison; else their pixels are copied into a slot. Overlays for which
 * there is no room (see frameshare/overlay.h, and the writer's memory) are left out, with one
 * warning.
 */
void gst_frameshare_overlays_update(GstFrameshareOverlays *overlays, frs_writer *writer,
                                    GstBuffer *buffer);

G_END_DECLS

#endif
