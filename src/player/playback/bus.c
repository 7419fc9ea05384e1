/* SPDX-License-Identifier: MIT */
#include "bus.h"

#include <string.h>

#include "adaptivedemux.h"
#include "buffered.h"
#include "contents.h"
#include "decodebin3_inputs.h"
#include "diagnosis.h"
#include "empty-stream.h"
#include "ending.h"
#include "hls_renditions.h"
#include "keyframe-seek.h"
#include "last_picture.h"
#include "load.h"
#include "loop.h"
#include "matroska-end.h"
#include "measured.h"
#include "next.h"
#include "parts.h"
#include "qtdemux_fragments.h"
#include "report.h"
#include "seek_want.h"
#include "shown.h"
#include "sink.h"
#include "watchdog.h"
#include "wish.h"

/* A stream that ends this much before its duration was cut off; container durations are not exact.
 */
#define CUT_OFF_NS GST_SECOND

static gboolean is_within(GstMessage *message, GstElement *bin)
{
    return bin != NULL && gst_object_has_as_ancestor(GST_MESSAGE_SRC(message), GST_OBJECT(bin));
}

static frs_problem *problem_of(frs_playback *playback, GstMessage *message)
{
    g_autofree char *name = is_within(message, playback->pipeline.subtitles)
                                ? frs_uri_for_people(playback->source.subtitles)
                                : frs_source_name(&playback->source);
    frs_contents_complete(playback->source.uri, playback->missing);
    return frs_problem_from_message(message, name, playback->missing);
}

/* A sound device that goes, or cannot play this, is no reason to show no picture; neither are
 * subtitles that cannot be read. */
static gboolean give_up_what_failed(frs_playback *playback, GstMessage *message)
{
    if (is_within(message, playback->pipeline.audio) && !playback->silent) {
        playback->silent = TRUE;
        return TRUE;
    }
    if (is_within(message, playback->pipeline.subtitles)) {
        g_clear_pointer(&playback->source.subtitles, g_free);
        return TRUE;
    }
    return FALSE;
}

/* Once more, to learn which URI it was. */
static gboolean try_again_for_name(frs_playback *playback, GstMessage *message)
{
    if (playback->tried_again || !frs_adaptive_is_nameless(message))
        return FALSE;
    playback->tried_again = TRUE;
    frs_wish_rebuild(playback);
    return TRUE;
}

static void on_error(frs_playback *playback, GstMessage *message)
{
    if (try_again_for_name(playback, message))
        return;
    frs_problem *problem = problem_of(playback, message);
    if (give_up_what_failed(playback, message)) {
        frs_report_problem(playback, "warning", problem);
        frs_wish_rebuild(playback);
        return;
    }
    /* This asks the server, and waits: only when there is nothing left to play. */
    if (playback->source.uri != NULL)
        frs_problem_diagnose(problem, playback->source.uri,
                             frs_options_verify(playback->source.options));
    frs_wish_fail(playback, problem);
}

/* GStreamer ends a truncated file without a word, and then gives its full duration as position. */
static void warn_if_cut_off(frs_playback *playback)
{
    gint64 end = playback->position;
    if (playback->rate < 0 || end + (gint64)(CUT_OFF_NS * playback->rate) > playback->duration)
        return;
    g_autofree char *name = frs_source_name(&playback->source);
    frs_report_problem(playback, "warning",
                       frs_problem_new("format",
                                       "%s ends after %.1f of %.1f seconds: it is cut off", name,
                                       frs_seconds(end), frs_seconds(playback->duration)));
}

/* rtspsrc says that it lost its server, and ends the stream. */
static void on_warning(frs_playback *playback, GstMessage *message)
{
    g_autoptr(GError) error = NULL;
    GstObject *source = GST_MESSAGE_SRC(message);
    gst_message_parse_warning(message, &error, NULL);
    if (source != NULL && strcmp(G_OBJECT_TYPE_NAME(source), "GstRTSPSrc") == 0 &&
        g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ)) {
        g_free(playback->lost);
        playback->lost = gst_object_get_name(source);
    }
    frs_report_problem(playback, "warning", problem_of(playback, message));
}

