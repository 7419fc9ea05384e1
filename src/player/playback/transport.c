/* SPDX-License-Identifier: MIT */
#include "transport.h"

#include "context.h"
#include "emit.h"
#include "last_frame.h"
#include "line.h"
#include "timeline.h"

#define POSITION_INTERVAL_MS 250 /* a pipeline has no event for its position */

const char *frs_transport_name(frs_playback_state state)
{
    static const char *const names[] = {
        [FRS_PLAYBACK_STOPPED] = "stopped", [FRS_PLAYBACK_LOADING] = "loading",
        [FRS_PLAYBACK_PAUSED] = "paused",   [FRS_PLAYBACK_PLAYING] = "playing",
        [FRS_PLAYBACK_ENDED] = "ended",     [FRS_PLAYBACK_ERROR] = "error",
    };
    return names[state];
}

void frs_transport_init(frs_playback *playback)
{
    playback->transport.target = GST_STATE_PAUSED;
}

static void set_ticking(frs_playback *playback, gboolean on)
{
    frs_transport *transport = &playback->transport;
    if (on == (transport->ticks != NULL))
        return;
    if (on)
        frs_context_set_timer(playback, &transport->ticks, POSITION_INTERVAL_MS, playback->on_tick);
    else
        frs_context_drop(&transport->ticks);
}

static gboolean is_on_the_way(const frs_transport *transport)
{
    return transport->state == FRS_PLAYBACK_LOADING ||
           (transport->state == FRS_PLAYBACK_PAUSED && transport->target == GST_STATE_PLAYING);
}

static void emit_state(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("state");
    frs_add_string(builder, "state", frs_transport_name(playback->transport.emitted));
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_transport_set(frs_playback *playback, frs_playback_state state)
{
    frs_transport *transport = &playback->transport;
    if (transport->state == state && transport->emitted == state)
        return;
    transport->state = state;
    set_ticking(playback, state == FRS_PLAYBACK_PLAYING);
    if (transport->suppressed && is_on_the_way(transport))
        return;
    transport->suppressed = FALSE;
    if (transport->emitted == state)
        return;
    transport->emitted = state;
    emit_state(playback);
}

/* A play that undoes a pause before the pipeline has paused changes no state, and whoever asked for
 * the pause waits for it: the state is emitted again. The same the other way round. */
void frs_transport_set_target(frs_playback *playback, GstState target)
{
    frs_transport *transport = &playback->transport;
    frs_playback_state goal =
        target == GST_STATE_PLAYING ? FRS_PLAYBACK_PLAYING : FRS_PLAYBACK_PAUSED;
    gboolean undone = transport->target != target && transport->emitted == goal;
    transport->target = target;
    if (undone)
        emit_state(playback);
}

void frs_transport_begin_load(frs_playback *playback, GstState target)
{
    playback->transport.suppressed = FALSE;
    playback->transport.target = target;
}

void frs_transport_suppress(frs_playback *playback)
{
    playback->transport.suppressed = playback->transport.emitted != FRS_PLAYBACK_LOADING;
}

void frs_transport_end(frs_playback *playback)
{
    frs_last_frame_reset(playback);
    playback->transport.ended = TRUE;
    playback->transport.target = GST_STATE_PAUSED;
    frs_transport_set(playback, FRS_PLAYBACK_ENDED);
    frs_timeline_emit_position(playback);
    frs_emit_line(playback, frs_line_end(frs_event_begin("end")));
}

void frs_transport_leave_end(frs_playback *playback)
{
    frs_transport *transport = &playback->transport;
    transport->ended = FALSE;
    if (transport->state == FRS_PLAYBACK_ENDED && transport->target == GST_STATE_PAUSED)
        frs_transport_set(playback, FRS_PLAYBACK_PAUSED);
}

void frs_transport_reset(frs_playback *playback)
{
    playback->transport.ended = FALSE;
}
