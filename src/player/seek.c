/* SPDX-License-Identifier: MIT */
#include "playback-private.h"

#include <gst/video/video.h>

/* A seek to the very end would show nothing: the last picture begins one frame before it. */
static gint64 last_picture(frs_playback *playback)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(playback->pipeline.sink, "sink");
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    GstVideoInfo info;
    gint64 frame = 0;
    if (caps != NULL && gst_video_info_from_caps(&info, caps) && info.fps_n > 0)
        frame = (gint64)gst_util_uint64_scale(GST_SECOND, (guint64)info.fps_d, (guint64)info.fps_n);
    return MAX(playback->duration - frame, 0);
}

static gint64 clamp(frs_playback *playback, gint64 position, double rate)
{
    if (playback->duration < 0)
        return position;
    return rate > 0 ? MIN(position, last_picture(playback)) : MIN(position, playback->duration);
}

static gboolean send_seek(frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    gint64 here = seek->position >= 0 ? seek->position : frs_playback_position(playback);
    gint64 position = clamp(playback, here, seek->rate);
    /* Subtitles of another file go to the position itself: the pictures must too. */
    gboolean accurate = seek->accurate || playback->pipeline.subtitles != NULL;
    GstSeekFlags flags =
        GST_SEEK_FLAG_FLUSH | (accurate ? GST_SEEK_FLAG_ACCURATE : GST_SEEK_FLAG_KEY_UNIT);
    if (seek->rate > 0)
        return gst_element_seek(playback->pipeline.element, seek->rate, GST_FORMAT_TIME, flags,
                                GST_SEEK_TYPE_SET, position, GST_SEEK_TYPE_NONE, -1);
    return gst_element_seek(playback->pipeline.element, seek->rate, GST_FORMAT_TIME, flags,
                            GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET, position);
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
        frs_add_number(builder, "position", frs_seconds(frs_playback_position(playback)));
        frs_add_number(builder, "rate", playback->rate);
        frs_report_line(playback, frs_line_end(builder));
    }
}

static void report_seeked(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("seeked");
    frs_add_number(builder, "position", frs_seconds(frs_playback_position(playback)));
    frs_report_line(playback, frs_line_end(builder));
    frs_report_position(playback);
}

static void report_rate(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("rate");
    frs_add_number(builder, "rate", playback->rate);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_seek_want(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                   const char *id)
{
    frs_seek *seek = &playback->seek;
    if (position >= 0 || !seek->wanted) {
        seek->position = position;
        seek->accurate = accurate;
    }
    seek->rate = rate;
    seek->wanted = TRUE;
    if (id != NULL)
        g_ptr_array_add(seek->ids, g_strdup(id));
}

static void start(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    seek->wanted = FALSE;
    if (!send_seek(playback)) {
        g_autoptr(frs_problem) problem = frs_problem_new(
            "not-seekable", "this source cannot go to that position at rate %g", seek->rate);
        frs_seek_abandon(playback, problem);
        return;
    }
    seek->running = TRUE;
    playback->ended = FALSE;
    if (playback->state == FRS_PLAYBACK_ENDED && playback->target == GST_STATE_PAUSED)
        frs_report_state(playback, FRS_PLAYBACK_PAUSED);
    if (playback->rate != seek->rate) {
        playback->rate = seek->rate;
        report_rate(playback);
    }
}

static void finish(frs_playback *playback)
{
    playback->seek.running = FALSE;
    if (playback->seek.wanted)
        return; /* the next one answers for both */
    report_seeked(playback);
    answer(playback, NULL);
}

void frs_seek_settled(frs_playback *playback)
{
    if (playback->seek.running)
        finish(playback);
    if (playback->seek.wanted)
        start(playback);
}

void frs_seek_abandon(frs_playback *playback, const frs_problem *problem)
{
    playback->seek.running = FALSE;
    playback->seek.wanted = FALSE;
    playback->seek.rate = playback->rate;
    answer(playback, problem);
}
