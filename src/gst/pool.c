/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <gst/video/video.h>

struct _GstFramesharePool {
    GstVideoBufferPool parent;
    gboolean aliasing;
};

G_DEFINE_TYPE(GstFramesharePool, gst_frameshare_pool, GST_TYPE_VIDEO_BUFFER_POOL)

#define STRIDE_ALIGN 63

#define PARENT_CLASS GST_BUFFER_POOL_CLASS(gst_frameshare_pool_parent_class)

/* If upstream asks for no alignment but understands the video meta, align its rows to cache lines.
 * Packed RGB stays without padding: texImage2D() takes such a picture as it is. */
static void align_rows(GstStructure *config)
{
    GstCaps *caps;
    GstVideoInfo info;
    GstVideoAlignment alignment;

    if (!gst_buffer_pool_config_get_params(config, &caps, NULL, NULL, NULL) || !caps ||
        !gst_video_info_from_caps(&info, caps) || GST_VIDEO_INFO_IS_RGB(&info))
        return;
    if (!gst_buffer_pool_config_has_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META) ||
        gst_buffer_pool_config_has_option(config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT))
        return;
    gst_video_alignment_reset(&alignment);
    for (guint i = 0; i < GST_VIDEO_MAX_PLANES; i++)
        alignment.stride_align[i] = STRIDE_ALIGN;
    gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
    gst_buffer_pool_config_set_video_alignment(config, &alignment);
}

static gboolean gst_frameshare_pool_set_config(GstBufferPool *pool, GstStructure *config)
{
    align_rows(config);
    return PARENT_CLASS->set_config(pool, config);
}

static GstMemory *our_memory(GstBuffer *buffer)
{
    if (gst_buffer_n_memory(buffer) != 1)
        return NULL;
    GstMemory *memory = gst_buffer_peek_memory(buffer, 0);
    return gst_is_frameshare_memory(memory) ? memory : NULL;
}

static GstFlowReturn gst_frameshare_pool_acquire(GstBufferPool *pool, GstBuffer **buffer,
                                                 GstBufferPoolAcquireParams *params)
{
    GstFlowReturn flow = PARENT_CLASS->acquire_buffer(pool, buffer, params);
    if (flow != GST_FLOW_OK)
        return flow;
    GstMemory *memory = our_memory(*buffer);
    if (!memory) /* upstream configured the pool with another allocator */
        return GST_FLOW_OK;
    gst_frameshare_memory_set_aliasing(memory, GST_FRAMESHARE_POOL(pool)->aliasing);
    if (gst_frameshare_memory_attach(memory))
        return GST_FLOW_OK;
    gst_clear_buffer(buffer);
    return GST_FLOW_ERROR;
}

static void gst_frameshare_pool_release(GstBufferPool *pool, GstBuffer *buffer)
{
    GstMemory *memory = our_memory(buffer);
    if (memory) {
        /* Only the sole owner may detach the slot. A memory that somebody else still references (a
         * plain reference counts too) is not reused: the tag makes the base class free the buffer.
         */
        if (GST_MINI_OBJECT_REFCOUNT_VALUE(memory) == 1 &&
            gst_buffer_is_all_memory_writable(buffer))
            gst_frameshare_memory_detach(memory);
        else
            GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_TAG_MEMORY);
    }
    PARENT_CLASS->release_buffer(pool, buffer);
}

GstBufferPool *gst_frameshare_pool_new(gboolean aliasing)
{
    GstFramesharePool *self = g_object_new(GST_TYPE_FRAMESHARE_POOL, NULL);
    gst_object_ref_sink(self);
    self->aliasing = aliasing;
    return GST_BUFFER_POOL_CAST(self);
}

static void gst_frameshare_pool_class_init(GstFramesharePoolClass *class)
{
    GstBufferPoolClass *pool_class = GST_BUFFER_POOL_CLASS(class);
    pool_class->set_config = gst_frameshare_pool_set_config;
    pool_class->acquire_buffer = gst_frameshare_pool_acquire;
    pool_class->release_buffer = gst_frameshare_pool_release;
}

static void gst_frameshare_pool_init(GstFramesharePool *self G_GNUC_UNUSED) {}
