/* SPDX-License-Identifier: MIT */
#include "load.h"

#include "adaptivedemux.h"
#include "audio_only.h"
#include "buffered.h"
#include "buffering.h"
#include "contents.h"
#include "context.h"
#include "emit.h"
#include "hls_renditions.h"
#include "last_frame.h"
#include "line.h"
#include "loaded.h"
#include "loop.h"
#include "media.h"
#include "next.h"
#include "output.h"
#include "report.h"
#include "seek.h"
#include "seek_request.h"
#include "shown.h"
#include "start.h"
#include "step.h"
#include "timeline.h"
#include "transport.h"
#include "watchdog.h"
#include "wish.h"

/* How long decoders may take for the first frame once all input has been read. The missing event:
 * decodebin3 posts no message when a decoder has no frame of what it got. */
#define TIMEOUT_MS 3000
#define TIMEOUT_UNKNOWN_MS 500 /* where a stream has no decoder */

/* ---- to drop one ---- */

void frs_load_drop(frs_playback *playback)
{
    frs_context_drop(&playback->load.timeout);
    frs_watchdog_end(playback);
    frs_step_stop_waiting(playback);
    frs_buffered_end(playback);
    frs_audio_only_drop(playback);
    frs_next_unload(playback);
    frs_loaded_drop(playback);
    frs_buffering_reset(playback);
    frs_transport_reset(playback);
    frs_shown_forget_step(playback);
    frs_last_frame_reset(playback);
    frs_loop_reset(playback);
    frs_timeline_reset(playback);
}

void frs_load_interrupt(frs_playback *playback, const char *by)
{
    g_autoptr(frs_problem) problem = frs_problem_new("interrupted", "interrupted by %s", by);
    g_autofree char *id = g_steal_pointer(&playback->load.id);
    if (id != NULL)
        frs_emit_error(playback, id, problem);
    frs_seek_abandon(playback, problem);
}

void frs_load_fail(frs_playback *playback, frs_problem *problem)
{
    g_autofree char *id = g_steal_pointer(&playback->load.id);
    frs_next_begin(playback);
    if (id != NULL)
        frs_emit_error(playback, id, problem);
    else
        frs_emit_line(playback, frs_event_problem("error", problem));
    frs_seek_abandon(playback, problem);
    frs_load_drop(playback);
    frs_transport_set(playback, FRS_PLAYBACK_ERROR);
    frs_problem_free(problem);
}

/* ---- to start one ---- */

/* Most elements post an ERROR before their state change fails. */
static void fail_to_start(frs_playback *playback)
{
    g_autoptr(GstElement) element = gst_object_ref(playback->loaded.pipeline.element);
    g_autoptr(GstBus) bus = gst_element_get_bus(element);
    GstMessage *message;
    while (!frs_wish_is_made(playback) && (message = gst_bus_pop(bus)) != NULL) {
        playback->on_message(bus, message, playback);
        gst_message_unref(message);
    }
    g_autofree char *name = frs_source_name(&playback->media.source);
    if (!frs_wish_is_made(playback))
        frs_wish_fail(playback, frs_problem_new("internal", "%s does not start", name));
}

/* The tracks that were chosen. */
static void choose_tracks(frs_playback *playback)
{
    const frs_media *media = &playback->media;
    GstElement *pipeline = playback->loaded.pipeline.element;
    frs_tracks_watch(media->tracks, pipeline, media->source.text || media->source.pipeline != NULL);
    frs_hls_choose(pipeline, frs_tracks_chosen(media->tracks, FRS_TRACK_AUDIO));
}

/* Build and start the pipeline of the source. */
static void start(frs_playback *playback)
{
    frs_transport_set(playback, FRS_PLAYBACK_LOADING);
    frs_problem *problem = frs_loaded_build(playback);
    if (problem != NULL) {
        frs_load_fail(playback, problem);
        return;
    }
    frs_output_apply_volume(playback);
    frs_output_apply_direction(playback, &playback->loaded.pipeline);
    frs_output_hide(playback, playback->seek.queued && playback->seek.position >= 0);
    frs_loaded_watch(playback);
    choose_tracks(playback);
    frs_watchdog_begin(playback);
    if (frs_loaded_start(playback))
        frs_wish_go_on(playback);
    else
        fail_to_start(playback);
}

void frs_load_start_again(frs_playback *playback)
{
    frs_load_drop(playback);
    start(playback);
}

