/* SPDX-License-Identifier: MIT */
#include "playback.h"

#include <string.h>

#include "bus.h"
#include "load.h"
#include "next.h"
#include "report.h"
#include "seek.h"
#include "seek_want.h"
#include "standstill.h"
#include "start.h"
#include "state.h"
#include "wish.h"

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

/* It is loading: is it there? */
static gboolean has_loaded(frs_playback *playback)
{
    if (playback->opening || !playback->arrived || !frs_start_reached(playback))
        return FALSE;
    return !frs_wish_is_made(playback) && frs_load_finish(playback);
}

/* Go on with whatever waits, if GStreamer has settled. */
static void settle(frs_playback *playback)
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
    if (playback->state == FRS_PLAYBACK_LOADING && !has_loaded(playback))
        return;
    if (frs_seek_is_step(playback))
        steer(playback, current); /* tells that it is paused before it tells where */
    resume_from_step(playback);
    frs_seek_settled(playback, current == GST_STATE_PAUSED);
    if (frs_wish_is_made(playback))
        return;
    if (!playback->seek.running)
        steer(playback, current);
    else if (!playback->seek.wanted && gst_element_get_state(playback->pipeline.element, NULL, NULL,
                                                             0) != GST_STATE_CHANGE_ASYNC)
        frs_wish_go_on(playback); /* done at once: there may be no message */
}

/* ---- wishes ---- */

static void grant(frs_playback *playback, frs_wish wish)
{
    switch (wish.kind) {
    case FRS_WISH_FAIL:
        frs_load_fail(playback, wish.problem);
        break;
    case FRS_WISH_REBUILD:
        frs_load_restart(playback);
        break;
    case FRS_WISH_START_AGAIN:
        frs_load_start_again(playback);
        break;
    case FRS_WISH_REPLACE:
        frs_load_replace(playback);
        break;
    case FRS_WISH_NONE:
        settle(playback);
        break;
    }
}

/* All that restarts a playback, gives it up or lets it go on is done here, when what the main
 * context called has returned: so nothing changes under whoever wishes it. */
static void act(frs_playback *playback)
{
    while (frs_wish_is_made(playback) || playback->wish.go_on) {
        frs_wish wish = playback->wish;
        playback->wish = (frs_wish){.go_on = wish.go_on && wish.kind != FRS_WISH_NONE};
        grant(playback, wish);
    }
}

/* ---- what the main context calls ---- */

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user)
{
    (void)bus;
    frs_bus_message(user, message);
    return G_SOURCE_CONTINUE;
}

static gboolean on_tick(gpointer user)
{
    frs_playback *playback = user;
    if (!playback->seek.running) /* it is neither here nor there */
        frs_report_position(playback);
    if (playback->position > playback->duration)
        frs_report_longer(playback);
    frs_next_look(playback);
    frs_standstill_look(playback); /* may end these ticks */
    return G_SOURCE_CONTINUE;
}

/* ---- life ---- */

frs_playback *frs_playback_create(GMainContext *context, frs_writer *writer, frs_playback_emit emit,
                                  void *user)
{
    frs_playback *playback = g_new0(frs_playback, 1);
    playback->context = g_main_context_ref(context);
    playback->writer = writer;
    playback->emit = emit;
    playback->act = act;
    playback->on_message = on_message;
    playback->on_tick = on_tick;
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
    frs_load_interrupt(it, "quit");
    frs_load_drop(it);
    frs_report_state(it, FRS_PLAYBACK_STOPPED);
    frs_source_clear(&it->source);
    frs_next_set(it, NULL);
    frs_wish_clear(it);
    g_free(it->direction);
    g_free(it->device);
    g_ptr_array_unref(it->missing);
    g_ptr_array_unref(it->seek.ids);
    frs_tracks_free(it->tracks);
    frs_tags_free(it->tags);
    g_main_context_unref(it->context);
    g_free(it);
}
