/* SPDX-License-Identifier: MIT */
#include "playback-private.h"

#include <gst/base/gstbasesink.h>

#include "sink.h"

static frs_problem *problem_of(frs_playback *playback, GstMessage *message)
{
    g_autofree char *name = frs_source_name(&playback->source);
    return frs_problem_from_message(message, name, playback->missing);
}

static gboolean is_sound(const frs_playback *playback, GstMessage *message)
{
    return playback->pipeline.audio != NULL &&
           gst_object_has_as_ancestor(GST_MESSAGE_SRC(message),
                                      GST_OBJECT(playback->pipeline.audio));
}

static void report_warning(frs_playback *playback, frs_problem *problem)
{
    frs_report_line(playback, frs_event_problem("warning", problem));
    frs_problem_free(problem);
}

/* A sound device that goes, or cannot play this, is no reason to show no picture. */
static void on_error(frs_playback *playback, GstMessage *message)
{
    frs_problem *problem = problem_of(playback, message);
    if (is_sound(playback, message) && !playback->silent) {
        report_warning(playback, problem);
        frs_playback_restart_silent(playback);
        return;
    }
    frs_playback_fail(playback, problem);
}

/* An EOS from before a flushing seek may still be in the bus when the seek is done; the sink knows.
 */
static void on_eos(frs_playback *playback)
{
    if (!GST_BASE_SINK(playback->pipeline.sink)->eos || playback->seek.running)
        return;
    playback->target = GST_STATE_PAUSED;
    frs_report_state(playback, FRS_PLAYBACK_ENDED);
    frs_report_position(playback);
    frs_report_line(playback, frs_line_end(frs_event_begin("end")));
    frs_playback_settle(playback);
}

static void on_buffering(frs_playback *playback, GstMessage *message)
{
    int percent;
    gst_message_parse_buffering(message, &percent);
    JsonBuilder *builder = frs_event_begin("buffering");
    frs_add_integer(builder, "percent", percent);
    frs_report_line(playback, frs_line_end(builder));
    if (playback->live)
        return;
    playback->buffering = percent < 100;
    frs_playback_settle(playback);
}

static void on_state_changed(frs_playback *playback, GstMessage *message)
{
    if (GST_MESSAGE_SRC(message) == GST_OBJECT(playback->pipeline.element))
        frs_playback_settle(playback);
}

/* The clock went with its element: a new one is chosen on the way back to PLAYING. */
static void on_clock_lost(frs_playback *playback)
{
    if (playback->state != FRS_PLAYBACK_PLAYING)
        return;
    gst_element_set_state(playback->pipeline.element, GST_STATE_PAUSED);
    frs_playback_settle(playback);
}

static void on_application(frs_playback *playback, GstMessage *message)
{
    const GstStructure *structure = gst_message_get_structure(message);
    g_autoptr(GstCaps) caps = NULL;
    if (gst_message_has_name(message, FRS_SINK_CAPS) &&
        GST_MESSAGE_SRC(message) == GST_OBJECT(playback->pipeline.sink) &&
        gst_structure_get(structure, "caps", GST_TYPE_CAPS, &caps, NULL))
        frs_report_video(playback, caps);
}

static void on_request_state(frs_playback *playback, GstMessage *message)
{
    GstState state;
    gst_message_parse_request_state(message, &state);
    if (state == GST_STATE_PAUSED || state == GST_STATE_PLAYING) {
        playback->target = state;
        frs_playback_settle(playback);
    }
}

void frs_playback_message(frs_playback *playback, GstMessage *message)
{
    switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
        on_error(playback, message);
        break;
    case GST_MESSAGE_WARNING:
        report_warning(playback, problem_of(playback, message));
        break;
    case GST_MESSAGE_EOS:
        on_eos(playback);
        break;
    case GST_MESSAGE_BUFFERING:
        on_buffering(playback, message);
        break;
    case GST_MESSAGE_ASYNC_DONE:
        frs_playback_settle(playback);
        break;
    case GST_MESSAGE_STATE_CHANGED:
        on_state_changed(playback, message);
        break;
    case GST_MESSAGE_CLOCK_LOST:
        on_clock_lost(playback);
        break;
    case GST_MESSAGE_LATENCY:
        gst_bin_recalculate_latency(GST_BIN(playback->pipeline.element));
        break;
    case GST_MESSAGE_DURATION_CHANGED:
        if (playback->state != FRS_PLAYBACK_LOADING)
            frs_report_duration(playback);
        break;
    case GST_MESSAGE_ELEMENT:
        frs_missing_list_note(playback->missing, message);
        break;
    case GST_MESSAGE_APPLICATION:
        on_application(playback, message);
        break;
    case GST_MESSAGE_REQUEST_STATE:
        on_request_state(playback, message);
        break;
    default:
        break;
    }
}
