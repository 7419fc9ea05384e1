/* SPDX-License-Identifier: MIT */
#include "format.h"

#include <string.h>

#include <frameshare/writer.h>

/* The same formats with overlays attached to the buffers. Elements list the overlay feature both
 * with and without memory:SystemMemory beside it, and caps negotiation treats these as different.
 */
static GstCaps *with_overlays(const GstCaps *caps)
{
    const char *overlays = GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION;
    GstCaps *both = gst_caps_copy(caps), *alone = gst_caps_copy(caps);

    gst_caps_set_features_simple(
        both, gst_caps_features_new(GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY, overlays, NULL));
    gst_caps_set_features_simple(alone, gst_caps_features_new(overlays, NULL));
    return gst_caps_merge(both, alone);
}

GstCaps *gst_frameshare_caps(void)
{
    GValue formats = G_VALUE_INIT, name = G_VALUE_INIT;
    GstCaps *caps = gst_caps_from_string("video/x-raw, width = (int) [ 0, max ], "
                                         "height = (int) [ 0, max ], "
                                         "framerate = (fraction) [ 0, max ]");

    g_value_init(&formats, GST_TYPE_LIST);
    g_value_init(&name, G_TYPE_STRING);
    for (guint32 i = FRS_FORMAT_UNKNOWN + 1; i < FRS_FORMAT_END; i++) {
        const char *known = frs_format_get_shape(i)->name;
        if (gst_video_format_from_string(known) == GST_VIDEO_FORMAT_UNKNOWN)
            continue;
        g_value_set_static_string(&name, known);
        gst_value_list_append_value(&formats, &name);
    }
    gst_caps_set_value(caps, "format", &formats);
    g_value_unset(&formats);
    g_value_unset(&name);
    return gst_caps_merge(caps, with_overlays(caps));
}

static guint32 range(const GstVideoColorimetry *colour)
{
    switch (colour->range) {
    case GST_VIDEO_COLOR_RANGE_0_255:
        return FRS_RANGE_FULL;
    case GST_VIDEO_COLOR_RANGE_16_235:
        return FRS_RANGE_LIMITED;
    default:
        return FRS_RANGE_UNKNOWN;
    }
}

/* GStreamer's default chroma siting of untagged pictures: centred up to 576 lines, left above.
 * gst_video_info_set_format() sets it up to 1.24. A GstVideoInfo of the caps has it as well, but
 * 1.22.0 stores it there even when the caps have another value. */
static GstVideoChromaSite site_of_caps(const GstVideoInfo *video, GstCaps *caps)
{
    const gchar *name = gst_structure_get_string(gst_caps_get_structure(caps, 0), "chroma-site");
    GstVideoChromaSite site = name ? gst_video_chroma_site_from_string(name) : 0;
    GstVideoInfo untagged;

    if (site == GST_VIDEO_CHROMA_SITE_UNKNOWN &&
        gst_video_info_set_format(&untagged, video->finfo->format, (guint)video->width,
                                  (guint)video->height))
        site = untagged.chroma_site;
    return site == GST_VIDEO_CHROMA_SITE_UNKNOWN ? video->chroma_site : site;
}

static guint32 chroma_site(const GstVideoInfo *video, GstCaps *caps)
{
    switch ((guint)site_of_caps(video, caps)) {
    case GST_VIDEO_CHROMA_SITE_H_COSITED:
        return FRS_CHROMA_LEFT;
    case GST_VIDEO_CHROMA_SITE_NONE:
        return FRS_CHROMA_CENTER;
    case GST_VIDEO_CHROMA_SITE_COSITED:
    case GST_VIDEO_CHROMA_SITE_DV: /* the siting of FFmpeg's ChromaLocType 2, in the words of
                                      avdec_* */
        return FRS_CHROMA_TOP_LEFT;
    case GST_VIDEO_CHROMA_SITE_V_COSITED:
        return FRS_CHROMA_TOP;
    default:
        return FRS_CHROMA_UNKNOWN;
    }
}

/* The side that the pixel aspect shrinks must keep at least one pixel, as in FFmpeg's
 * av_image_check_sar(). */
static gboolean is_pixel_aspect(const GstVideoInfo *video)
{
    if (video->par_n <= 0 || video->par_d <= 0)
        return FALSE;
    return video->par_n < video->par_d
               ? gst_util_uint64_scale((guint64)video->width, (guint64)video->par_n,
                                       (guint64)video->par_d) > 0
               : gst_util_uint64_scale((guint64)video->height, (guint64)video->par_d,
                                       (guint64)video->par_n) > 0;
}

void gst_frameshare_pixel_aspect(const GstVideoInfo *video, guint32 *n, guint32 *d)
{
    gboolean usable = is_pixel_aspect(video);
    *n = usable ? (guint32)video->par_n : 1;
    *d = usable ? (guint32)video->par_d : 1;
}

static void set_hdr(frs_hdr *hdr, GstCaps *caps)
{
    GstVideoMasteringDisplayInfo display;
    GstVideoContentLightLevel light;

    if (gst_video_mastering_display_info_from_caps(&display, caps)) {
        for (guint i = 0; i < 3; i++) {
            hdr->primaries_x[i] = display.display_primaries[i].x;
            hdr->primaries_y[i] = display.display_primaries[i].y;
        }
        hdr->white_x = display.white_point.x;
        hdr->white_y = display.white_point.y;
        hdr->max_luminance = display.max_display_mastering_luminance;
        hdr->min_luminance = display.min_display_mastering_luminance;
    }
    if (gst_video_content_light_level_from_caps(&light, caps)) {
        hdr->max_cll = light.max_content_light_level;
        hdr->max_fall = light.max_frame_average_light_level;
    }
}

