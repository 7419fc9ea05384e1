/* SPDX-License-Identifier: MIT */
#include "step.h"

#include <gst/base/gstbasesink.h>

#include "context.h"
#include "seek_send.h"
#include "shown.h"

/* Containers round times, Matroska's to this. */
#define ROUNDING_NS GST_MSECOND
/* How often a step back may have shown the same picture again. */
#define TRIES_MAX 10

/* The sink can step through what is queued, while sound stands still: once all of its queues are
 * full nothing more is read, and no picture comes either. So everything is sought when pictures
 * have gone so far ahead, or when none comes for a while. */
#define AHEAD_MAX_NS (400 * GST_MSECOND)
/* The missing event: a full queue tells nobody that it is full while the sink waits. */
#define PATIENCE_MS 500

/* The middle of the picture that is meant. */
static gint64 middle(const frs_shown *shown, gint frames)
{
    return MAX(shown->begin + frames * shown->frame + shown->frame / 2, shown->frame / 2);
}

/* A paused sink does not say that it has come to its end, but it has no sample any more. */
static gboolean is_at_end(frs_playback *playback)
{
    frs_shown shown;
    return playback->ended || !frs_shown_look_at_sample(playback, &shown);
}

static gboolean seek_to_target(frs_playback *playback)
{
    playback->step.forward = 0;
    playback->step.ahead = 0;
    return frs_seek_send(playback, playback->step.target, TRUE);
}

void frs_step_stop_waiting(frs_playback *playback)
{
    frs_context_drop(&playback->step.patience);
}

static gboolean on_patience_over(gpointer user)
{
    frs_playback *playback = user;
    frs_step_stop_waiting(playback);
    if (playback->seek.running && playback->step.forward > 0)
        seek_to_target(playback);
    return G_SOURCE_REMOVE;
}

static void start_waiting(frs_playback *playback)
{
    frs_step_stop_waiting(playback);
    frs_context_set_timer(playback, &playback->step.patience, PATIENCE_MS, on_patience_over);
}

static gboolean step_on(frs_playback *playback, gint frames)
{
    playback->step.forward = frames;
    if (is_at_end(playback))
        return TRUE;
    start_waiting(playback);
    return gst_element_send_event(
        playback->pipeline.sink,
        gst_event_new_step(GST_FORMAT_BUFFERS, (guint64)frames, 1.0, TRUE, FALSE));
}

gboolean frs_step_start(frs_playback *playback, gint frames)
{
    frs_step *step = &playback->step;
    gint64 ahead = step->taken ? step->ahead : 0;
    frs_shown shown;
    frs_step_stop_waiting(playback);
    if (!playback->seekable || !frs_shown_look(playback, &shown))
        return FALSE;
    *step = (frs_step){.taken = TRUE, .shown = shown, .target = middle(&shown, frames)};
    step->ahead = ahead + frames * shown.frame;
    if (frames > 0 && playback->rate > 0 && (step->ahead <= AHEAD_MAX_NS || is_at_end(playback)))
        return step_on(playback, frames);
    if (frames < 0) {
        step->from = shown.end;
        step->tries = TRIES_MAX;
    }
    return seek_to_target(playback);
}

/* What was left had fewer pictures, and none of them was shown. */
static gboolean went_past_the_last(frs_playback *playback)
{
    return playback->step.forward > 1 && !playback->ended && is_at_end(playback);
}

static gboolean shows_the_same(frs_playback *playback, frs_shown *shown)
{
    const frs_step *step = &playback->step;
    return step->tries > 0 && step->target > 0 && frs_shown_look(playback, shown) &&
           shown->end + ROUNDING_NS > step->from;
}

gboolean frs_step_again(frs_playback *playback)
{
    frs_step *step = &playback->step;
    frs_shown shown;
    frs_step_stop_waiting(playback);
    if (went_past_the_last(playback))
        return seek_to_target(playback);
    if (!shows_the_same(playback, &shown))
        return FALSE;
    step->tries--;
    step->target = MAX(step->target - shown.frame / 2, 0);
    return seek_to_target(playback);
}
