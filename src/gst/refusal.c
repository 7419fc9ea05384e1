/* SPDX-License-Identifier: MIT */
#include "refusal.h"

#include <frameshare/frame.h>

static GError *refuse_format(const gchar *name)
{
    return g_error_new(GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
                       "A picture in the format %s cannot be published: put videoconvert before "
                       "framesharesink.",
                       name ? name : "(none)");
}

static GError *refuse_size(gint width, gint height)
{
    if (width < 1 || height < 1)
        return g_error_new(GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
                           "A picture of %dx%d has no pixels.", width, height);
    return g_error_new(GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
                       "A picture of %dx%d: at most %dx%d can be published.", width, height,
                       FRS_SIZE_MAX, FRS_SIZE_MAX);
}

static GError *refuse_bytes(const frs_frame_info *info, guint64 bytes, guint64 limit)
{
    g_autofree gchar *takes = g_format_size_full(bytes, G_FORMAT_SIZE_IEC_UNITS);
    g_autofree gchar *most = g_format_size_full(limit, G_FORMAT_SIZE_IEC_UNITS);
    return g_error_new(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
                       "A picture of %ux%u %s takes %s: at most %s are allowed (%s).", info->width,
                       info->height, frs_format_get_shape(info->format)->name, takes, most,
                       limit == FRS_SLOT_SIZE_MAX ? "no slot can be larger" : "max-memory");
}

GError *gst_frameshare_refuse_caps(GstCaps *caps, frs_writer *writer)
{
    const GstStructure *structure = gst_caps_get_structure(caps, 0);
    const gchar *format = gst_structure_get_string(structure, "format");
    guint64 limit = MIN(frs_writer_get_max_memory(writer), FRS_SLOT_SIZE_MAX);
    gint width = 0, height = 0;
    frs_frame_info info;

    if (frs_format_from_name(format) == FRS_FORMAT_UNKNOWN)
        return refuse_format(format);
    gst_structure_get_int(structure, "width", &width);
    gst_structure_get_int(structure, "height", &height);
    gint64 bytes = frs_frame_info_init(&info, frs_format_from_name(format), (guint32)width,
                                       (guint32)height, 1);
    if (bytes < 0)
        return refuse_size(width, height);
    return (guint64)bytes > limit ? refuse_bytes(&info, (guint64)bytes, limit) : NULL;
}
