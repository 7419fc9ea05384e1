/* SPDX-License-Identifier: MIT */
#include "sink.h"

#include <gst/video/video.h>

#define PUBLISHED_CAPS "video/x-raw, format=(string){ I420, NV12, RGBA, BGRA }"
#define YUV_CAPS "video/x-raw, format=(string)I420"
#define RGB_CAPS "video/x-raw, format=(string)RGBA"

/* What to let through for a picture that comes as `info`. Left to itself videoconvert would turn
 * 4:2:2 into RGBA, three times the bytes of I420 for the reader to upload. */
static const char *wanted_caps(const GstVideoInfo *info)
{
    switch (GST_VIDEO_INFO_FORMAT(info)) {
    case GST_VIDEO_FORMAT_I420:
    case GST_VIDEO_FORMAT_NV12:
    case GST_VIDEO_FORMAT_RGBA:
    case GST_VIDEO_FORMAT_BGRA:
        return PUBLISHED_CAPS;
    default:
        break;
    }
    gboolean yuv = GST_VIDEO_INFO_IS_YUV(info) || GST_VIDEO_INFO_IS_GRAY(info);
    return yuv && !GST_VIDEO_INFO_HAS_ALPHA(info) ? YUV_CAPS : RGB_CAPS;
}

static void set_filter(GstElement *filter, const char *text)
{
    g_autoptr(GstCaps) caps = gst_caps_from_string(text);
    g_object_set(filter, "caps", caps, NULL);
}

/* Before the converter sees new caps: choose what it converts to. */
static GstPadProbeReturn choose_format(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    GstCaps *caps;
    GstVideoInfo video;
    gst_event_parse_caps(event, &caps);
    if (gst_video_info_from_caps(&video, caps))
        set_filter(user, wanted_caps(&video));
    return GST_PAD_PROBE_OK;
}

/* Streaming thread; the message takes the news to the player's thread. */
static void post_caps(GstPad *pad, GParamSpec *property, gpointer user)
{
    (void)property;
    (void)user;
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    g_autoptr(GstElement) sink = gst_pad_get_parent_element(pad);
    if (caps == NULL || sink == NULL)
        return;
    GstStructure *structure = gst_structure_new(FRS_SINK_CAPS, "caps", GST_TYPE_CAPS, caps, NULL);
    gst_element_post_message(sink, gst_message_new_application(GST_OBJECT(sink), structure));
}

void frs_sink_watch_caps(GstElement *frameshare)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(frameshare, "sink");
    g_signal_connect(pad, "notify::caps", G_CALLBACK(post_caps), NULL);
}

static GstElement *make(GstBin *bin, const char *factory, const char **missing)
{
    GstElement *element = gst_element_factory_make(factory, NULL);
    if (element == NULL)
        *missing = factory;
    else
        gst_bin_add(bin, element);
    return element;
}

GstElement *frs_sink_new(frs_writer *writer, gboolean rgba, GstElement **frameshare,
                         const char **missing)
{
    GstElement *bin = gst_bin_new("picture");
    GstElement *convert = make(GST_BIN(bin), "videoconvert", missing);
    GstElement *filter = make(GST_BIN(bin), "capsfilter", missing);
    GstElement *sink = make(GST_BIN(bin), "framesharesink", missing);
    if (convert == NULL || filter == NULL || sink == NULL) {
        gst_object_unref(gst_object_ref_sink(bin));
        return NULL;
    }
    g_object_set(sink, "writer", writer, NULL);
    g_object_set(convert, "n-threads", 0, NULL); /* as many as there are processors */
    set_filter(filter, rgba ? RGB_CAPS : PUBLISHED_CAPS);
    gst_element_link_many(convert, filter, sink, NULL);

    g_autoptr(GstPad) inner = gst_element_get_static_pad(convert, "sink");
    if (!rgba)
        gst_pad_add_probe(inner, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, choose_format,
                          gst_object_ref(filter), gst_object_unref);
    gst_element_add_pad(bin, gst_ghost_pad_new("sink", inner));
    *frameshare = sink;
    return bin;
}

gboolean frs_sink_force_rgba(GstElement *frameshare)
{
    GstBin *bin = GST_BIN(GST_OBJECT_PARENT(frameshare));
    g_autoptr(GstPad) pad = gst_element_get_static_pad(frameshare, "sink");
    g_autoptr(GstPad) peer = gst_pad_get_peer(pad);
    const char *missing;
    if (peer == NULL)
        return FALSE;
    GstElement *convert = make(bin, "videoconvert", &missing);
    GstElement *filter = make(bin, "capsfilter", &missing);
    if (convert == NULL || filter == NULL)
        return FALSE;
    g_object_set(convert, "n-threads", 0, NULL);
    set_filter(filter, RGB_CAPS);
    g_autoptr(GstPad) start = gst_element_get_static_pad(convert, "sink");
    gst_pad_unlink(peer, pad);
    return gst_pad_link(peer, start) == GST_PAD_LINK_OK &&
           gst_element_link_many(convert, filter, frameshare, NULL);
}
