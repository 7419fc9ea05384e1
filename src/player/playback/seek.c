/* SPDX-License-Identifier: MIT */
#include "seek.h"

#include "buffered.h"
#include "emit.h"
#include "line.h"
#include "loop.h"
#include "output.h"
#include "report.h"
#include "seek_request.h"
#include "seek_send.h"
#include "shown.h"
#include "step.h"
#include "timeline.h"
#include "transport.h"
#include "watchdog.h"
#include "wish.h"

static void answer(frs_playback *playback, const frs_problem *problem)
{
    g_autoptr(GPtrArray) ids = frs_seek_take_ids(playback);
    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index(ids, i);
        if (problem != NULL) {
            frs_emit_error(playback, id, problem);
            continue;
        }
        JsonBuilder *builder = frs_reply_begin(id);
        frs_add_boolean(builder, "ok", TRUE);
        frs_add_number(builder, "position", frs_seconds(frs_shown_position(playback)));
        frs_add_number(builder, "rate", playback->seek.rate);
        frs_emit_line(playback, frs_line_end(builder));
    }
}

static void emit_seeked(frs_playback *playback)
{
    frs_buffered_begin_at(playback, frs_shown_position(playback));
    JsonBuilder *builder = frs_event_begin("seeked");
    frs_add_number(builder, "position", frs_seconds(frs_shown_position(playback)));
    frs_emit_line(playback, frs_line_end(builder));
    frs_timeline_emit_position(playback);
}

static gboolean send_queued(frs_playback *playback)
{
    if (frs_seek_is_step(playback))
        return frs_step_start(playback, frs_seek_take_step(playback));
    gint64 position = frs_seek_take_position(playback);
    frs_shown_forget_step(playback);
    return frs_seek_send(playback, position, playback->seek.accurate);
}

/* Some demuxers flush and then refuse the seek (rmdemux, without an index): the pipeline waits for
 * a preroll that never comes. It is rebuilt, and the source is not seekable any more. */
static gboolean is_flushed_for_good(frs_playback *playback)
{
    if (gst_element_get_state(playback->loaded.pipeline.element, NULL, NULL, 0) !=
        GST_STATE_CHANGE_ASYNC)
        return FALSE;
    frs_timeline_refuse_seeks(playback);
    return TRUE;
}

static void refuse(frs_playback *playback)
{
    g_autoptr(frs_problem) problem =
        frs_problem_new("not-seekable", "this source cannot go to that position at rate %g",
                        playback->seek.queued_rate);
    frs_seek_abandon(playback, problem);
    if (playback->last_frame.sought)
        frs_transport_end(playback);
    if (is_flushed_for_good(playback) || playback->output.hidden)
        frs_wish_rebuild(playback);
}

static void start(frs_playback *playback)
{
    playback->past_video = (frs_past_video){.last_frame = -1};
    if (!send_queued(playback)) {
        refuse(playback);
        return;
    }
    frs_seek_begin(playback);
    frs_watchdog_begin(playback);
    if (playback->shown.by_step && playback->step.forward > 0)
        return;
    frs_transport_leave_end(playback);
    if (frs_seek_take_rate(playback)) {
        frs_output_apply_volume(playback);
        frs_report_rate(playback);
    }
}

/* ---- a seek to beyond the end of the video ---- */

/* It shows the last frame: that is sought first, and then the target, which shows no other. */
static gboolean seek_last_frame(frs_playback *playback)
{
    frs_past_video *past = &playback->past_video;
    gint64 target = playback->seek.target;
    if (past->last_frame < 0 || past->returned || playback->seek.queued_rate < 0)
        return FALSE;
    past->returned = past->shown;
    past->shown = TRUE;
    if (!frs_seek_send(playback, past->returned ? target : past->last_frame, TRUE))
        return FALSE;
    frs_seek_set_target(playback, target);
    return TRUE;
}

void frs_seek_note_video_end(frs_playback *playback, gint64 last_frame)
{
    if (!playback->past_video.shown)
        playback->past_video.last_frame = last_frame;
}

static void finish(frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    if (playback->shown.by_step && !seek->queued && frs_step_again(playback))
        return;
    if (!playback->shown.by_step && !seek->queued && seek_last_frame(playback))
        return;
    frs_seek_end(playback);
    if (seek->queued)
        return; /* the queued seek answers for both */
    if (!seek->internal)
        emit_seeked(playback);
    answer(playback, NULL);
    frs_loop_settled(playback);
}

void frs_seek_settled(frs_playback *playback, gboolean paused)
{
    if (playback->seek.running)
        finish(playback);
    if (playback->seek.queued && !playback->seek.running && (paused || !frs_seek_is_step(playback)))
        start(playback);
}

void frs_seek_abandon(frs_playback *playback, const frs_problem *problem)
{
    frs_seek_clear(playback);
    answer(playback, problem);
}
