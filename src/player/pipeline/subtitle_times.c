/* SPDX-License-Identifier: MIT */
#include "subtitle_times.h"

#define REAL "frs-segment"

/* It clips nothing: what is outside of the segment the sink drops, as ever. */
static GstSegment segment_of_film(const GstSegment *real)
{
    GstSegment segment;
    guint64 time = GST_CLOCK_TIME_IS_VALID(real->time) ? real->time : real->start;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = segment.position = real->start > time ? real->start - time : 0;
    segment.base = segment.time = time > real->start ? time - real->start : 0;
    return segment;
}

static GstEvent *replace(GstEvent *event, const GstSegment *segment)
{
    GstEvent *other = gst_event_new_segment(segment);
    gst_event_set_seqnum(other, gst_event_get_seqnum(event));
    gst_event_set_running_time_offset(other, gst_event_get_running_time_offset(event));
    gst_event_unref(event);
    return other;
}

static GstPadProbeReturn hide(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    const GstSegment *real;
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT)
        return GST_PAD_PROBE_OK;
    gst_event_parse_segment(event, &real);
    if (real->format != GST_FORMAT_TIME)
        return GST_PAD_PROBE_OK;
    GstSegment kept = *real, film = segment_of_film(real);
    event = replace(event, &film);
    gst_structure_set(gst_event_writable_structure(event), REAL, GST_TYPE_SEGMENT, &kept, NULL);
    GST_PAD_PROBE_INFO_DATA(info) = event;
    return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn restore(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstSegment *real = NULL;
    if (GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT &&
        gst_structure_get(gst_event_get_structure(event), REAL, GST_TYPE_SEGMENT, &real, NULL)) {
        GST_PAD_PROBE_INFO_DATA(info) = replace(event, real);
        gst_segment_free(real);
    }
    return GST_PAD_PROBE_OK;
}

void frs_subtitle_times_watch(GstElement *assrender)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(assrender, "video_sink");
    g_autoptr(GstPad) out = gst_element_get_static_pad(assrender, "src");
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hide, NULL, NULL);
    gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, restore, NULL, NULL);
}
