/* SPDX-License-Identifier: MIT */
/* Which caps the sink accepts, and which memory it proposes. */
#include "sink_private.h"

#include "format.h"
#include "pool.h"
#include "refusal.h"
#include "upstream.h"

gboolean gst_frameshare_sink_set_info(GstVideoSink *sink, GstCaps *caps, const GstVideoInfo *video)
{
    GstFramesharePublisher *publisher = &GST_FRAMESHARE_SINK(sink)->publisher;
    publisher->video = *video;
    gst_frameshare_view_set_caps(&GST_FRAMESHARE_SINK(sink)->view, caps);
    return gst_frameshare_info_set_caps(&publisher->picture, video, caps);
}

gboolean gst_frameshare_sink_refuse_caps(GstFrameshareSink *self, GstCaps *caps)
{
    GError *error = gst_frameshare_refuse_caps(caps, self->publisher.writer);

    if (!error)
        return FALSE;
    gst_element_message_full(GST_ELEMENT(self), GST_MESSAGE_ERROR, error->domain, error->code,
                             g_strdup(error->message), NULL, __FILE__, G_STRFUNC, __LINE__);
    g_error_free(error);
    return TRUE;
}

static GstPadProbeReturn name_unknown_format(GstPad *pad, GstPadProbeInfo *info,
                                             gpointer user G_GNUC_UNUSED)
{
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstCaps *caps;

    if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    gst_event_parse_caps(event, &caps);
    if (!gst_caps_can_intersect(caps, gst_pad_get_pad_template_caps(pad)))
        gst_frameshare_sink_refuse_caps(GST_FRAMESHARE_SINK(GST_PAD_PARENT(pad)), caps);
    return GST_PAD_PROBE_OK;
}

void gst_frameshare_sink_watch_caps(GstFrameshareSink *self)
{
    gst_pad_add_probe(GST_BASE_SINK_PAD(self), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                      name_unknown_format, NULL, NULL);
}

static void add_pool(GstFrameshareSink *self, GstQuery *query, GstCaps *caps,
                     const GstVideoInfo *video, const GstAllocationParams *params)
{
    gboolean aliasing = gst_frameshare_upstream_is_decoder(GST_BASE_SINK_PAD(self));
    GstBufferPool *pool = gst_frameshare_pool_new(aliasing);
    GstStructure *config = gst_buffer_pool_get_config(pool);

    gst_buffer_pool_config_set_params(config, caps, (guint)video->size, 0, 0);
    gst_buffer_pool_config_set_allocator(config, GST_ALLOCATOR_CAST(self->allocator), params);
    /* avdec_* discards a pool with a maximum below 32 buffers: 0, no maximum. */
    if (gst_buffer_pool_set_config(pool, config))
        gst_query_add_allocation_pool(query, pool, (guint)video->size, 0, 0);
    gst_object_unref(pool);
}

gboolean gst_frameshare_sink_propose_allocation(GstBaseSink *sink, GstQuery *query)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    GstAllocationParams params = {.align = 63};
    GstVideoInfo video;
    gboolean need_pool;
    GstCaps *caps;

    gst_query_parse_allocation(query, &caps, &need_pool);
    if (!caps || !gst_video_info_from_caps(&video, caps))
        return FALSE;
    gst_query_add_allocation_param(query, GST_ALLOCATOR_CAST(self->allocator), &params);
    if (need_pool)
        add_pool(self, query, caps, &video, &params);
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, NULL);
    gst_query_add_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    gst_frameshare_view_propose(&self->view, self->writer, &video, query);
    return TRUE;
}
