/* SPDX-License-Identifier: MIT */
#include "step.h"

#include <gst/base/gstbasesink.h>

#include "context.h"
#include "seek_send.h"
#include "shown.h"

/* Containers round timestamps, Matroska to this. */
#define ROUNDING_NS GST_MSECOND
/* How often to seek further back while a step back shows the same frame again. */
#define TRIES_MAX 10

/* A step event to the sink shows frames that are queued, while the audio does not move: when the
 * audio queues are full, the demuxer waits for them and no more video comes: a deadlock. So a step
 * becomes a flushing seek once the video is that far ahead, or when no frame comes in time. */
#define AHEAD_MAX_NS (400 * GST_MSECOND)
/* The missing event: a full queue posts no message while the sink waits. */
#define TIMEOUT_MS 500

/* The middle of the target frame. */
static gint64 middle(const frs_shown_frame *shown, gint frames)
{
    return MAX(shown->begin + frames * shown->duration + shown->duration / 2, shown->duration / 2);
}

/* A paused sink posts no EOS, but has no sample any more. */
static gboolean is_at_end(frs_playback *playback)
{
    frs_shown_frame shown;
    return playback->transport.ended || !frs_shown_look_at_sample(playback, &shown);
}

static gboolean seek_to_target(frs_playback *playback)
{
    playback->step.forward = 0;
    playback->step.ahead = 0;
    return frs_seek_send(playback, playback->step.target, TRUE);
}

void frs_step_stop_waiting(frs_playback *playback)
{
    frs_context_drop(&playback->step.timeout);
}

static gboolean on_timeout(gpointer user)
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
    frs_context_set_timer(playback, &playback->step.timeout, TIMEOUT_MS, on_timeout);
}

static gboolean step_on(frs_playback *playback, gint frames)
{
    playback->step.forward = frames;
    if (is_at_end(playback))
        return TRUE;
    start_waiting(playback);
    return gst_element_send_event(
        playback->loaded.pipeline.sink,
        gst_event_new_step(GST_FORMAT_BUFFERS, (guint64)frames, 1.0, TRUE, FALSE));
}

gboolean frs_step_start(frs_playback *playback, gint frames)
{
    frs_step *step = &playback->step;
    gint64 ahead = playback->shown.by_step ? step->ahead : 0;
    frs_shown_frame shown;
    frs_step_stop_waiting(playback);
    if (!playback->timeline.seekable || !frs_shown_look(playback, &shown))
        return FALSE;
    *step = (frs_step){.target = middle(&shown, frames), .ahead = ahead + frames * shown.duration};
    frs_shown_note_step(playback);
    if (frames > 0 && playback->seek.rate > 0 &&
        (step->ahead <= AHEAD_MAX_NS || is_at_end(playback)))
        return step_on(playback, frames);
    if (frames < 0) {
        step->from = shown.end;
        step->tries = TRIES_MAX;
    }
    return seek_to_target(playback);
}

/* Fewer frames were left than the step has, and none of them was shown. */
static gboolean went_past_the_last(frs_playback *playback)
{
    return playback->step.forward > 1 && !playback->transport.ended && is_at_end(playback);
}

static gboolean shows_the_same(frs_playback *playback, frs_shown_frame *shown)
{
    const frs_step *step = &playback->step;
    return step->tries > 0 && step->target > 0 && frs_shown_look(playback, shown) &&
           shown->end + ROUNDING_NS > step->from;
}

gboolean frs_step_again(frs_playback *playback)
{
    frs_step *step = &playback->step;
    frs_shown_frame shown;
    frs_step_stop_waiting(playback);
    if (went_past_the_last(playback))
        return seek_to_target(playback);
    if (!shows_the_same(playback, &shown))
        return FALSE;
    step->tries--;
    step->target = MAX(step->target - shown.duration / 2, 0);
    return seek_to_target(playback);
}
