/* SPDX-License-Identifier: MIT */
#include "oggdemux_vp8.h"

#define DATA "frs-ogg-vp8"

/* The lowest bit of the first byte is 0 in a key frame (RFC 6386, section 9.1). */
static gboolean is_key_frame(GstBuffer *buffer)
{
    guint8 first;
    return gst_buffer_extract(buffer, 0, &first, 1) == 1 && (first & 1) == 0;
}

static GstPadProbeReturn on_buffer(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    if (GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_HEADER) ||
        !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT) || !is_key_frame(buffer))
        return GST_PAD_PROBE_OK;
    buffer = gst_buffer_make_writable(buffer);
    GST_BUFFER_FLAG_UNSET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer user)
{
    (void)demuxer;
    (void)user;
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    if (caps == NULL || g_object_get_data(G_OBJECT(pad), DATA) != NULL ||
        !gst_structure_has_name(gst_caps_get_structure(caps, 0), "video/x-vp8"))
        return;
    g_object_set_data(G_OBJECT(pad), DATA, pad);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, NULL, NULL);
}

void frs_ogg_vp8_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    if (g_object_get_data(G_OBJECT(demuxer), DATA) != NULL)
        return;
    g_object_set_data(G_OBJECT(demuxer), DATA, demuxer);
    g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_pad_added), NULL);
}
