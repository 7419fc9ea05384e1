/* SPDX-License-Identifier: MIT */
#include "mpeg_origin.h"

#include "probe.h"

#define ORIGIN "frs-origin"

/* State of one demuxer: the start of its first segment. Streaming threads write it, with the
 * demuxer's object lock; seeks read it. */
typedef struct frs_origin {
    GstElement *demuxer; /* the demuxer, which owns this */
    GstClockTime start;  /* GST_CLOCK_TIME_NONE: not known yet */
} frs_origin;

/* A source with its own timeline, such as HLS segments, is left unchanged. */
static gboolean counts_bytes(GstElement *demuxer)
{
    g_autoptr(GstPad) sink = gst_element_get_static_pad(demuxer, "sink");
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(sink, GST_EVENT_SEGMENT, 0);
    const GstSegment *segment;
    if (event == NULL) /* the demuxer is in pull mode */
        return TRUE;
    gst_event_parse_segment(event, &segment);
    return segment->format == GST_FORMAT_BYTES;
}

static GstClockTime get_start(frs_origin *origin)
{
    GST_OBJECT_LOCK(origin->demuxer);
    GstClockTime start = origin->start;
    GST_OBJECT_UNLOCK(origin->demuxer);
    return start;
}

static GstClockTime begin_at(frs_origin *origin, GstClockTime start)
{
    GST_OBJECT_LOCK(origin->demuxer);
    if (!GST_CLOCK_TIME_IS_VALID(origin->start))
        origin->start = start;
    start = origin->start;
    GST_OBJECT_UNLOCK(origin->demuxer);
    return start;
}

/* The changed event; NULL: it stays as it is. */
static GstEvent *from_origin(frs_origin *origin, GstEvent *event)
{
    GstSegment segment;
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT || !counts_bytes(origin->demuxer))
        return NULL;
    gst_event_copy_segment(event, &segment);
    if (segment.format != GST_FORMAT_TIME)
        return NULL;
    GstClockTime start = begin_at(origin, segment.start);
    segment.start = MAX(segment.start, start);
    segment.time = segment.start - start;
    return gst_event_new_segment(&segment);
}

static GstPadProbeReturn on_segment(GstPad *pad, GstPadProbeInfo *info, gpointer demuxer)
{
    (void)pad;
    GstEvent *event =
        from_origin(g_object_get_data(demuxer, ORIGIN), GST_PAD_PROBE_INFO_EVENT(info));
    if (event != NULL)
        frs_probe_replace(info, event);
    return GST_PAD_PROBE_OK;
}

/* Events that are sticky on a pad before the pad is added do not pass its probes. */
static void mend_sticky(GstPad *pad, GstElement *demuxer)
{
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    g_autoptr(GstEvent) mended =
        event != NULL ? from_origin(g_object_get_data(G_OBJECT(demuxer), ORIGIN), event) : NULL;
    if (mended != NULL)
        gst_pad_store_sticky_event(pad, mended);
}

static gint64 shift(GstSeekType type, gint64 time, GstClockTime start)
{
    return type == GST_SEEK_TYPE_SET && GST_CLOCK_TIME_IS_VALID((GstClockTime)time)
               ? time + (gint64)start
               : time;
}

static GstPadProbeReturn on_seek(GstPad *pad, GstPadProbeInfo *info, gpointer demuxer)
{
    (void)pad;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstClockTime origin = get_start(g_object_get_data(demuxer, ORIGIN));
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEEK || !GST_CLOCK_TIME_IS_VALID(origin))
        return GST_PAD_PROBE_OK;
    double rate;
    GstFormat format;
    GstSeekFlags flags;
    GstSeekType start_type, stop_type;
    gint64 start, stop;
    gst_event_parse_seek(event, &rate, &format, &flags, &start_type, &start, &stop_type, &stop);
    if (format == GST_FORMAT_TIME)
        frs_probe_replace(info, gst_event_new_seek(rate, format, flags, start_type,
                                                   shift(start_type, start, origin), stop_type,
                                                   shift(stop_type, stop, origin)));
    return GST_PAD_PROBE_OK;
}

static void unref(gpointer demuxer)
{
    gst_object_unref(demuxer);
}

/* Watch the parsebin's pads: while parsebin identifies a stream it blocks the demuxer's own pads,
 * and the events that it then lets through bypass their probes. */
static void on_pad_added(GstElement *parsebin, GstPad *pad, gpointer demuxer)
{
    (void)parsebin;
    mend_sticky(pad, demuxer);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_segment, gst_object_ref(demuxer),
                      unref);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_seek, gst_object_ref(demuxer),
                      unref);
}

void frs_origin_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    frs_origin *origin = g_new(frs_origin, 1);
    *origin = (frs_origin){.demuxer = demuxer, .start = GST_CLOCK_TIME_NONE};
    g_object_set_data_full(G_OBJECT(demuxer), ORIGIN, origin, g_free);
    g_autoptr(GstObject) parsebin = gst_object_get_parent(GST_OBJECT(demuxer));
    if (parsebin != NULL)
        g_signal_connect_object(parsebin, "pad-added", G_CALLBACK(on_pad_added), demuxer, 0);
}
