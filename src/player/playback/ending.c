/* SPDX-License-Identifier: MIT */
/* What has ended stands at its last picture. On a busy machine that one comes too late and is left
 * out, by the sink or by the decoder, and nothing comes after it: then it is sought. */
#include "ending.h"

#include <gst/base/gstbasesink.h>

#include "line.h"
#include "report.h"
#include "shown.h"

/* What is left out for being late is left out in a row. */
#define LATELY_NS GST_SECOND
#define ROUNDING_NS (5 * GST_MSECOND)

void frs_ending_reset(frs_playback *playback)
{
    playback->ending = (frs_ending){.left_out = -1};
}

void frs_ending_note_left_out(frs_playback *playback, GstMessage *message)
{
    guint64 stream_time;
    gst_message_parse_qos(message, NULL, NULL, &stream_time, NULL, NULL);
    if (GST_CLOCK_TIME_IS_VALID(stream_time))
        playback->ending.left_out = MAX(playback->ending.left_out, (gint64)stream_time);
}

/* Of pictures that a demuxer leaves out there is no message: one before them there is. */
static gboolean was_late(const frs_playback *playback, gint64 shown)
{
    gint64 left_out = playback->ending.left_out;
    return left_out >= 0 && left_out + LATELY_NS >= shown;
}

/* What is shown is of what was played before: nothing has come in time since. */
static gboolean shows_what_was_before(const frs_playback *playback)
{
    GstElement *sink = playback->pipeline.sink;
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

gint64 frs_ending_missed(frs_playback *playback)
{
    const frs_ending *ending = &playback->ending;
    gint64 shown = frs_shown_begin(playback);
    gint64 last = MAX(frs_shown_last_picture(playback), ending->left_out);
    gboolean lacks_last = shows_what_was_before(playback)
                              ? last > 0
                              : was_late(playback, shown) && shown + ROUNDING_NS < last;
    if (ending->sought || !lacks_last || !playback->seekable || playback->rate < 0 ||
        playback->target != GST_STATE_PLAYING)
        return -1;
    return last;
}

void frs_ending_note_sought(frs_playback *playback)
{
    playback->ending.sought = TRUE;
}

void frs_ending_tell(frs_playback *playback)
{
    frs_ending_reset(playback);
    playback->ended = TRUE;
    playback->target = GST_STATE_PAUSED;
    frs_report_state(playback, FRS_PLAYBACK_ENDED);
    frs_report_position(playback);
    frs_report_line(playback, frs_line_end(frs_event_begin("end")));
}