void frs_load_restart(frs_playback *playback)
{
    frs_seek_request_resume(playback);
    frs_transport_suppress(playback);
    if (playback->transport.state != FRS_PLAYBACK_LOADING)
        frs_watchdog_begin_load(playback);
    frs_load_drop(playback);
    start(playback);
}

void frs_load_replace(frs_playback *playback)
{
    frs_timeline_allow_seeks(playback);
    frs_transport_suppress(playback);
    frs_watchdog_begin_load(playback);
    frs_media_forget(playback);
    frs_media_forget_tracks(playback);
    frs_load_drop(playback);
    if (playback->seek.rate != 1)
        frs_seek_request_internal_at(playback, 0);
    start(playback);
}

void frs_load_begin(frs_playback *playback, GstState target, const char *id)
{
    frs_load_interrupt(playback, "another load");
    frs_load_drop(playback);
    playback->load.tried_again = FALSE;
    playback->load.id = g_strdup(id);
    frs_timeline_allow_seeks(playback);
    frs_transport_begin_load(playback, target);
    frs_output_retry_audio(playback);
    frs_watchdog_begin_load(playback);
    frs_media_forget(playback);
    frs_seek_reset_rate(playback);
    frs_start_request(playback);
    start(playback);
}

gboolean frs_load_try_again(frs_playback *playback)
{
    if (playback->load.tried_again)
        return FALSE;
    playback->load.tried_again = TRUE;
    frs_wish_rebuild(playback);
    return TRUE;
}

/* ---- without a picture ---- */

frs_problem *frs_load_no_picture(const frs_playback *playback)
{
    const frs_media *media = &playback->media;
    g_autofree char *name = frs_source_name(&media->source);
    frs_contents_complete(media->source.uri, media->missing);
    if (media->missing->len > 0)
        return frs_problem_undecodable(name, media->missing);
    return frs_problem_new("no-video", "%s has no picture: there is no video stream in it", name);
}

/* Why no frame has come out of all the input. */
static frs_problem *no_frame(const frs_playback *playback)
{
    const frs_media *media = &playback->media;
    g_autofree char *name = frs_source_name(&media->source);
    frs_contents_complete(media->source.uri, media->missing);
    return media->missing->len > 0
               ? frs_problem_undecodable(name, media->missing)
               : frs_watchdog_problem(playback, "format",
                                      "ends before its first picture: it is cut off or damaged");
}

static gboolean on_timeout(gpointer user)
{
    frs_playback *playback = user;
    if (playback->transport.state == FRS_PLAYBACK_LOADING)
        frs_load_fail(playback, no_frame(playback));
    return G_SOURCE_REMOVE;
}

void frs_load_expect_picture(frs_playback *playback)
{
    if (playback->transport.state != FRS_PLAYBACK_LOADING || playback->load.timeout != NULL)
        return;
    frs_context_set_timer(playback, &playback->load.timeout,
                          playback->media.missing->len > 0 ? TIMEOUT_UNKNOWN_MS : TIMEOUT_MS,
                          on_timeout);
}

/* ---- to finish one ---- */

static gboolean emit_loaded(frs_playback *playback)
{
    frs_adaptive_loaded(playback->loaded.pipeline.element);
    frs_next_begin(playback);
    frs_timeline_update(playback);
    frs_context_drop(&playback->load.timeout);
    frs_report_orientation(playback);
    frs_transport_set(playback, FRS_PLAYBACK_PAUSED);
    frs_report_tracks(playback);
    frs_report_tags(playback);
    frs_buffered_begin(playback);
    frs_report_missing(playback);
    if (!playback->seek.queued)
        frs_timeline_emit_position(playback);
    g_autofree char *id = g_steal_pointer(&playback->load.id);
    if (id != NULL)
        frs_report_load(playback, id);
    frs_watchdog_note_loaded(playback);
    frs_loop_loaded(playback);
    return TRUE;
}

static gboolean is_audio_only(const frs_playback *playback)
{
    return frs_shown_has_sound(playback) &&
           frs_missing_list_find(playback->media.missing, FRS_MISSING_VIDEO) == NULL;
}

gboolean frs_load_finish(frs_playback *playback)
{
    if (playback->loaded.prerolls && !frs_shown_has_picture(playback)) {
        /* Only now is the type of each stream known. */
        frs_tracks_note_missing(playback->media.tracks, NULL, playback->media.missing);
        if (is_audio_only(playback))
            return frs_audio_only_show(playback) && emit_loaded(playback);
        frs_load_fail(playback, frs_load_no_picture(playback));
        return FALSE;
    }
    return emit_loaded(playback);
}
