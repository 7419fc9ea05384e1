/* SPDX-License-Identifier: MIT */
#include "bus.h"

#include <string.h>

#include "adaptivedemux.h"
#include "buffered.h"
#include "buffering.h"
#include "contents.h"
#include "decodable.h"
#include "decodebin3_inputs.h"
#include "diagnosis.h"
#include "emit.h"
#include "empty-stream.h"
#include "hls_renditions.h"
#include "keyframe-seek.h"
#include "last_frame.h"
#include "load.h"
#include "loaded.h"
#include "loop.h"
#include "matroska-end.h"
#include "media.h"
#include "next.h"
#include "oggdemux_parts.h"
#include "output.h"
#include "qtdemux_fragments.h"
#include "report.h"
#include "seek.h"
#include "seek_request.h"
#include "shown.h"
#include "sink.h"
#include "timeline.h"
#include "transport.h"
#include "watchdog.h"
#include "wish.h"

/* A stream that ends this much before its duration is truncated; durations in containers are not
 * exact. */
#define CUT_OFF_NS GST_SECOND

static gboolean is_within(GstMessage *message, GstElement *bin)
{
    return bin != NULL && gst_object_has_as_ancestor(GST_MESSAGE_SRC(message), GST_OBJECT(bin));
}

static frs_problem *problem_of(frs_playback *playback, GstMessage *message)
{
    g_autofree char *name = is_within(message, playback->loaded.pipeline.subtitles)
                                ? frs_uri_for_people(playback->media.source.subtitles)
                                : frs_source_name(&playback->media.source);
    frs_contents_complete(playback->media.source.uri, playback->media.missing);
    return frs_problem_from_message(message, name, playback->media.missing);
}

/* Video plays on without an audio device that failed, and without unreadable external subtitles. */
static gboolean drop_what_failed(frs_playback *playback, GstMessage *message)
{
    if (is_within(message, playback->loaded.pipeline.audio) && !playback->output.audio_fallback) {
        frs_output_drop_audio(playback);
        return TRUE;
    }
    if (is_within(message, playback->loaded.pipeline.subtitles)) {
        frs_media_drop_subtitles(playback);
        return TRUE;
    }
    return FALSE;
}

static gboolean is_of_decodebin3(GstMessage *message, GQuark domain, int code)
{
    g_autoptr(GError) error = NULL;
    GstObject *source = GST_MESSAGE_SRC(message);
    if (source == NULL || strcmp(G_OBJECT_TYPE_NAME(source), "GstDecodebin3") != 0)
        return FALSE;
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        gst_message_parse_error(message, &error, NULL);
    else
        gst_message_parse_warning(message, &error, NULL);
    return g_error_matches(error, domain, code);
}

/* From GStreamer 1.24 on decodebin3 posts this error where none of the streams is selected; before,
 * it named what it could not decode. */
static gboolean is_of_no_stream(GstMessage *error)
{
    g_autofree char *debug = NULL;
    if (!is_of_decodebin3(error, GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED))
        return FALSE;
    gst_message_parse_error(error, NULL, &debug);
    return debug != NULL && strstr(debug, "No streams to output") != NULL;
}

static void on_no_stream(frs_playback *playback, GstMessage *error)
{
    GstStreamCollection *collection = frs_tracks_collection(playback->media.tracks);
    if (collection != NULL)
        frs_streams_note_strange(collection, GST_ELEMENT(GST_MESSAGE_SRC(error)),
                                 playback->media.missing);
    frs_wish_fail(playback, frs_load_no_picture(playback));
}