static void fail_lost(frs_playback *playback)
{
    g_autofree char *name = frs_source_name(&playback->source);
    frs_problem *problem = frs_problem_new("network", "%s: the server closed the connection (%s)",
                                           name, playback->lost);
    problem->element = g_strdup(playback->lost);
    frs_wish_fail(playback, problem);
}

static gboolean seek_missed_picture(frs_playback *playback)
{
    gint64 missed = frs_ending_missed(playback);
    if (missed < 0)
        return FALSE;
    frs_seek_want_quietly_at(playback, missed);
    frs_ending_note_sought(playback);
    return TRUE;
}

/* An EOS from before a flushing seek may still be in the bus when the seek is done; the sink knows.
 */
static void on_eos(frs_playback *playback)
{
    if (!frs_shown_sinks_ended(playback) || playback->seek.running)
        return;
    if (playback->lost != NULL) {
        fail_lost(playback);
        return;
    }
    frs_wish_go_on(playback);
    frs_report_longer(playback);
    frs_measured_note_end(playback);
    if (seek_missed_picture(playback))
        return;
    warn_if_cut_off(playback);
    if (!frs_loop_ended(playback) && !frs_next_ended(playback))
        frs_ending_tell(playback);
}

static void on_buffering(frs_playback *playback, GstMessage *message)
{
    int percent;
    gst_message_parse_buffering(message, &percent);
    frs_report_buffering(playback, percent);
    if (playback->live)
        return;
    playback->buffering = percent < 100;
    if (playback->buffering)
        frs_watchdog_begin(playback);
    frs_wish_go_on(playback);
}

static void on_state_changed(frs_playback *playback, GstMessage *message)
{
    GstState state;
    if (GST_MESSAGE_SRC(message) != GST_OBJECT(playback->pipeline.element))
        return;
    gst_message_parse_state_changed(message, NULL, &state, NULL);
    playback->arrived = playback->arrived || state >= GST_STATE_PAUSED;
    frs_wish_go_on(playback);
}

/* The clock went with its element: a new one is chosen on the way back to PLAYING. */
static void on_clock_lost(frs_playback *playback)
{
    if (playback->state != FRS_PLAYBACK_PLAYING)
        return;
    gst_element_set_state(playback->pipeline.element, GST_STATE_PAUSED);
    frs_wish_go_on(playback);
}

static void on_segment(frs_playback *playback, GstMessage *message)
{
    guint32 seqnum = gst_message_get_seqnum(message);
    gboolean sound = GST_MESSAGE_SRC(message) == GST_OBJECT(playback->pipeline.audio);
    if (!sound)
        frs_loop_segment_begins(playback, seqnum);
    frs_next_segment_begins(playback, sound ? FRS_TRACK_AUDIO : FRS_TRACK_VIDEO, seqnum);
}

static void on_caps(frs_playback *playback, GstCaps *caps)
{
    frs_report_video(playback, caps);
    if (!playback->source.deinterlace || !frs_sink_lacks_deinterlacer(caps))
        return;
    frs_missing_list_note_fields(playback->missing, FRS_DEINTERLACER);
    if (playback->state != FRS_PLAYBACK_LOADING)
        frs_report_missing(playback);
}

static void on_direction(frs_playback *playback)
{
    if (playback->state != FRS_PLAYBACK_LOADING)
        frs_report_orientation(playback);
}

static void on_no_index(frs_playback *playback)
{
    if (playback->state == FRS_PLAYBACK_LOADING && frs_parts_choose(playback))
        frs_wish_start_again(playback);
}

