/* SPDX-License-Identifier: MIT */
#include "empty-stream.h"

#include <gst/video/video.h>

#define MESSAGE "frs-empty-stream"

/* Codecs delay and trim: what ends so close behind the target may come to nothing. */
#define MARGIN (500 * GST_MSECOND)

/* Of one input. Its streaming thread only. */
typedef struct {
    GstSegment first;   /* qtdemux gives segments behind the last sample a time of their own */
    GstSegment segment; /* the last one */
    gboolean begun;     /* it has had data */
    gboolean sought;    /* it was flushed: a stream that was not begins at its first sample */
    gboolean flushed;   /* and has had no data since */
    gboolean empty;     /* nothing has come that is certainly inside of the segment */
    GstClockTime end;   /* of what has come, or the start of the segment */
    GstClockTime last;  /* when the last that has come begins (PTS); GST_CLOCK_TIME_NONE: nothing */
} empty_stream;

static GstClockTime end_of(GstBuffer *buffer)
{
    GstClockTime end =
        GST_BUFFER_PTS_IS_VALID(buffer) ? GST_BUFFER_PTS(buffer) : GST_BUFFER_DTS(buffer);
    if (GST_CLOCK_TIME_IS_VALID(end) && GST_BUFFER_DURATION_IS_VALID(buffer))
        end += GST_BUFFER_DURATION(buffer);
    return end;
}

static void note_buffer(empty_stream *it, GstBuffer *buffer)
{
    it->begun = TRUE;
    if (!it->empty)
        return;
    GstClockTime end = end_of(buffer), begin = GST_BUFFER_PTS(buffer);
    if (GST_CLOCK_TIME_IS_VALID(begin))
        it->last = GST_CLOCK_TIME_IS_VALID(it->last) ? MAX(it->last, begin) : begin;
    it->empty = GST_CLOCK_TIME_IS_VALID(end) && end <= it->segment.start + MARGIN;
    if (it->empty)
        it->end = MAX(it->end, end);
}

static void note_segment(empty_stream *it, GstEvent *event)
{
    gst_event_copy_segment(event, &it->segment);
    if (it->first.format == GST_FORMAT_UNDEFINED)
        it->first = it->segment;
    it->empty = it->sought && it->segment.format == GST_FORMAT_TIME && it->segment.rate > 0;
    it->end = it->segment.start;
    it->last = GST_CLOCK_TIME_NONE;
}

static gboolean has_pictures(GstPad *input)
{
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(input);
    return caps != NULL && gst_caps_get_size(caps) > 0 &&
           g_str_has_prefix(gst_structure_get_name(gst_caps_get_structure(caps, 0)), "video/");
}

static void tell_last(const empty_stream *it, GstPad *input)
{
    guint64 time;
    g_autoptr(GstElement) decodebin = gst_pad_get_parent_element(input);
    if (decodebin == NULL || !GST_CLOCK_TIME_IS_VALID(it->last) || it->end > it->segment.start ||
        gst_segment_to_stream_time_full(&it->first, GST_FORMAT_TIME, it->last, &time) <= 0)
        return;
    GstStructure *last = gst_structure_new(MESSAGE, "last", G_TYPE_INT64, (gint64)time, NULL);
    gst_element_post_message(decodebin, gst_message_new_application(GST_OBJECT(decodebin), last));
}

gint64 frs_empty_stream_message(GstMessage *message)
{
    gint64 last = -1;
    if (gst_message_has_name(message, MESSAGE))
        gst_structure_get_int64(gst_message_get_structure(message), "last", &last);
    return last;
}

/* decodebin3 holds an end back for the others alone. */
static gboolean is_one_of_several(GstPad *input)
{
    g_autoptr(GstElement) decodebin = gst_pad_get_parent_element(input);
    return decodebin != NULL && decodebin->numsinkpads > 1;
}

/* A decoder without a first sample does not know what to make of a gap, nor a video decoder of its
 * end as long as decodebin3 holds that back (it does not hold back that of a segment): it drains at
 * a still frame. One that drains twice may not come back of the second: libde265, of a damaged
 * file. */
static void fill(empty_stream *it, GstPad *input, gboolean eos)
{
    gboolean pictures = has_pictures(input);
    if (!it->begun || it->segment.rate < 0)
        return;
    if (pictures && (it->empty || (eos && is_one_of_several(input))))
        gst_pad_send_event(input, gst_video_event_new_still_frame(TRUE));
    if (pictures && it->empty)
        tell_last(it, input);
    if (it->empty)
        gst_pad_send_event(input, gst_event_new_gap(it->end, GST_MSECOND));
    it->empty = FALSE;
}

/* decodebin3 takes a stream that had ended before a flush for one that still has: when another one
 * ends it sends ends into all queues, waits for room in a full one, and the next flush waits for
 * that: a deadlock. The start of a stream makes it forget that. */
static void begin_again(empty_stream *it, GstPad *input)
{
    g_autoptr(GstEvent) start = gst_pad_get_sticky_event(input, GST_EVENT_STREAM_START, 0);
    if (it->flushed && it->begun && start != NULL)
        gst_pad_send_event(input, gst_event_copy(start));
    it->flushed = FALSE;
}

static GstPadProbeReturn on_data(GstPad *input, GstPadProbeInfo *info, gpointer it)
{
    if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
        note_buffer(it, GST_PAD_PROBE_INFO_BUFFER(info));
        return GST_PAD_PROBE_OK;
    }
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_FLUSH_STOP:
        ((empty_stream *)it)->flushed = ((empty_stream *)it)->sought = TRUE;
        break;
    case GST_EVENT_SEGMENT:
        begin_again(it, input);
        note_segment(it, event);
        break;
    case GST_EVENT_EOS:
    case GST_EVENT_SEGMENT_DONE:
        fill(it, input, GST_EVENT_TYPE(event) == GST_EVENT_EOS);
        break;
    default:
        break;
    }
    return GST_PAD_PROBE_OK;
}

void frs_empty_stream_watch(GstPad *input)
{
    gst_pad_add_probe(input,
                      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
                          GST_PAD_PROBE_TYPE_EVENT_FLUSH,
                      on_data, g_new0(empty_stream, 1), g_free);
}
