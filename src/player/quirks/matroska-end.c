/* SPDX-License-Identifier: MIT */
#include "matroska-end.h"
#include "probe.h"

#define END_DATA "frs-matroska-end"
#define MESSAGE "frs-matroska-without-index"

/* Longer than any file, and small enough not to overflow in matroskademux. */
#define BEYOND (100 * 3600 * GST_SECOND)
/* Time limit, for disks and servers that hang. */
#define LIMIT (5 * GST_SECOND)
/* Bytes of a network source that are cached. */
#define RING_BYTES (1024 * 1024)
/* A file whose first block is later than this does not start at 0. */
#define OFFSET_MIN (100 * GST_MSECOND)

/* State of one demuxer, protected by its object lock. */
typedef struct {
    GstElement *demuxer; /* the demuxer, which owns this */
    GstClockTime start;  /* timestamp of the first block, as stored; 0: not known */
    GstClockTime end;    /* end of the last block, as stored; 0: not read */
    gint64 told;         /* the first duration that the demuxer reported; -1: none */
} matroska_end;

/* ---- reading the end ---- */

/* On the streaming thread. */
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

/* matroskademux queues a seek that comes before it has read its headers. */
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

/* Range requests need a source element that can cache what it reads. */
static gboolean link_source(GstElement *pipeline, GstElement *source, GstElement *demuxer,
                            gboolean remote)
{
    GstElement *ring = remote ? gst_element_factory_make("queue2", NULL) : NULL;
    if (ring == NULL)
        return !remote && gst_element_link(source, demuxer);
    g_object_set(ring, "ring-buffer-max-size", (guint64)RING_BYTES, NULL);
    gst_bin_add(GST_BIN(pipeline), ring);
    return gst_element_link_many(source, ring, demuxer, NULL);
}

/* The end of the last block, as stored; 0: it cannot be read. */
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
    gboolean all = link_source(pipeline, source, demuxer, !gst_uri_has_protocol(uri, "file")) &&
                   run_to_end(pipeline, demuxer);
    return all ? end : 0;
}

/* ---- the demuxer that plays ---- */

/* NULL: neither a local file nor a source whose server supports range requests. */
static char *uri_of(GstElement *demuxer)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    char *uri = NULL;
    GstQuery *query = gst_query_new_uri();
    if (gst_pad_peer_query(in, query))
        gst_query_parse_uri(query, &uri);
    gst_query_unref(query);
    if (uri != NULL && !gst_uri_has_protocol(uri, "file") &&
        !frs_pad_has_mode(in, GST_PAD_MODE_PULL))
        g_clear_pointer(&uri, g_free);
    return uri;
}

/* The source delivers the file from its start on, but its server supports range requests. */
static gboolean could_pull(GstElement *demuxer)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    gboolean seekable = FALSE;
    GstQuery *query = gst_query_new_seeking(GST_FORMAT_BYTES);
    if (!frs_pad_has_mode(in, GST_PAD_MODE_PULL) && gst_pad_peer_query(in, query))
        gst_query_parse_seeking(query, NULL, &seekable, NULL, NULL);
    gst_query_unref(query);
    return seekable;
}

static gint64 told_by(GstElement *demuxer)
{
    gint64 duration = -1;
    gst_element_query_duration(demuxer, GST_FORMAT_TIME, &duration);
    return duration;
}

/* When the last block ends. */
static void find_end(matroska_end *it)
{
    g_autofree char *uri = uri_of(it->demuxer);
    GstClockTime end = uri != NULL ? read_end(uri) : 0;
    GST_OBJECT_LOCK(it->demuxer);
    it->end = end;
    GST_OBJECT_UNLOCK(it->demuxer);
}

/* A segment of the demuxer starts at a block's timestamp, and also has the time relative to the
 * first block: their difference. 0: there has been no segment, or it plays backwards. */
static GstClockTime start_of(GstPad *pad)
{
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    const GstSegment *segment;
    if (event == NULL)
        return 0;
    gst_event_parse_segment(event, &segment);
    return segment->format == GST_FORMAT_TIME && segment->rate > 0 && segment->start > segment->time
               ? segment->start - segment->time
               : 0;
}

/* TRUE: the end of the last block is needed, and not known yet. */
static gboolean note_start(matroska_end *it, GstClockTime start, gint64 told)
{
    GST_OBJECT_LOCK(it->demuxer);
    gboolean first = it->start < OFFSET_MIN && start >= OFFSET_MIN;
    it->start = start > 0 ? start : it->start;
    it->told = it->told >= 0 ? it->told : told;
    gboolean needed = first && it->end == 0;
    GST_OBJECT_UNLOCK(it->demuxer);
    return needed;
}

/* The duration that the demuxer reports before it has read on counts from 0 (or, as mkvmerge writes
 * it, is short by the start time); the duration that it reports when the file turns out to be
 * longer counts from the first block. With the lock held. */
static gint64 correct(const matroska_end *it, gint64 duration)
{
    gint64 start = it->start >= OFFSET_MIN ? (gint64)it->start : 0;
    gint64 rest = duration == it->told && duration > start ? duration - start : duration;
    return it->end > it->start ? MAX((gint64)(it->end - it->start), rest) : rest;
}

static GstPadProbeReturn on_query(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    matroska_end *it = user;
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    GstFormat format;
    gint64 duration;
    if (GST_QUERY_TYPE(query) != GST_QUERY_DURATION)
        return GST_PAD_PROBE_OK;
    gst_query_parse_duration(query, &format, &duration);
    if (format != GST_FORMAT_TIME)
        return GST_PAD_PROBE_OK;
    if (note_start(it, start_of(pad), duration))
        find_end(it);
    GST_OBJECT_LOCK(it->demuxer);
    duration = correct(it, duration);
    GST_OBJECT_UNLOCK(it->demuxer);
    gst_query_set_duration(query, format, duration);
    return GST_PAD_PROBE_OK;
}

static void on_own_pad_added(GstElement *demuxer, GstPad *pad, gpointer it)
{
    (void)demuxer;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PULL, on_query,
                      it, NULL);
}

static gboolean watch_old_pad(GstElement *demuxer, GstPad *pad, gpointer it)
{
    on_own_pad_added(demuxer, pad, it);
    return TRUE;
}

/* On the streaming thread, before the first cluster: a duration comes from the file's header. */
static void on_no_more_pads(GstElement *demuxer, gpointer it)
{
    if (told_by(demuxer) >= 0)
        return;
    if (could_pull(demuxer))
        gst_element_post_message(
            demuxer,
            gst_message_new_application(GST_OBJECT(demuxer), gst_structure_new_empty(MESSAGE)));
    else
        find_end(it);
}

void frs_matroska_end_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    if (g_object_get_data(G_OBJECT(demuxer), END_DATA) != NULL)
        return;
    matroska_end *it = g_new0(matroska_end, 1);
    it->demuxer = demuxer;
    it->told = -1;
    g_object_set_data_full(G_OBJECT(demuxer), END_DATA, it, g_free);
    g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_own_pad_added), it);
    g_signal_connect(demuxer, "no-more-pads", G_CALLBACK(on_no_more_pads), it);
    /* If the demuxer belongs to a next source (gapless.c), it already has pads when it is added
     * here. */
    gst_element_foreach_src_pad(demuxer, watch_old_pad, it);
}

gboolean frs_matroska_end_message(GstMessage *message)
{
    return gst_message_has_name(message, MESSAGE);
}
