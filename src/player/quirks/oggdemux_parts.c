/* SPDX-License-Identifier: MIT */
#include "oggdemux_parts.h"

#include "probe.h"

#define DATA "frs-ogg-parts"
#define MESSAGE "frs-ogg-from-its-beginning"

static gboolean comes_in_parts(GstPad *in)
{
    gboolean seekable = FALSE;
    GstQuery *query = gst_query_new_seeking(GST_FORMAT_BYTES);
    if (gst_pad_peer_query(in, query))
        gst_query_parse_seeking(query, NULL, &seekable, NULL, NULL);
    gst_query_unref(query);
    return seekable;
}

/* The first buffer. */
static GstPadProbeReturn on_buffer(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)info;
    (void)user;
    g_autoptr(GstElement) demuxer = gst_pad_get_parent_element(pad);
    if (demuxer != NULL && comes_in_parts(pad))
        gst_element_post_message(
            demuxer,
            gst_message_new_application(GST_OBJECT(demuxer), gst_structure_new_empty(MESSAGE)));
    return GST_PAD_PROBE_REMOVE;
}

/* The demuxer queries the size of the file, to guess the duration from it. */
static GstPadProbeReturn on_query(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) == GST_QUERY_DURATION && frs_pad_has_mode(pad, GST_PAD_MODE_PUSH) &&
        !comes_in_parts(pad))
        gst_query_set_duration(query, GST_FORMAT_BYTES, -1);
    return GST_PAD_PROBE_OK;
}

void frs_ogg_parts_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    if (g_object_get_data(G_OBJECT(demuxer), DATA) != NULL)
        return;
    g_object_set_data(G_OBJECT(demuxer), DATA, demuxer);
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PULL, on_query,
                      NULL, NULL);
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_PUSH | GST_PAD_PROBE_TYPE_BUFFER, on_buffer, NULL,
                      NULL);
}

gboolean frs_ogg_parts_message(GstMessage *message)
{
    return gst_message_has_name(message, MESSAGE);
}
