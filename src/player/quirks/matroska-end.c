/* SPDX-License-Identifier: MIT */
#include "matroska-end.h"

#define END_DATA "frs-matroska-end"

/* Longer than any file; small enough for matroskademux to count with. */
#define BEYOND (100 * 3600 * GST_SECOND)
/* A guard against disks that hang. */
#define LIMIT (5 * GST_SECOND)

/* ---- reading the end ---- */

/* Streaming thread. */
static GstPadProbeReturn on_block(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    GstClockTime *end = user;
    const GstBuffer *block = GST_PAD_PROBE_INFO_BUFFER(info);
    GstClockTime to =
        GST_BUFFER_PTS_IS_VALID(block) ? GST_BUFFER_PTS(block) : GST_BUFFER_DTS(block);
    if (!GST_CLOCK_TIME_IS_VALID(to))
        return GST_PAD_PROBE_OK;
    if (GST_BUFFER_DURATION_IS_VALID(block))
        to += GST_BUFFER_DURATION(block);
    *end = MAX(*end, to);
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer end)
{
    g_autoptr(GstObject) pipeline = gst_object_get_parent(GST_OBJECT(demuxer));
    GstElement *sink = gst_element_factory_make("fakesink", NULL);
    g_object_set(sink, "sync", FALSE, "async", FALSE, NULL);
    gst_bin_add(GST_BIN(pipeline), sink);
    gst_element_sync_state_with_parent(sink);
    g_autoptr(GstPad) to = gst_element_get_static_pad(sink, "sink");
    gst_pad_link(pad, to);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_block, end, NULL);
}

/* matroskademux keeps a seek that comes before its headers until it has read them. */
static gboolean run_to_end(GstElement *pipeline, GstElement *demuxer)
{
    gst_element_set_state(pipeline, GST_STATE_READY);
    gst_element_send_event(demuxer,
                           gst_event_new_seek(1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
                                              GST_SEEK_TYPE_SET, BEYOND, GST_SEEK_TYPE_NONE, -1));
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);
    g_autoptr(GstMessage) message =
        gst_bus_timed_pop_filtered(bus, LIMIT, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    return message != NULL && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
}

/* The time, as its blocks count, at which the last one ends; 0: it cannot be read. */
static GstClockTime read_end(const char *uri)
{
    GstClockTime end = 0;
    g_autoptr(GstElement) pipeline = gst_object_ref_sink(gst_pipeline_new(NULL));
    GstElement *source = gst_element_make_from_uri(GST_URI_SRC, uri, NULL, NULL);
    GstElement *demuxer = gst_element_factory_make("matroskademux", NULL);
    if (source == NULL || demuxer == NULL) {
        gst_clear_object(&source);
        gst_clear_object(&demuxer);
        return 0;
    }
    g_object_set(demuxer, "max-backtrack-distance", 0, NULL);
    g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_pad_added), &end);
    gst_bin_add_many(GST_BIN(pipeline), source, demuxer, NULL);
    gboolean all = gst_element_link(source, demuxer) && run_to_end(pipeline, demuxer);
    return all ? end : 0;
}

/* ---- the demuxer that plays ---- */

/* NULL: not a file of this machine. */
static char *file_uri_of(GstElement *demuxer)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    char *uri = NULL;
    GstQuery *query = gst_query_new_uri();
    if (gst_pad_peer_query(in, query))
        gst_query_parse_uri(query, &uri);
    gst_query_unref(query);
    if (uri != NULL && !gst_uri_has_protocol(uri, "file"))
        g_clear_pointer(&uri, g_free);
    return uri;
}

/* In the time of the pad's stream; 0: not known yet. */
static gint64 duration_at(GstPad *pad, GstClockTime end)
{
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    const GstSegment *segment;
    guint64 time;
    if (event == NULL)
        return 0;
    gst_event_parse_segment(event, &segment);
    return gst_segment_to_stream_time_full(segment, GST_FORMAT_TIME, end, &time) > 0 ? (gint64)time
                                                                                     : 0;
}

/* A file that grows is longer than its end was. */
static GstPadProbeReturn on_query(GstPad *pad, GstPadProbeInfo *info, gpointer demuxer)
{
    const GstClockTime *end = g_object_get_data(demuxer, END_DATA);
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    GstFormat format;
    gint64 duration;
    if (GST_QUERY_TYPE(query) != GST_QUERY_DURATION)
        return GST_PAD_PROBE_OK;
    gst_query_parse_duration(query, &format, &duration);
    if (format == GST_FORMAT_TIME)
        gst_query_set_duration(query, format, MAX(duration, duration_at(pad, *end)));
    return GST_PAD_PROBE_OK;
}

static gboolean watch_pad(GstElement *demuxer, GstPad *pad, gpointer user)
{
    (void)user;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PULL, on_query,
                      demuxer, NULL);
    return TRUE;
}

/* Streaming thread, before the first cluster: a duration is that of the file's header. */
static void on_no_more_pads(GstElement *demuxer, gpointer user)
{
    gint64 duration = -1;
    gst_element_query_duration(demuxer, GST_FORMAT_TIME, &duration);
    if (duration >= 0 || g_object_get_data(G_OBJECT(demuxer), END_DATA) != NULL)
        return;
    g_autofree char *uri = file_uri_of(demuxer);
    GstClockTime end = uri != NULL ? read_end(uri) : 0;
    if (end == 0)
        return;
    GstClockTime *data = g_new(GstClockTime, 1);
    *data = end;
    g_object_set_data_full(G_OBJECT(demuxer), END_DATA, data, g_free);
    gst_element_foreach_src_pad(demuxer, watch_pad, user);
}

void frs_matroska_end_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    g_signal_connect(demuxer, "no-more-pads", G_CALLBACK(on_no_more_pads), NULL);
}
