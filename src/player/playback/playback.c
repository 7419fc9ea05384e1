/* SPDX-License-Identifier: MIT */
#include "state.h"

#include <string.h>

#include "adaptivedemux.h"

#include "contents.h"
#include "line.h"

/* How long decoders may take for the first picture once everything has been read. */
#define GRACE_MS 3000
#define GRACE_UNKNOWN_MS 500 /* when there is something in it that GStreamer does not know */

/* ---- loading and unloading ---- */

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user)
{
    (void)bus;
    frs_playback_message(user, message);
    return G_SOURCE_CONTINUE;
}

void frs_playback_watch_bus(frs_playback *playback, GSource **watch, GstElement *pipeline,
                            GstBusFunc function)
{
    g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);
    *watch = gst_bus_create_watch(bus);
    g_source_set_callback(*watch, G_SOURCE_FUNC(function), playback, NULL);
    g_source_attach(*watch, playback->context);
}

void frs_playback_set_timer(frs_playback *playback, GSource **timer, guint ms, GSourceFunc function)
{
    *timer = g_timeout_source_new(ms);
    g_source_set_callback(*timer, function, playback, NULL);
    g_source_attach(*timer, playback->context);
}

void frs_playback_drop(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

void frs_playback_unload(frs_playback *playback)
{
    frs_playback_drop(&playback->watch);
    frs_playback_drop(&playback->grace);
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
    playback->seekable = FALSE;
}

void frs_playback_interrupt(frs_playback *playback, const char *by)
{
    g_autoptr(frs_problem) problem = frs_problem_new("interrupted", "interrupted by %s", by);
    g_autofree char *load_id = g_steal_pointer(&playback->load_id);
    if (load_id != NULL)
        frs_report_error(playback, load_id, problem);
    frs_seek_abandon(playback, problem);
}

void frs_playback_fail(frs_playback *playback, frs_problem *problem)
{
    g_autofree char *load_id = g_steal_pointer(&playback->load_id);
    frs_next_begin(playback);
    if (load_id != NULL)
        frs_report_error(playback, load_id, problem);
    else
        frs_report_line(playback, frs_event_problem("error", problem));
    frs_seek_abandon(playback, problem);
    frs_playback_unload(playback);
    frs_report_state(playback, FRS_PLAYBACK_ERROR);
    frs_problem_free(problem);
}

/* A state change that fails has said why on the bus, most of the time. */
static void fail_to_start(frs_playback *playback)
{
    g_autoptr(GstElement) element = gst_object_ref(playback->pipeline.element);
    g_autoptr(GstBus) bus = gst_element_get_bus(element);
    GstMessage *message;
    while (playback->pipeline.element == element && (message = gst_bus_pop(bus)) != NULL) {
        frs_playback_message(playback, message);
        gst_message_unref(message);
    }
    g_autofree char *name = frs_source_name(&playback->source);
    if (playback->pipeline.element == element)
        frs_playback_fail(playback, frs_problem_new("internal", "%s does not start", name));
}

void frs_playback_hide(frs_playback *playback, gboolean hidden)
{
    playback->hidden = hidden;
    g_object_set(playback->pipeline.sink, "show-preroll-frame", !hidden, NULL);
}

/* rtspsrc does not keep its state change waiting for the server, but tells of its progress. */
static gboolean opens_later(const frs_source *source)
{
    return source->uri != NULL && g_ascii_strncasecmp(source->uri, "rtsp", strlen("rtsp")) == 0;
}

/* Backwards sound is only noise. */
void frs_playback_set_volume(frs_playback *playback)
{
    frs_pipeline_set_volume(&playback->pipeline, playback->volume,
                            playback->mute || playback->rate < 0);
}

/* Build and start what `source` says. */
static void start(frs_playback *playback)
{
    frs_report_state(playback, FRS_PLAYBACK_LOADING);
    frs_problem *problem = frs_pipeline_init(&playback->pipeline, &playback->source,
                                             playback->writer, playback->silent, playback->device);
    if (problem != NULL) {
        frs_playback_fail(playback, problem);
        return;
    }
    frs_playback_set_volume(playback);
    if (playback->direction != NULL)
        frs_pipeline_set_direction(&playback->pipeline, playback->direction);
    frs_playback_hide(playback, playback->seek.wanted && playback->seek.position >= 0);
    frs_playback_watch_bus(playback, &playback->watch, playback->pipeline.element, on_message);
    frs_tracks_watch(playback->tracks, playback->pipeline.element,
                     playback->source.text || playback->source.pipeline != NULL);
    frs_watchdog_begin(playback);
    GstStateChangeReturn change =
        gst_element_set_state(playback->pipeline.element, GST_STATE_PAUSED);
    playback->live = change == GST_STATE_CHANGE_NO_PREROLL;
    playback->prerolls = change == GST_STATE_CHANGE_ASYNC;
    playback->opening = playback->live && opens_later(&playback->source);
    if (change == GST_STATE_CHANGE_FAILURE)
        fail_to_start(playback);
    else
        frs_playback_settle(playback);
}

void frs_playback_start_again(frs_playback *playback)
{
    frs_playback_unload(playback);
    start(playback);
}

void frs_playback_restart(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    frs_seek_want_here(playback);
    seek->running = FALSE;
    playback->quiet = playback->told != FRS_PLAYBACK_LOADING;
    if (playback->state != FRS_PLAYBACK_LOADING)
        frs_watchdog_begin_load(playback);
    frs_playback_unload(playback);
    start(playback);
}

void frs_playback_replace(frs_playback *playback)
{
    playback->quiet = playback->told != FRS_PLAYBACK_LOADING;
    frs_watchdog_begin_load(playback);
    g_ptr_array_set_size(playback->missing, 0);
    frs_tags_reset(playback->tags);
    frs_tracks_reset(playback->tracks, playback->source.subtitles);
    frs_playback_unload(playback);
    if (playback->rate != 1)
        frs_seek_want_quietly_at(playback, 0);
    start(playback);
}

void frs_playback_load(frs_playback *playback, GstState target, const char *id)
{
    frs_playback_interrupt(playback, "another load");
    playback->tried_again = FALSE;
    frs_playback_unload(playback);
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

frs_problem *frs_playback_no_picture(const frs_playback *playback)
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
        frs_playback_fail(playback, nothing_in_it(playback));
    return G_SOURCE_REMOVE;
}

void frs_playback_expect_picture(frs_playback *playback)
{
    if (playback->state != FRS_PLAYBACK_LOADING || playback->grace != NULL)
        return;
    frs_playback_set_timer(playback, &playback->grace,
                           playback->missing->len > 0 ? GRACE_UNKNOWN_MS : GRACE_MS, on_grace_over);
}

static gboolean tell_loaded(frs_playback *playback)
{
    frs_adaptive_loaded(playback->pipeline.element);
    frs_next_begin(playback);
    frs_report_duration(playback);
    frs_playback_drop(&playback->grace);
    frs_orientation_report(playback);
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
    return frs_playback_has_sound(playback) &&
           frs_missing_list_find(playback->missing, FRS_MISSING_VIDEO) == NULL;
}

/* The first picture is there (or none will come). False: it failed, or is
 * not there yet. */
static gboolean loaded(frs_playback *playback)
{
    if (playback->prerolls && !frs_playback_has_picture(playback)) {
        /* Now it is known what each stream is. */
        frs_tracks_note_missing(playback->tracks, NULL, playback->missing);
        if (is_sound_alone(playback))
            return frs_cover_shown(playback) && tell_loaded(playback);
        frs_playback_fail(playback, frs_playback_no_picture(playback));
        return FALSE;
    }
    return tell_loaded(playback);
}

/* ---- towards the target ---- */

static void steer(frs_playback *playback, GstState current)
{
    gboolean hold = playback->buffering || frs_seek_is_step(playback);
    GstState want = hold ? GST_STATE_PAUSED : playback->target;
    if (current != want) {
        gst_element_set_state(playback->pipeline.element, want);
        return; /* its state-changed message brings us back */
    }
    if (current == GST_STATE_PLAYING) {
        frs_report_state(playback, FRS_PLAYBACK_PLAYING);
        frs_next_look(playback);
    } else if (playback->target == GST_STATE_PAUSED && playback->state == FRS_PLAYBACK_PLAYING) {
        frs_report_state(playback, FRS_PLAYBACK_PAUSED);
        frs_report_position(playback); /* it went on for a moment after it was asked */
    }
}

static void resume_from_step(frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    if (!playback->step.taken || playback->target != GST_STATE_PLAYING || seek->running ||
        seek->wanted)
        return;
    if (playback->seekable)
        frs_seek_want_quietly(playback);
    playback->step.taken = FALSE;
}

void frs_playback_settle(frs_playback *playback)
{
    GstState current;
    if (playback->pipeline.element == NULL)
        return;
    GstStateChangeReturn change =
        gst_element_get_state(playback->pipeline.element, &current, NULL, 0);
    if (change == GST_STATE_CHANGE_ASYNC || change == GST_STATE_CHANGE_FAILURE)
        return; /* async-done, or an error, will come */
    if (current < GST_STATE_PAUSED)
        return;
    if (playback->state == FRS_PLAYBACK_LOADING && (playback->opening || !playback->arrived))
        return;
    if (playback->state == FRS_PLAYBACK_LOADING &&
        (!frs_start_reached(playback) || !loaded(playback)))
        return;
    if (frs_seek_is_step(playback))
        steer(playback, current); /* tells that it is paused before it tells where */
    resume_from_step(playback);
    frs_seek_settled(playback, current == GST_STATE_PAUSED);
    if (playback->pipeline.element == NULL || playback->state == FRS_PLAYBACK_LOADING)
        return; /* it had to be built anew */
    if (!playback->seek.running)
        steer(playback, current);
    else if (!playback->seek.wanted && gst_element_get_state(playback->pipeline.element, NULL, NULL,
                                                             0) != GST_STATE_CHANGE_ASYNC)
        frs_playback_settle(playback); /* done at once: there may be no message */
}

/* ---- life ---- */

frs_playback *frs_playback_create(GMainContext *context, frs_writer *writer, frs_playback_emit emit,
                                  void *user)
{
    frs_playback *playback = g_new0(frs_playback, 1);
    playback->context = g_main_context_ref(context);
    playback->writer = writer;
    playback->emit = emit;
    playback->user = user;
    playback->missing = frs_missing_list_new();
    playback->tracks = frs_tracks_new();
    playback->tags = frs_tags_new();
    playback->buffered.to = -1;
    playback->seek.ids = g_ptr_array_new_with_free_func(g_free);
    playback->rate = playback->seek.rate = 1;
    playback->volume = 1;
    playback->duration = FRS_DURATION_UNTOLD;
    playback->percent = 100;
    playback->target = GST_STATE_PAUSED;
    return playback;
}

void frs_playback_destroy(frs_playback **playback)
{
    frs_playback *it = g_steal_pointer(playback);
    if (it == NULL)
        return;
    frs_playback_interrupt(it, "quit");
    frs_playback_unload(it);
    frs_report_state(it, FRS_PLAYBACK_STOPPED);
    frs_source_clear(&it->source);
    frs_next_set(it, NULL);
    g_free(it->direction);
    g_free(it->device);
    g_ptr_array_unref(it->missing);
    g_ptr_array_unref(it->seek.ids);
    frs_tracks_free(it->tracks);
    frs_tags_free(it->tags);
    g_main_context_unref(it->context);
    g_free(it);
}
