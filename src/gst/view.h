/* SPDX-License-Identifier: MIT */
/**
 * How large the readers show the picture, told to the elements that draw text: they then draw it at
 * that size and not at the video's, as GStreamer's own sinks ask them to for their windows.
 */
#ifndef GST_FRAMESHARE_VIEW_H
#define GST_FRAMESHARE_VIEW_H

#include <gst/video/video.h>

#include <frameshare/writer.h>

G_BEGIN_DECLS

/* The streaming thread's. Zeroed at the start of a stream. */
typedef struct GstFrameshareView {
    gboolean drawing;    /* the frames' caps say that they come with overlays */
    guint width, height; /* what upstream was told last; 0 x 0: the picture's own size */
    gint64 told_at;      /* g_get_monotonic_time(); 0: never */
} GstFrameshareView;

/** New caps: do they have overlays? */
void gst_frameshare_view_set_caps(GstFrameshareView *view, GstCaps *caps);

/** Say in an allocation query that overlays are welcome, and at which size they are best drawn. */
void gst_frameshare_view_propose(GstFrameshareView *view, frs_writer *writer,
                                 const GstVideoInfo *video, GstQuery *query);

/** Is upstream to ask again, because the readers' windows have another size now? Not more often
 * than every quarter of a second, and never for frames without overlays. */
gboolean gst_frameshare_view_has_changed(GstFrameshareView *view, frs_writer *writer,
                                         const GstVideoInfo *video);

G_END_DECLS

#endif
