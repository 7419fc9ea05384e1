/* SPDX-License-Identifier: MIT */
/**
 * Tells upstream elements that draw text how large the readers show the picture: they then draw at
 * that size instead of the video's, as GStreamer's own sinks ask them to for their windows.
 */
#ifndef GST_FRAMESHARE_VIEW_H
#define GST_FRAMESHARE_VIEW_H

#include <gst/video/video.h>

#include <frameshare/writer.h>

G_BEGIN_DECLS

/* Only the streaming thread uses this. Zeroed at the start of a stream. */
typedef struct GstFrameshareView {
    gboolean drawing;    /* the caps say that the frames carry overlays */
    guint width, height; /* the size that upstream was last told; 0 x 0: the picture's own */
    gint64 told_at;      /* g_get_monotonic_time() of the last change; 0: never */
} GstFrameshareView;

/** Note new caps: do frames carry overlays? */
void gst_frameshare_view_set_caps(GstFrameshareView *view, GstCaps *caps);

/** Answer an allocation query: overlays are welcome, and this is the best size to draw them at. */
void gst_frameshare_view_propose(GstFrameshareView *view, frs_writer *writer,
                                 const GstVideoInfo *video, GstQuery *query);

/**
 * Is a reconfigure event due, because the readers' windows have another size? At most every quarter
 * of a second, and never for frames without overlays.
 */
gboolean gst_frameshare_view_has_changed(GstFrameshareView *view, frs_writer *writer,
                                         const GstVideoInfo *video);

G_END_DECLS

#endif
