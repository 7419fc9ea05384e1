/* SPDX-License-Identifier: MIT */
#include "seek.h"

#include "buffered.h"
#include "bus.h"
#include "command.h"
#include "ending.h"
#include "last_picture.h"
#include "line.h"
#include "load.h"
#include "loop.h"
#include "next.h"
#include "output.h"
#include "report.h"
#include "shown.h"
#include "step.h"
#include "watchdog.h"

static gint64 clamp(frs_playback *playback, gint64 position, double rate)
{
    if (playback->duration < 0)
        return position;
    return rate > 0 ? MIN(position, frs_shown_last_picture(playback))
                    : MIN(position, playback->duration);
}

GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags)
{
    double rate = playback->seek.rate;
    flags |= frs_loop_flags(playback);
    /* Both ends: else that of a seek before stays. */
    if (rate > 0)
        return gst_event_new_seek(rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, position,
                                  GST_SEEK_TYPE_SET, -1);
    return gst_event_new_seek(rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET,
                              position);
}

/* To a source that can no longer be sought: it is built anew. */
static void go_back(frs_playback *playback, gint64 position)
{
    frs_seek *seek = &playback->seek;
    seek->wanted = TRUE;
    seek->position = position;
    frs_load_restart(playback);
}

gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate)
{
    /* Subtitles of another file go to the position itself: the pictures must too. */
    gboolean exact = accurate || playback->pipeline.subtitles != NULL;
    if (!frs_next_hold(playback)) {
        go_back(playback, position);
        return TRUE;
    }
    position = clamp(playback, position, playback->seek.rate);
    playback->seek.going = position;
    frs_output_hide(playback, FALSE);
    GstEvent *event = frs_seek_event(playback, position,
                                     GST_SEEK_FLAG_FLUSH |
                                         (exact ? GST_SEEK_FLAG_ACCURATE : GST_SEEK_FLAG_KEY_UNIT));
    playback->loop.seqnum = gst_event_get_seqnum(event);
    playback->loop.done = FALSE;
    g_queue_clear(&playback->loop.next);
    gboolean done = gst_element_send_event(playback->pipeline.element, event);
    frs_next_release(playback);
    return done;
}

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

static void want(frs_seek *seek, const char *id)
{
    seek->wanted = TRUE;
    seek->quiet = FALSE;
    if (id != NULL)
        g_ptr_array_add(seek->ids, g_strdup(id));
}

void frs_seek_want(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                   const char *id)
{
    frs_seek *seek = &playback->seek;
    frs_ending_reset(playback);
    if (position >= 0 || !seek->wanted) {
        seek->position = position;
        seek->accurate = accurate;
        seek->frames = 0;
    }
    seek->rate = rate;
    want(seek, id);
}

void frs_seek_want_step(frs_playback *playback, gint frames, const char *id)
{
    frs_seek *seek = &playback->seek;
    if (!seek->wanted) {
        seek->position = -1;
        seek->frames = 0;
    }
    seek->frames = CLAMP(seek->frames + frames, -FRS_STEP_MAX, FRS_STEP_MAX);
    want(seek, id);
}

/* Backwards, what begins at a position is beyond it. */
static gint64 here(frs_playback *playback)
{
    return playback->step.taken && !playback->ended ? frs_shown_resume(playback)
                                                    : frs_shown_position(playback);
}

void frs_seek_want_quietly_at(frs_playback *playback, gint64 position)
{
    frs_seek_want(playback, position, TRUE, playback->rate, NULL);
    playback->seek.quiet = TRUE;
}

void frs_seek_want_quietly(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gboolean quiet = (!seek->running && !seek->wanted) || seek->quiet;
    gint64 position = seek->running ? seek->going : here(playback);
    if (!seek->wanted)
        frs_seek_want(playback, position, TRUE, seek->rate, NULL);
    seek->quiet = quiet;
}

void frs_seek_want_here(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gint64 position = seek->running ? seek->going : here(playback);
    gboolean quiet = (!seek->running && !seek->wanted) || seek->quiet;
    if (seek->wanted && seek->position < 0)
        seek->position = position;
    else if (!seek->wanted && playback->seekable && (position > 0 || playback->rate != 1))
        frs_seek_want(playback, position, TRUE, playback->rate, NULL);
    seek->quiet = quiet && seek->wanted;
}

gboolean frs_seek_is_step(const frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    return seek->wanted && seek->position < 0 && seek->frames != 0 && seek->rate == playback->rate;
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
    gint64 position = seek->position >= 0 ? seek->position : here(playback);
    playback->step.taken = FALSE;
    seek->wanted = frames != 0; /* and then the step from there */
    seek->position = -1;
    return frs_seek_send(playback, position, seek->accurate);
}

static void start(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    frs_last_picture_reset(playback);
    if (!send_wanted(playback)) {
        g_autoptr(frs_problem) problem = frs_problem_new(
            "not-seekable", "this source cannot go to that position at rate %g", seek->rate);
        frs_seek_abandon(playback, problem);
        if (playback->ending.sought)
            frs_playback_end(playback);
        if (playback->hidden)
            frs_load_restart(playback); /* to show its first picture after all */
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
