/* SPDX-License-Identifier: MIT */
#include "seek_sliver.h"

#include "quirks.h"

/* There is none before the first picture, which may itself be that short. */
static gboolean begins_behind_another(const GstSegment *segment, const GstBuffer *buffer)
{
    return segment->rate > 0 && GST_BUFFER_PTS(buffer) == segment->start &&
           gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer)) > 0;
}

/* With millisecond timestamps, the frame before the target ends slightly behind the target: the
 * decoder's clipped rest of it is not the frame that was asked for. */
static GstPadProbeReturn drop_sliver(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    if (!GST_BUFFER_DURATION_IS_VALID(buffer) || GST_BUFFER_DURATION(buffer) >= GST_MSECOND)
        return GST_PAD_PROBE_OK;
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    const GstSegment *segment;
    if (event == NULL)
        return GST_PAD_PROBE_OK;
    gst_event_parse_segment(event, &segment);
    return begins_behind_another(segment, buffer) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

void frs_seek_sliver_watch(GstPad *pad)
{
    if (frs_quirk_is_active(FRS_QUIRK_DECODER_SLIVER))
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, drop_sliver, NULL, NULL);
}