static void on_application(frs_playback *playback, GstMessage *message)
{
    g_autoptr(GstCaps) caps = frs_sink_message_caps(message);
    gint64 last = frs_empty_stream_message(message);
    if (frs_keyframe_seek_message(message))
        frs_loop_seek_repeated(playback);
    else if (frs_matroska_end_message(message) || frs_fragments_message(message))
        on_no_index(playback);
    else if (last >= 0)
        frs_last_picture_note(playback, last);
    else if (caps != NULL && GST_MESSAGE_SRC(message) == GST_OBJECT(playback->pipeline.sink))
        on_caps(playback, caps);
    else if (gst_message_has_name(message, FRS_SINK_SEGMENT))
        on_segment(playback, message);
    else if (gst_message_has_name(message, FRS_SINK_DIRECTION))
        on_direction(playback);
    else if (gst_message_has_name(message, FRS_INPUT_ENDED) &&
             frs_inputs_all_ended(GST_ELEMENT(GST_MESSAGE_SRC(message))))
        frs_load_expect_picture(playback);
}

static void on_request_state(frs_playback *playback, GstMessage *message)
{
    GstState state;
    gst_message_parse_request_state(message, &state);
    if (state == GST_STATE_PAUSED || state == GST_STATE_PLAYING) {
        playback->target = state;
        frs_wish_go_on(playback);
    }
}

static void on_tracks(frs_playback *playback, GstMessage *message)
{
    if (!frs_tracks_note(playback->tracks, message))
        return;
    if (frs_tracks_collection(playback->tracks) != NULL)
        frs_hls_name_streams(playback->pipeline.element, frs_tracks_collection(playback->tracks));
    gboolean loading = playback->state == FRS_PLAYBACK_LOADING;
    gboolean playable = frs_tracks_note_missing(
        playback->tracks, GST_ELEMENT(GST_MESSAGE_SRC(message)), playback->missing);
    if (loading && !playable) {
        frs_wish_fail(playback, frs_load_no_picture(playback));
        return;
    }
    if (!loading)
        frs_report_tracks(playback);
}

static void on_tags(frs_playback *playback, GstMessage *message)
{
    frs_tags_note(frs_next_tags(playback), message);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_TAG)
        on_tracks(playback, message);
    if (playback->state != FRS_PLAYBACK_LOADING)
        frs_report_tags(playback);
}

static void on_duration(frs_playback *playback)
{
    frs_report_duration(playback);
    frs_buffered_report(playback);
}

static void on_progress(frs_playback *playback, GstMessage *message)
{
    GstProgressType type;
    g_autofree char *code = NULL;
    gst_message_parse_progress(message, &type, &code, NULL);
    frs_watchdog_progress(playback);
    if (g_strcmp0(code, "open") != 0 || type != GST_PROGRESS_TYPE_COMPLETE)
        return;
    playback->opening = FALSE;
    frs_wish_go_on(playback);
}

static void on_element(frs_playback *playback, GstMessage *message)
{
    if (frs_missing_list_note(playback->missing, message) &&
        playback->state != FRS_PLAYBACK_LOADING)
        frs_report_missing(playback);
}

void frs_bus_message(frs_playback *playback, GstMessage *message)
{
    switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
        on_error(playback, message);
        break;
    case GST_MESSAGE_WARNING:
        on_warning(playback, message);
        break;
    case GST_MESSAGE_EOS:
        on_eos(playback);
        break;
    case GST_MESSAGE_BUFFERING:
        on_buffering(playback, message);
        break;
    case GST_MESSAGE_QOS:
        frs_ending_note_left_out(playback, message);
        break;
    case GST_MESSAGE_SEGMENT_DONE:
        frs_loop_segment_done(playback, message);
        break;
    case GST_MESSAGE_ASYNC_DONE:
        frs_wish_go_on(playback);
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
            on_duration(playback);
        break;
    case GST_MESSAGE_TAG:
    case GST_MESSAGE_TOC:
        on_tags(playback, message);
        break;
    case GST_MESSAGE_STREAM_COLLECTION:
    case GST_MESSAGE_STREAMS_SELECTED:
        on_tracks(playback, message);
        break;
    case GST_MESSAGE_ELEMENT:
        on_element(playback, message);
        break;
    case GST_MESSAGE_PROGRESS:
        on_progress(playback, message);
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
