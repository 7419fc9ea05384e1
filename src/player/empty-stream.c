/* SPDX-License-Identifier: MIT */
#include "empty-stream.h"

/* Codecs delay and trim: what ends so close behind the target may come to nothing. */
#define MARGIN (500 * GST_MSECOND)

/* Of one input. Its streaming thread only. */
typedef struct {
    GstSegment segment; /* the last one */
    gboolean begun;     /* it has had data */
    gboolean empty;     /* nothing has come that is certainly inside of the segment */
    GstClockTime end;   /* of what has come, or the start of the segment */
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
    GstClockTime end = end_of(buffer);
    it->empty = GST_CLOCK_TIME_IS_VALID(end) && end <= it->segment.start + MARGIN;
    if (it->empty)
        it->end = MAX(it->end, end);
}

static void note_segment(empty_stream *it, GstEvent *event)
{
    gst_event_copy_segment(event, &it->segment);
    it->empty = it->segment.format == GST_FORMAT_TIME && it->segment.rate > 0;
    it->end = it->segment.start;
}

/* Without a first sample a decoder does not know what to make of a gap. */
static void fill(empty_stream *it, GstPad *input)
{
    if (it->empty && it->begun)
        gst_pad_send_event(input, gst_event_new_gap(it->end, GST_MSECOND));
    it->empty = FALSE;
}

static GstPadProbeReturn on_data(GstPad *input, GstPadProbeInfo *info, gpointer it)
{
    if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
        note_buffer(it, GST_PAD_PROBE_INFO_BUFFER(info));
        return GST_PAD_PROBE_OK;
    }
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT)
        note_segment(it, event);
    else if (GST_EVENT_TYPE(event) == GST_EVENT_EOS)
        fill(it, input);
    return GST_PAD_PROBE_OK;
}

void frs_empty_stream_watch(GstPad *input)
{
    gst_pad_add_probe(input, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                      on_data, g_new0(empty_stream, 1), g_free);
}
