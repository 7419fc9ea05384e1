/* SPDX-License-Identifier: MIT */
#include "empty-stream.h"

#include <gst/video/video.h>

#define MESSAGE "frs-empty-stream"

/* Codecs have delay and padding: a stream that ends this close behind the target of a seek may have
 * no output. */
#define MARGIN (500 * GST_MSECOND)

/* State of one input. Only its streaming thread uses it. */
typedef struct {
    GstSegment first; /* its parent is a qtdemux, which gives segments behind the last sample their
                         own time */
    GstSegment segment; /* the last SEGMENT event */
    gboolean begun;     /* data has come since the stream started */
    gboolean sought;    /* a flush came: without one, a stream starts at its first sample */
    gboolean flushed;   /* no data has come since that flush */
    gboolean empty;     /* no data has come that lies certainly inside the segment */
    GstClockTime end;   /* the end of the data so far, or the start of the segment */
    GstClockTime last;  /* PTS of the last picture so far; GST_CLOCK_TIME_NONE: there is none */
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

/* decodebin3 delays an EOS only while other inputs have not ended. */
static gboolean is_one_of_several(GstPad *input)
{
    g_autoptr(GstElement) decodebin = gst_pad_get_parent_element(input);
    return decodebin != NULL && decodebin->numsinkpads > 1;
}

/* A decoder that has had no sample cannot handle a GAP. A video decoder that waits for the EOS that
 * decodebin3 delays (it does not delay SEGMENT_DONE) keeps its last pictures: a still-frame event
 * drains it. Draining twice can hang a decoder: libde265 does with a damaged file. */
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

/* If a stream had ended before a flush, decodebin3 takes it for ended after the flush as well. When
 * another stream ends, decodebin3 then sends EOS into all queues and waits for room in a full one,
 * and the next flush waits for that: a deadlock. A STREAM_START event resets it. */
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