static void on_error(frs_playback *playback, GstMessage *message)
{
    if (frs_adaptive_is_nameless(message) && frs_load_try_again(playback))
        return;
    if (is_of_no_stream(message)) {
        on_no_stream(playback, message);
        return;
    }
    frs_problem *problem = problem_of(playback, message);
    if (drop_what_failed(playback, message)) {
        frs_emit_problem(playback, "warning", problem);
        frs_wish_rebuild(playback);
        return;
    }
    /* A blocking HTTP request: only once playback has failed. */
    if (playback->media.source.uri != NULL)
        frs_problem_diagnose(problem, playback->media.source.uri,
                             frs_options_verify(playback->media.source.options));
    frs_wish_fail(playback, problem);
}

/* GStreamer posts no error for a truncated file, and its position at EOS is the full duration. */
static void warn_if_cut_off(frs_playback *playback)
{
    gint64 end = playback->timeline.position;
    if (playback->seek.rate < 0 ||
        end + (gint64)(CUT_OFF_NS * playback->seek.rate) > playback->timeline.duration)
        return;
    g_autofree char *name = frs_source_name(&playback->media.source);
    frs_emit_problem(playback, "warning",
                     frs_problem_new("format", "%s ends after %.1f of %.1f seconds: it is cut off",
                                     name, frs_seconds(end),
                                     frs_seconds(playback->timeline.duration)));
}

/* From GStreamer 1.24 on decodebin3 posts a WARNING for a missing decoder, after the missing-plugin
 * message, for which a warning is emitted already. */
static gboolean repeats_missing_plugin(const frs_playback *playback, GstMessage *warning)
{
    return playback->media.missing->len > 0 &&
           is_of_decodebin3(warning, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN);
}

/* rtspsrc posts a warning when the server closes the connection, and then EOS. */
static void on_warning(frs_playback *playback, GstMessage *message)
{
    if (repeats_missing_plugin(playback, message))
        return;
    g_autoptr(GError) error = NULL;
    GstObject *source = GST_MESSAGE_SRC(message);
    gst_message_parse_warning(message, &error, NULL);
    if (source != NULL && strcmp(G_OBJECT_TYPE_NAME(source), "GstRTSPSrc") == 0 &&
        g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ))
        frs_loaded_note_lost(playback, source);
    frs_emit_problem(playback, "warning", problem_of(playback, message));
}

static void fail_lost(frs_playback *playback)
{
    g_autofree char *name = frs_source_name(&playback->media.source);
    frs_problem *problem = frs_problem_new("network", "%s: the server closed the connection (%s)",
                                           name, playback->loaded.lost);
    problem->element = g_strdup(playback->loaded.lost);
    frs_wish_fail(playback, problem);
}

static gboolean seek_missed_picture(frs_playback *playback)
{
    gint64 missed = frs_last_frame_missed(playback);
    if (missed < 0)
        return FALSE;
    frs_seek_request_internal_at(playback, missed);
    frs_last_frame_note_sought(playback);
    return TRUE;
}

/* An EOS from before a flushing seek may still be on the bus when the seek is done: ask the sinks.
 */
static void on_eos(frs_playback *playback)
{
    if (!frs_shown_sinks_ended(playback) || playback->seek.running)
        return;
    if (playback->loaded.lost != NULL) {
        fail_lost(playback);
        return;
    }
    frs_wish_go_on(playback);
    frs_timeline_update_if_longer(playback);
    frs_timeline_measure(playback);
    if (seek_missed_picture(playback))
        return;
    warn_if_cut_off(playback);
    if (!frs_loop_ended(playback) && !frs_next_ended(playback))
        frs_transport_end(playback);
}

static void on_buffering(frs_playback *playback, GstMessage *message)
{
    int percent;
    gst_message_parse_buffering(message, &percent);
    frs_buffering_update(playback, percent);
    if (playback->buffering.waits)
        frs_watchdog_begin(playback);
    if (!playback->loaded.live)
        frs_wish_go_on(playback);
}

static void on_state_changed(frs_playback *playback, GstMessage *message)
{
    GstState state;
    if (GST_MESSAGE_SRC(message) != GST_OBJECT(playback->loaded.pipeline.element))
        return;
    gst_message_parse_state_changed(message, NULL, &state, NULL);
    frs_loaded_note_state(playback, state);
    frs_wish_go_on(playback);
}

