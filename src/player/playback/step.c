/* SPDX-License-Identifier: MIT */
#include "state.h"

#include <gst/base/gstbasesink.h>
#include <gst/video/video.h>

/* Where nothing says how long a picture is. */
#define FRAME_NS (40 * GST_MSECOND)
/* Containers round times, Matroska's to this. */
#define ROUNDING_NS GST_MSECOND
/* How often a step back may have shown the same picture again. */
#define TRIES_MAX 10

/* The sink can step through what is queued, while sound stands still: once all of its queues are
 * full nothing more is read, and no picture comes either. So everything is sought when pictures
 * have gone so far ahead, or when none comes for a while. */
#define AHEAD_MAX_NS (400 * GST_MSECOND)
#define PATIENCE_MS 500

static gint64 frame_of(GstSample *sample)
{
    const GstBuffer *buffer = gst_sample_get_buffer(sample);
    GstVideoInfo info;
    if (gst_sample_get_caps(sample) != NULL &&
        gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) && info.fps_n > 0)
        return (gint64)gst_util_uint64_scale(GST_SECOND, (guint64)info.fps_d, (guint64)info.fps_n);
    return GST_BUFFER_DURATION_IS_VALID(buffer) ? (gint64)GST_BUFFER_DURATION(buffer) : FRAME_NS;
}

/* Decoders let the first picture after a seek begin where the seek went to. */
static gboolean is_clipped(const GstBuffer *buffer, const GstSegment *segment)
{
    return segment->rate > 0 && GST_BUFFER_PTS(buffer) == segment->start &&
           GST_BUFFER_DURATION_IS_VALID(buffer);
}

static gboolean look_at_sample(frs_playback *playback, frs_shown *shown)
{
    g_autoptr(GstSample) sample =
        gst_base_sink_get_last_sample(GST_BASE_SINK(playback->pipeline.sink));
    const GstBuffer *buffer = sample ? gst_sample_get_buffer(sample) : NULL;
    if (buffer == NULL || !GST_BUFFER_PTS_IS_VALID(buffer))
        return FALSE;
    const GstSegment *segment = gst_sample_get_segment(sample);
    guint64 begin = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    if (begin == GST_CLOCK_TIME_NONE)
        return FALSE;
    shown->frame = frame_of(sample);
    shown->begin = (gint64)begin;
    shown->end =
        shown->begin +
        (GST_BUFFER_DURATION_IS_VALID(buffer) ? (gint64)GST_BUFFER_DURATION(buffer) : shown->frame);
    if (is_clipped(buffer, segment))
        shown->begin = CLAMP(shown->end - shown->frame, 0, shown->begin);
    return TRUE;
}

/* A sink that stepped to its end has no sample any more: it still shows what it did before. */
static gboolean look(frs_playback *playback, frs_shown *shown)
{
    frs_step *step = &playback->step;
    if (!look_at_sample(playback, shown)) {
        *shown = step->shown;
        return step->taken && step->shown.frame > 0;
    }
    step->shown = *shown;
    return TRUE;
}

gint64 frs_step_position(frs_playback *playback)
{
    frs_shown shown;
    return look(playback, &shown) ? shown.begin : playback->position;
}

gint64 frs_step_resume(frs_playback *playback)
{
    frs_shown shown;
    return look(playback, &shown) ? shown.begin + MIN(ROUNDING_NS, shown.frame / 4)
                                  : playback->position;
}

/* The middle of the picture that is meant. */
static gint64 middle(const frs_shown *shown, gint frames)
{
    return MAX(shown->begin + frames * shown->frame + shown->frame / 2, shown->frame / 2);
}

/* A paused sink does not say that it has come to its end, but it has no sample any more. */
static gboolean is_at_end(frs_playback *playback)
{
    frs_shown shown;
    return playback->ended || !look_at_sample(playback, &shown);
}

static gboolean seek_to_target(frs_playback *playback)
{
    playback->step.forward = 0;
    playback->step.ahead = 0;
    return frs_seek_send(playback, playback->step.target, TRUE);
}

void frs_step_stop_waiting(frs_playback *playback)
{
    frs_playback_drop(&playback->step.patience);
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
    frs_playback_set_timer(playback, &playback->step.patience, PATIENCE_MS, on_patience_over);
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
    if (!playback->seekable || !look(playback, &shown))
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
    return step->tries > 0 && step->target > 0 && look(playback, shown) &&
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
