/* SPDX-License-Identifier: MIT */
#include "view.h"

#include <frameshare/frame.h>

/* A window that is being resized changes its size with each of its frames. */
#define SETTLE_US (G_USEC_PER_SEC / 4)

/* The picture, scaled up as far as the largest view needs: text is drawn in square pixels with the
 * video's aspect ratio. Never smaller than the picture itself: a snapshot has the picture's size
 * whatever the window's. */
static void wanted_size(frs_writer *writer, const GstVideoInfo *video, guint *width, guint *height)
{
    guint32 view_width, view_height;

    *width = *height = 0;
    frs_writer_get_view(writer, &view_width, &view_height);
    gdouble scale = MAX((gdouble)view_width / video->width, (gdouble)view_height / video->height);
    scale = MIN(scale, (gdouble)FRS_SIZE_MAX / MAX(video->width, video->height));
    if (scale <= 1)
        return;
    *width = (guint)(video->width * scale + 0.5);
    *height = (guint)(video->height * scale + 0.5);
}

static void tell(GstFrameshareView *self, guint width, guint height)
{
    self->width = width;
    self->height = height;
    self->told_at = g_get_monotonic_time();
}

void gst_frameshare_view_set_caps(GstFrameshareView *self, GstCaps *caps)
{
    self->drawing = gst_caps_features_contains(gst_caps_get_features(caps, 0),
                                               GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION);
}

void gst_frameshare_view_propose(GstFrameshareView *self, frs_writer *writer,
                                 const GstVideoInfo *video, GstQuery *query)
{
    GstStructure *params = NULL;
    guint width, height;

    wanted_size(writer, video, &width, &height);
    if (width > 0)
        params = gst_structure_new("GstVideoOverlayCompositionMeta", "width", G_TYPE_UINT, width,
                                   "height", G_TYPE_UINT, height, NULL);
    gst_query_add_allocation_meta(query, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, params);
    g_clear_pointer(&params, gst_structure_free);
    tell(self, width, height);
}

gboolean gst_frameshare_view_has_changed(GstFrameshareView *self, frs_writer *writer,
                                         const GstVideoInfo *video)
{
    guint width, height;

    if (!self->drawing || g_get_monotonic_time() - self->told_at < SETTLE_US)
        return FALSE;
    wanted_size(writer, video, &width, &height);
    if (width == self->width && height == self->height)
        return FALSE;
    /* Also for an upstream that never asks again: one reconfigure event is enough. */
    tell(self, width, height);
    return TRUE;
}
