/* SPDX-License-Identifier: MIT */
#include "load.h"

#include "adaptivedemux.h"
#include "buffered.h"
#include "contents.h"
#include "context.h"
#include "ending.h"
#include "hls_renditions.h"
#include "line.h"
#include "loop.h"
#include "next.h"
#include "output.h"
#include "report.h"
#include "seek.h"
#include "seek_want.h"
#include "shown.h"
#include "sound_alone.h"
#include "start.h"
#include "step.h"
#include "watchdog.h"
#include "wish.h"

/* How long decoders may take for the first picture once everything has been read. The
 * missing event: decodebin3 posts no message when a decoder makes no picture of what it got. */
#define GRACE_MS 3000
#define GRACE_UNKNOWN_MS 500 /* when there is something in it that GStreamer does not know */

void frs_load_drop(frs_playback *playback)
{
    frs_context_drop(&playback->watch);
    frs_context_drop(&playback->grace);
    frs_watchdog_end(playback);
    frs_step_stop_waiting(playback);
    frs_buffered_end(playback);
    frs_cover_finish(playback);
    frs_next_unload(playback);
    frs_pipeline_finish(&playback->pipeline);
    playback->live = FALSE;
    g_clear_pointer(&playback->lost, g_free);
    playback->opening = FALSE;
    playback->arrived = FALSE;
    playback->buffering = FALSE;
    playback->percent = 100;
    playback->ended = FALSE;
    playback->step.taken = FALSE;
    frs_ending_reset(playback);
    playback->loop.done = FALSE;
    g_queue_clear(&playback->loop.next);
    playback->position = 0;
    playback->duration = FRS_DURATION_UNTOLD;
    playback->measured = 0;
    playback->seekable = FALSE;
}

void frs_load_interrupt(frs_playback *playback, const char *by)
{
    g_autoptr(frs_problem) problem = frs_problem_new("interrupted", "interrupted by %s", by);
    g_autofree char *load_id = g_steal_pointer(&playback->load_id);
    if (load_id != NULL)
        frs_report_error(playback, load_id, problem);
    frs_seek_abandon(playback, problem);
}

void frs_load_fail(frs_playback *playback, frs_problem *problem)
{
    g_autofree char *load_id = g_steal_pointer(&playback->load_id);
    frs_next_begin(playback);
    if (load_id != NULL)
        frs_report_error(playback, load_id, problem);
    else
        frs_report_line(playback, frs_event_problem("error", problem));
    frs_seek_abandon(playback, problem);
    frs_load_drop(playback);
    frs_report_state(playback, FRS_PLAYBACK_ERROR);
    frs_problem_free(problem);
}

/* A state change that fails has said why on the bus, most of the time. */
static void fail_to_start(frs_playback *playback)
{
    g_autoptr(GstElement) element = gst_object_ref(playback->pipeline.element);
    g_autoptr(GstBus) bus = gst_element_get_bus(element);
    GstMessage *message;
    while (!frs_wish_is_made(playback) && (message = gst_bus_pop(bus)) != NULL) {
        playback->on_message(bus, message, playback);
        gst_message_unref(message);
    }
    g_autofree char *name = frs_source_name(&playback->source);
    if (!frs_wish_is_made(playback))
        frs_wish_fail(playback, frs_problem_new("internal", "%s does not start", name));
}

/* rtspsrc does not keep its state change waiting for the server, but tells of its progress. */
static gboolean opens_later(const frs_source *source)
{
    return source->uri != NULL && g_ascii_strncasecmp(source->uri, "rtsp", strlen("rtsp")) == 0;
}

/* Build and start what `source` says. */
static void start(frs_playback *playback)
{
    frs_report_state(playback, FRS_PLAYBACK_LOADING);
    frs_problem *problem = frs_pipeline_init(&playback->pipeline, &playback->source,
                                             playback->writer, playback->silent, playback->device);
    if (problem != NULL) {
        frs_load_fail(playback, problem);
        return;
    }
    frs_output_set_volume(playback);
    if (playback->direction != NULL)
        frs_pipeline_set_direction(&playback->pipeline, playback->direction);
    frs_output_hide(playback, playback->seek.wanted && playback->seek.position >= 0);
    frs_context_watch_bus(playback, &playback->watch, playback->pipeline.element,
                          playback->on_message);
    frs_tracks_watch(playback->tracks, playback->pipeline.element,
                     playback->source.text || playback->source.pipeline != NULL);
    frs_hls_choose(playback->pipeline.element,
                   frs_tracks_chosen(playback->tracks, FRS_TRACK_AUDIO));
    frs_watchdog_begin(playback);
    GstStateChangeReturn change =
        gst_element_set_state(playback->pipeline.element, GST_STATE_PAUSED);
    playback->live = change == GST_STATE_CHANGE_NO_PREROLL;
    playback->prerolls = change == GST_STATE_CHANGE_ASYNC;
    playback->opening = playback->live && opens_later(&playback->source);
    if (change == GST_STATE_CHANGE_FAILURE)
        fail_to_start(playback);
    else
        frs_wish_go_on(playback);
}