gboolean gst_frameshare_info_set_caps(frs_frame_info *info, const GstVideoInfo *video,
                                      GstCaps *caps)
{
    const GstVideoColorimetry *colour = &video->colorimetry;

    memset(info, 0, sizeof *info);
    info->format = frs_format_from_name(video->finfo->name);
    if (info->format == FRS_FORMAT_UNKNOWN || video->width < 1 || video->height < 1 ||
        video->width > FRS_SIZE_MAX || video->height > FRS_SIZE_MAX)
        return FALSE;
    info->width = (guint32)video->width;
    info->height = (guint32)video->height;
    info->n_planes = GST_VIDEO_INFO_N_PLANES(video);
    info->range = range(colour);
    info->matrix = gst_video_color_matrix_to_iso(colour->matrix);
    info->transfer = gst_video_transfer_function_to_iso(colour->transfer);
    info->primaries = gst_video_color_primaries_to_iso(colour->primaries);
    info->chroma_site = chroma_site(video, caps);
    gst_frameshare_pixel_aspect(video, &info->par_n, &info->par_d);
    info->fps_n = (guint32)video->fps_n;
    info->fps_d = (guint32)video->fps_d;
    info->pts = info->duration = FRS_TIME_NONE;
    set_hdr(&info->hdr, caps);
    return TRUE;
}

static guint32 interlace(const GstVideoInfo *video, GstBuffer *buffer)
{
    gboolean interlaced = GST_VIDEO_INFO_INTERLACE_MODE(video) == GST_VIDEO_INTERLACE_MODE_MIXED
                              ? GST_BUFFER_FLAG_IS_SET(buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED)
                              : GST_VIDEO_INFO_IS_INTERLACED(video);
    if (!interlaced)
        return FRS_INTERLACE_PROGRESSIVE;
    if (GST_VIDEO_INFO_INTERLACE_MODE(video) == GST_VIDEO_INTERLACE_MODE_INTERLEAVED &&
        GST_VIDEO_INFO_FIELD_ORDER(video) != GST_VIDEO_FIELD_ORDER_UNKNOWN)
        return GST_VIDEO_INFO_FIELD_ORDER(video) == GST_VIDEO_FIELD_ORDER_TOP_FIELD_FIRST
                   ? FRS_INTERLACE_TOP_FIRST
                   : FRS_INTERLACE_BOTTOM_FIRST;
    return GST_BUFFER_FLAG_IS_SET(buffer, GST_VIDEO_BUFFER_FLAG_TFF) ? FRS_INTERLACE_TOP_FIRST
                                                                     : FRS_INTERLACE_BOTTOM_FIRST;
}

void gst_frameshare_info_set_buffer(frs_frame_info *info, const GstVideoInfo *video,
                                    GstBuffer *buffer)
{
    GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta(buffer);

    info->interlace = interlace(video, buffer);
    info->crop_x = info->crop_y = info->crop_width = info->crop_height = 0;
    if (!crop || crop->width == 0 || crop->height == 0)
        return;
    info->crop_x = crop->x;
    info->crop_y = crop->y;
    info->crop_width = crop->width;
    info->crop_height = crop->height;
}

void gst_frameshare_info_check_crop(frs_frame_info *info)
{
    if (info->crop_x <= info->width && info->crop_width <= info->width - info->crop_x &&
        info->crop_y <= info->height && info->crop_height <= info->height - info->crop_y)
        return;
    info->crop_x = info->crop_y = info->crop_width = info->crop_height = 0;
}

gboolean gst_frameshare_info_set_planes(frs_frame_info *info, const GstVideoInfo *video,
                                        GstBuffer *buffer, gsize offset)
{
    GstVideoMeta *meta = gst_buffer_get_video_meta(buffer);

    info->width = meta ? meta->width : (guint32)video->width;
    info->height = meta ? meta->height : (guint32)video->height;
    for (guint i = 0; i < info->n_planes; i++) {
        gsize start = meta ? meta->offset[i] : video->offset[i];
        gint stride = meta ? meta->stride[i] : video->stride[i];
        if (stride < 0 || start > FRS_SLOT_SIZE_MAX || offset > FRS_SLOT_SIZE_MAX)
            return FALSE;
        info->offset[i] = (guint32)(start + offset);
        info->stride[i] = (guint32)stride;
    }
    gst_frameshare_info_check_crop(info);
    return TRUE;
}

/* GStreamer's "flip across the upper left/lower right diagonal" is a mirror image turned by 270. */
guint32 gst_frameshare_orientation(GstVideoOrientationMethod method)
{
    switch (method) {
    case GST_VIDEO_ORIENTATION_90R:
        return FRS_ORIENTATION_90;
    case GST_VIDEO_ORIENTATION_180:
        return FRS_ORIENTATION_180;
    case GST_VIDEO_ORIENTATION_90L:
        return FRS_ORIENTATION_270;
    case GST_VIDEO_ORIENTATION_HORIZ:
        return FRS_ORIENTATION_FLIP_0;
    case GST_VIDEO_ORIENTATION_UR_LL:
        return FRS_ORIENTATION_FLIP_90;
    case GST_VIDEO_ORIENTATION_VERT:
        return FRS_ORIENTATION_FLIP_180;
    case GST_VIDEO_ORIENTATION_UL_LR:
        return FRS_ORIENTATION_FLIP_270;
    default:
        return FRS_ORIENTATION_0;
    }
}
