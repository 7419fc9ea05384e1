/* SPDX-License-Identifier: MIT */
/* At the end the last frame stays on the screen. On a busy machine it is late, so the sink or the
 * decoder drops it, and no frame follows: then it is sought. */
#include "last_frame.h"

#include <gst/base/gstbasesink.h>

#include "shown.h"

/* Late frames are dropped in runs. */
#define RUN_NS GST_SECOND
#define ROUNDING_NS (5 * GST_MSECOND)

void frs_last_frame_reset(frs_playback *playback)
{
    playback->last_frame = (frs_last_frame){.dropped = -1};
}

void frs_last_frame_note_dropped(frs_playback *playback, GstMessage *message)
{
    guint64 stream_time;
    gst_message_parse_qos(message, NULL, NULL, &stream_time, NULL, NULL);
    if (GST_CLOCK_TIME_IS_VALID(stream_time))
        playback->last_frame.dropped = MAX(playback->last_frame.dropped, (gint64)stream_time);
}

/* Demuxers drop late frames without a QOS message; the run before them has one. */
static gboolean was_dropped(const frs_playback *playback, gint64 shown)
{
    gint64 dropped = playback->last_frame.dropped;
    return dropped >= 0 && dropped + RUN_NS >= shown;
}

/* The frame that is shown is from before the last seek or loop: no frame has been on time since. */
static gboolean shows_frame_of_old_segment(const frs_playback *playback)
{
    GstElement *sink = playback->loaded.pipeline.sink;
    g_autoptr(GstSample) sample = gst_base_sink_get_last_sample(GST_BASE_SINK(sink));
    g_autoptr(GstPad) pad = gst_element_get_static_pad(sink, "sink");
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    const GstSegment *now;
    if (sample == NULL || event == NULL)
        return FALSE;
    const GstSegment *then = gst_sample_get_segment(sample);
    gst_event_parse_segment(event, &now);
    return then->base != now->base || then->start != now->start || then->time != now->time;
}

gint64 frs_last_frame_missed(frs_playback *playback)
{
    const frs_last_frame *state = &playback->last_frame;
    gint64 shown = frs_shown_begin(playback);
    gint64 last = MAX(frs_shown_last_frame(playback), state->dropped);
    gboolean lacks_last = shows_frame_of_old_segment(playback)
                              ? last > 0
                              : was_dropped(playback, shown) && shown + ROUNDING_NS < last;
    if (state->sought || !lacks_last || !playback->timeline.seekable || playback->seek.rate < 0 ||
        playback->transport.target != GST_STATE_PLAYING)
        return -1;
    return last;
}

void frs_last_frame_note_sought(frs_playback *playback)
{
    playback->last_frame.sought = TRUE;
}