/* The element that provided the clock is gone: a new clock is chosen from PAUSED to PLAYING. */
static void on_clock_lost(frs_playback *playback)
{
    if (playback->transport.state != FRS_PLAYBACK_PLAYING)
        return;
    gst_element_set_state(playback->loaded.pipeline.element, GST_STATE_PAUSED);
    frs_wish_go_on(playback);
}

static void on_segment(frs_playback *playback, GstMessage *message)
{
    guint32 seqnum = gst_message_get_seqnum(message);
    gboolean sound = GST_MESSAGE_SRC(message) == GST_OBJECT(playback->loaded.pipeline.audio);
    if (!sound)
        frs_loop_segment_begins(playback, seqnum);
    frs_next_segment_begins(playback, sound ? FRS_TRACK_AUDIO : FRS_TRACK_VIDEO, seqnum);
}

static void on_caps(frs_playback *playback, GstCaps *caps)
{
    frs_report_video(playback, caps);
    if (!playback->media.source.deinterlace || !frs_sink_lacks_deinterlacer(caps))
        return;
    frs_missing_list_note_fields(playback->media.missing, FRS_DEINTERLACER);
    if (playback->transport.state != FRS_PLAYBACK_LOADING)
        frs_report_missing(playback);
}

static void on_direction(frs_playback *playback)
{
    if (playback->transport.state != FRS_PLAYBACK_LOADING)
        frs_report_orientation(playback);
}

static void on_no_index(frs_playback *playback)
{
    if (playback->transport.state == FRS_PLAYBACK_LOADING && frs_media_read_in_ranges(playback))
        frs_wish_start_again(playback);
}

static void on_application(frs_playback *playback, GstMessage *message)
{
    g_autoptr(GstCaps) caps = frs_sink_message_caps(message);
    gint64 last = frs_empty_stream_message(message);
    if (frs_keyframe_seek_message(message))
        frs_loop_seek_repeated(playback);
    else if (frs_matroska_end_message(message) || frs_fragments_message(message) ||
             frs_ogg_parts_message(message))
        on_no_index(playback);
    else if (last >= 0)
        frs_seek_note_video_end(playback, last);
    else if (caps != NULL && GST_MESSAGE_SRC(message) == GST_OBJECT(playback->loaded.pipeline.sink))
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
        frs_transport_set_target(playback, state);
        frs_wish_go_on(playback);
    }
}

static void on_tracks(frs_playback *playback, GstMessage *message)
{
    if (!frs_tracks_note(playback->media.tracks, message))
        return;
    if (frs_tracks_collection(playback->media.tracks) != NULL)
        frs_hls_name_streams(playback->loaded.pipeline.element,
                             frs_tracks_collection(playback->media.tracks));
    gboolean loading = playback->transport.state == FRS_PLAYBACK_LOADING;
    gboolean playable = frs_tracks_note_missing(
        playback->media.tracks, GST_ELEMENT(GST_MESSAGE_SRC(message)), playback->media.missing);
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
    if (playback->transport.state != FRS_PLAYBACK_LOADING)
        frs_report_tags(playback);
}

static void on_duration(frs_playback *playback)
{
    frs_timeline_update(playback);
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
    frs_loaded_note_opened(playback);
    frs_wish_go_on(playback);
}

static void on_element(frs_playback *playback, GstMessage *message)
{
    if (frs_missing_list_note(playback->media.missing, message) &&
        playback->transport.state != FRS_PLAYBACK_LOADING)
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
        frs_last_frame_note_dropped(playback, message);
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
        gst_bin_recalculate_latency(GST_BIN(playback->loaded.pipeline.element));
        break;
    case GST_MESSAGE_DURATION_CHANGED:
        if (playback->transport.state != FRS_PLAYBACK_LOADING)
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