void frs_load_start_again(frs_playback *playback)
{
    frs_load_drop(playback);
    start(playback);
}

void frs_load_restart(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    frs_seek_want_here(playback);
    seek->running = FALSE;
    playback->quiet = playback->told != FRS_PLAYBACK_LOADING;
    if (playback->state != FRS_PLAYBACK_LOADING)
        frs_watchdog_begin_load(playback);
    frs_load_drop(playback);
    start(playback);
}

void frs_load_replace(frs_playback *playback)
{
    playback->refuses = FALSE;
    playback->quiet = playback->told != FRS_PLAYBACK_LOADING;
    frs_watchdog_begin_load(playback);
    g_ptr_array_set_size(playback->missing, 0);
    frs_tags_reset(playback->tags);
    frs_tracks_reset(playback->tracks, playback->source.subtitles);
    frs_load_drop(playback);
    if (playback->rate != 1)
        frs_seek_want_quietly_at(playback, 0);
    start(playback);
}

void frs_load_begin(frs_playback *playback, GstState target, const char *id)
{
    frs_load_interrupt(playback, "another load");
    playback->tried_again = FALSE;
    playback->refuses = FALSE;
    frs_load_drop(playback);
    playback->load_id = g_strdup(id);
    playback->quiet = FALSE;
    playback->target = target;
    playback->silent = FALSE;
    frs_watchdog_begin_load(playback);
    g_ptr_array_set_size(playback->missing, 0);
    playback->rate = playback->seek.rate = 1;
    frs_tags_reset(playback->tags);
    frs_start_want(playback);
    start(playback);
}

frs_problem *frs_load_no_picture(const frs_playback *playback)
{
    g_autofree char *name = frs_source_name(&playback->source);
    frs_contents_complete(playback->source.uri, playback->missing);
    if (playback->missing->len > 0)
        return frs_problem_undecodable(name, playback->missing);
    return frs_problem_new("no-video", "%s has no picture: there is no video stream in it", name);
}

/* Why there was nothing to show in all of it. */
static frs_problem *nothing_in_it(const frs_playback *playback)
{
    g_autofree char *name = frs_source_name(&playback->source);
    frs_contents_complete(playback->source.uri, playback->missing);
    return playback->missing->len > 0
               ? frs_problem_undecodable(name, playback->missing)
               : frs_watchdog_problem(playback, "format",
                                      "ends before its first picture: it is cut off or damaged");
}

static gboolean on_grace_over(gpointer user)
{
    frs_playback *playback = user;
    if (playback->state == FRS_PLAYBACK_LOADING)
        frs_load_fail(playback, nothing_in_it(playback));
    return G_SOURCE_REMOVE;
}

void frs_load_expect_picture(frs_playback *playback)
{
    if (playback->state != FRS_PLAYBACK_LOADING || playback->grace != NULL)
        return;
    frs_context_set_timer(playback, &playback->grace,
                          playback->missing->len > 0 ? GRACE_UNKNOWN_MS : GRACE_MS, on_grace_over);
}

static gboolean tell_loaded(frs_playback *playback)
{
    frs_adaptive_loaded(playback->pipeline.element);
    frs_next_begin(playback);
    frs_report_duration(playback);
    frs_context_drop(&playback->grace);
    frs_report_orientation(playback);
    frs_report_state(playback, FRS_PLAYBACK_PAUSED);
    frs_report_tracks(playback);
    frs_report_tags(playback);
    frs_buffered_begin(playback);
    frs_report_missing(playback);
    if (!playback->seek.wanted)
        frs_report_position(playback);
    g_autofree char *id = g_steal_pointer(&playback->load_id);
    if (id != NULL)
        frs_report_load(playback, id);
    playback->watchdog.stalls = 0;
    frs_loop_loaded(playback);
    return TRUE;
}

static gboolean is_sound_alone(frs_playback *playback)
{
    return frs_shown_has_sound(playback) &&
           frs_missing_list_find(playback->missing, FRS_MISSING_VIDEO) == NULL;
}

gboolean frs_load_finish(frs_playback *playback)
{
    if (playback->prerolls && !frs_shown_has_picture(playback)) {
        /* Now it is known what each stream is. */
        frs_tracks_note_missing(playback->tracks, NULL, playback->missing);
        if (is_sound_alone(playback))
            return frs_cover_shown(playback) && tell_loaded(playback);
        frs_load_fail(playback, frs_load_no_picture(playback));
        return FALSE;
    }
    return tell_loaded(playback);
}
