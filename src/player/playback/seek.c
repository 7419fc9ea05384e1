/* SPDX-License-Identifier: MIT */
#include "seek.h"

#include "buffered.h"
#include "ending.h"
#include "last_picture.h"
#include "line.h"
#include "loop.h"
#include "output.h"
#include "report.h"
#include "seek_send.h"
#include "seek_want.h"
#include "shown.h"
#include "step.h"
#include "watchdog.h"
#include "wish.h"

static void answer(frs_playback *playback, const frs_problem *problem)
{
    frs_seek *seek = &playback->seek;
    g_autoptr(GPtrArray) ids = g_steal_pointer(&seek->ids);
    seek->ids = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index(ids, i);
        if (problem != NULL) {
            frs_report_error(playback, id, problem);
            continue;
        }
        JsonBuilder *builder = frs_reply_begin(id);
        frs_add_boolean(builder, "ok", TRUE);
        frs_add_number(builder, "position", frs_seconds(frs_shown_position(playback)));
        frs_add_number(builder, "rate", playback->rate);
        frs_report_line(playback, frs_line_end(builder));
    }
}

static void report_seeked(frs_playback *playback)
{
    frs_buffered_begin_at(playback, frs_shown_position(playback));
    JsonBuilder *builder = frs_event_begin("seeked");
    frs_add_number(builder, "position", frs_seconds(frs_shown_position(playback)));
    frs_report_line(playback, frs_line_end(builder));
    frs_report_position(playback);
}

static gboolean send_wanted(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gint frames = seek->frames;
    if (frs_seek_is_step(playback)) {
        seek->wanted = FALSE;
        seek->frames = 0;
        return frs_step_start(playback, frames);
    }
    gint64 position = seek->position >= 0 ? seek->position : frs_seek_here(playback);
    playback->step.taken = FALSE;
    seek->wanted = frames != 0; /* and then the step from there */
    seek->position = -1;
    return frs_seek_send(playback, position, seek->accurate);
}

/* Some demuxers flush before they find that they cannot go there (rmdemux, without an index): then
 * nothing comes any more. It begins anew, and is told not to be seekable. */
static gboolean is_flushed_for_good(frs_playback *playback)
{
    if (gst_element_get_state(playback->pipeline.element, NULL, NULL, 0) != GST_STATE_CHANGE_ASYNC)
        return FALSE;
    playback->refuses = TRUE;
    frs_report_duration(playback);
    return TRUE;
}

static void refuse(frs_playback *playback)
{
    g_autoptr(frs_problem) problem = frs_problem_new(
        "not-seekable", "this source cannot go to that position at rate %g", playback->seek.rate);
    frs_seek_abandon(playback, problem);
    if (playback->ending.sought)
        frs_ending_tell(playback);
    if (is_flushed_for_good(playback) || playback->hidden)
        frs_wish_rebuild(playback); /* and shows its first picture */
}

static void start(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    frs_last_picture_reset(playback);
    if (!send_wanted(playback)) {
        refuse(playback);
        return;
    }
    seek->running = TRUE;
    frs_watchdog_begin(playback);
    if (playback->step.taken && playback->step.forward > 0)
        return;
    playback->ended = FALSE;
    if (playback->state == FRS_PLAYBACK_ENDED && playback->target == GST_STATE_PAUSED)
        frs_report_state(playback, FRS_PLAYBACK_PAUSED);
    if (playback->rate != seek->rate) {
        playback->rate = seek->rate;
        frs_output_set_volume(playback);
        frs_report_rate(playback);
    }
}

static void finish(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    if (playback->step.taken && !seek->wanted && frs_step_again(playback))
        return;
    if (!playback->step.taken && !seek->wanted && frs_last_picture_seek(playback))
        return;
    seek->running = FALSE;
    if (seek->wanted)
        return; /* the next one answers for both */
    if (!seek->quiet)
        report_seeked(playback);
    seek->quiet = FALSE;
    answer(playback, NULL);
    frs_loop_settled(playback);
}

void frs_seek_settled(frs_playback *playback, gboolean paused)
{
    if (playback->seek.running)
        finish(playback);
    if (playback->seek.wanted && !playback->seek.running && (paused || !frs_seek_is_step(playback)))
        start(playback);
}

void frs_seek_abandon(frs_playback *playback, const frs_problem *problem)
{
    playback->seek.running = FALSE;
    playback->seek.wanted = FALSE;
    playback->seek.frames = 0;
    playback->seek.quiet = FALSE;
    playback->seek.rate = playback->rate;
    answer(playback, problem);
}
