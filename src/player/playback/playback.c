/* SPDX-License-Identifier: MIT */
#include "playback.h"

#include "buffered.h"
#include "buffering.h"
#include "bus.h"
#include "load.h"
#include "media.h"
#include "next.h"
#include "output.h"
#include "seek.h"
#include "seek_request.h"
#include "shown.h"
#include "start.h"
#include "state.h"
#include "timeline.h"
#include "transport.h"
#include "watchdog.h"
#include "wish.h"

/* ---- towards the target ---- */

static void steer(frs_playback *playback, GstState current)
{
    gboolean hold = playback->buffering.waits || frs_seek_is_step(playback);
    GstState want = hold ? GST_STATE_PAUSED : playback->transport.target;
    if (current != want) {
        gst_element_set_state(playback->loaded.pipeline.element, want);
        return; /* STATE_CHANGED follows, and wishes that the playback goes on */
    }
    if (current == GST_STATE_PLAYING) {
        frs_transport_set(playback, FRS_PLAYBACK_PLAYING);
        frs_next_look(playback);
    } else if (playback->transport.target == GST_STATE_PAUSED &&
               playback->transport.state == FRS_PLAYBACK_PLAYING) {
        frs_transport_set(playback, FRS_PLAYBACK_PAUSED);
        frs_timeline_emit_position(playback); /* it played on until it paused */
    }
}

static void resume_from_step(frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    if (!playback->shown.by_step || playback->transport.target != GST_STATE_PLAYING ||
        seek->running || seek->queued)
        return;
    if (playback->timeline.seekable)
        frs_seek_request_internal(playback);
    frs_shown_forget_step(playback);
}

/* Loading: is it done? */
static gboolean has_loaded(frs_playback *playback)
{
    if (playback->loaded.opening || !playback->loaded.arrived || !frs_start_reached(playback))
        return FALSE;
    return !frs_wish_is_made(playback) && frs_load_finish(playback);
}

/* Go on with what is queued, unless a state change is still under way. */
static void settle(frs_playback *playback)
{
    GstState current;
    if (playback->loaded.pipeline.element == NULL)
        return;
    GstStateChangeReturn change =
        gst_element_get_state(playback->loaded.pipeline.element, &current, NULL, 0);
    if (change == GST_STATE_CHANGE_ASYNC || change == GST_STATE_CHANGE_FAILURE)
        return; /* ASYNC_DONE or ERROR follows */
    if (current < GST_STATE_PAUSED)
        return;
    if (playback->transport.state == FRS_PLAYBACK_LOADING && !has_loaded(playback))
        return;
    if (frs_seek_is_step(playback))
        steer(playback, current); /* emits the state before the position */
    resume_from_step(playback);
    frs_seek_settled(playback, current == GST_STATE_PAUSED);
    if (frs_wish_is_made(playback))
        return;
    if (!playback->seek.running)
        steer(playback, current);
    else if (!playback->seek.queued &&
             gst_element_get_state(playback->loaded.pipeline.element, NULL, NULL, 0) !=
                 GST_STATE_CHANGE_ASYNC)
        frs_wish_go_on(playback); /* done at once: ASYNC_DONE may not follow */
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

/* Rebuilds, failures and going on happen only here, after the callback of the main context has
 * returned: the pipeline never changes inside a function that wished for it. */
static void act(frs_playback *playback)
{
    frs_wish wish;
    while (frs_wish_take(playback, &wish))
        grant(playback, wish);
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
    if (!playback->seek.running) /* in a seek the position is not known */
        frs_timeline_emit_position(playback);
    if (playback->timeline.position > playback->timeline.duration)
        frs_timeline_update_if_longer(playback);
    frs_next_look(playback);
    frs_watchdog_check_position(playback); /* may wish for a rebuild */
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
    frs_media_open(&playback->media);
    frs_seek_init(playback);
    frs_output_init(playback);
    frs_transport_init(playback);
    frs_timeline_reset(playback);
    frs_buffering_reset(playback);
    frs_buffered_end(playback);
    return playback;
}

void frs_playback_destroy(frs_playback **playback)
{
    frs_playback *it = g_steal_pointer(playback);
    if (it == NULL)
        return;
    frs_load_interrupt(it, "quit");
    frs_load_drop(it);
    frs_transport_set(it, FRS_PLAYBACK_STOPPED);
    frs_media_set_source(&it->media, NULL);
    frs_media_close(&it->media);
    frs_next_set(it, NULL);
    frs_wish_clear(it);
    frs_output_finish(it);
    frs_seek_finish(it);
    g_main_context_unref(it->context);
    g_free(it);
}
