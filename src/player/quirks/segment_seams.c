/* SPDX-License-Identifier: MIT */
#include "segment_seams.h"

#include <gst/base/gstbasesink.h>

#include "quirks.h"

/* Running time at which the last picture that was shown ends. */
static guint64 end_of_last(GstBaseSink *sink)
{
    g_autoptr(GstSample) sample = gst_base_sink_get_last_sample(sink);
    const GstBuffer *buffer = sample ? gst_sample_get_buffer(sample) : NULL;
    const GstSegment *segment = buffer ? gst_sample_get_segment(sample) : NULL;
    if (buffer == NULL || !GST_BUFFER_DURATION_IS_VALID(buffer) || segment->rate <= 0 ||
        (segment->flags & GST_SEGMENT_FLAG_SEGMENT) == 0)
        return 0;
    guint64 begin = gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    guint64 length = (guint64)((double)GST_BUFFER_DURATION(buffer) / segment->rate);
    return begin == GST_CLOCK_TIME_NONE ? 0 : begin + length;
}

/* At the end of a segment a demuxer uses the start of the last picture as the end of the file, if
 * no audio lasts longer: that picture would get no time on screen. */
GstEvent *frs_segment_seam_mend(GstElement *sink, GstEvent *event)
{
    GstSegment segment;
    if (!frs_quirk_is_active(FRS_QUIRK_SEGMENT_SEAM))
        return event;
    gst_event_copy_segment(event, &segment);
    guint64 end = end_of_last(GST_BASE_SINK(sink));
    if ((segment.flags & GST_SEGMENT_FLAG_SEGMENT) == 0 || segment.base == 0 || segment.rate < 0 ||
        end <= segment.base)
        return event;
    segment.base = end;
    GstEvent *later = gst_event_new_segment(&segment);
    gst_event_set_seqnum(later, gst_event_get_seqnum(event));
    gst_event_unref(event);
    return later;
}
