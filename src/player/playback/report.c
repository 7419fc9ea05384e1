/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <math.h>

#include <gst/video/video.h>

#include "context.h"
#include "format.h"
#include "line.h"
#include "shown.h"

#define POSITION_INTERVAL_MS 250 /* a pipeline has no event for its position */
#define BUFFERING_STEP 5

static const char *const state_names[] = {
    [FRS_PLAYBACK_STOPPED] = "stopped", [FRS_PLAYBACK_LOADING] = "loading",
    [FRS_PLAYBACK_PAUSED] = "paused",   [FRS_PLAYBACK_PLAYING] = "playing",
    [FRS_PLAYBACK_ENDED] = "ended",     [FRS_PLAYBACK_ERROR] = "error",
};

void frs_report_line(frs_playback *playback, char *line)
{
    playback->emit(line, playback->user);
    g_free(line);
}

void frs_report_ok(frs_playback *playback, const char *id)
{
    JsonBuilder *builder = frs_reply_begin(id);
    frs_add_boolean(builder, "ok", TRUE);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_error(frs_playback *playback, const char *id, const frs_problem *problem)
{
    frs_report_line(playback, frs_reply_error(id, problem));
}

void frs_report_problem(frs_playback *playback, const char *event, frs_problem *problem)
{
    frs_report_line(playback, frs_event_problem(event, problem));
    frs_problem_free(problem);
}

static void warn_of_missing(frs_playback *playback, frs_missing_kind kind, const char *failure)
{
    g_autoptr(GPtrArray) untold = frs_missing_list_new();
    g_ptr_array_set_free_func(untold, NULL);
    for (guint i = 0; i < playback->missing->len; i++) {
        frs_missing *missing = g_ptr_array_index(playback->missing, i);
        if (missing->kind == kind && !missing->told)
            g_ptr_array_add(untold, missing);
        missing->told = missing->told || missing->kind == kind;
    }
    if (untold->len == 0)
        return;
    g_autofree char *name = frs_source_name(&playback->source);
    frs_report_problem(playback, "warning", frs_problem_from_missing(name, failure, untold));
}

/* Of what is no picture, sound or text (a track of times, say) nobody misses anything. */
void frs_report_missing(frs_playback *playback)
{
    warn_of_missing(playback, FRS_MISSING_VIDEO, "some of its video cannot be decoded");
    warn_of_missing(playback, FRS_MISSING_AUDIO, "its sound cannot be decoded, and is left out");
    warn_of_missing(playback, FRS_MISSING_TEXT, "its subtitles cannot be shown");
    warn_of_missing(playback, FRS_MISSING_FIELDS, "it is interlaced, and shown as it is stored");
}

/* ---- state and position ---- */

static void set_ticking(frs_playback *playback, gboolean on)
{
    if (on == (playback->ticks != NULL))
        return;
    if (on)
        frs_context_set_timer(playback, &playback->ticks, POSITION_INTERVAL_MS, playback->on_tick);
    else
        frs_context_drop(&playback->ticks);
}

static gboolean is_on_the_way(const frs_playback *playback)
{
    return playback->state == FRS_PLAYBACK_LOADING ||
           (playback->state == FRS_PLAYBACK_PAUSED && playback->target == GST_STATE_PLAYING);
}

void frs_report_state(frs_playback *playback, frs_playback_state state)
{
    if (playback->state == state && playback->told == state)
        return;
    playback->state = state;
    set_ticking(playback, state == FRS_PLAYBACK_PLAYING);
    if (playback->quiet && is_on_the_way(playback))
        return;
    playback->quiet = FALSE;
    if (playback->told == state)
        return;
    playback->told = state;
    JsonBuilder *builder = frs_event_begin("state");
    frs_add_string(builder, "state", state_names[state]);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_position(frs_playback *playback)
{
    playback->position = frs_shown_position(playback);
    JsonBuilder *builder = frs_event_begin("position");
    frs_add_number(builder, "position", frs_seconds(playback->position));
    frs_report_line(playback, frs_line_end(builder));
}

/* ---- what is loaded ---- */

static void add_duration(JsonBuilder *builder, const frs_playback *playback)
{
    frs_add_number(builder, "duration",
                   playback->duration < 0 ? NAN : frs_seconds(playback->duration));
    frs_add_boolean(builder, "seekable", playback->seekable);
    frs_add_boolean(builder, "live", playback->live);
}

void frs_report_duration(frs_playback *playback)
{
    if (frs_shown_next_is_coming(playback))
        return;
    gint64 duration = frs_shown_duration(playback);
    gboolean seekable = frs_shown_seekable(playback);
    if (duration == playback->duration && seekable == playback->seekable)
        return;
    playback->duration = duration;
    playback->seekable = seekable;
    JsonBuilder *builder = frs_event_begin("duration");
    add_duration(builder, playback);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_longer(frs_playback *playback)
{
    if (playback->duration >= 0 && frs_shown_duration(playback) > playback->duration)
        frs_report_duration(playback);
}

static void add_video(JsonBuilder *builder, frs_playback *playback, GstCaps *caps)
{
    GstVideoInfo info;
    if (caps == NULL || !gst_video_info_from_caps(&info, caps))
        return;
    playback->orientation = frs_shown_orientation(playback);
    gboolean fixed_rate = info.fps_n > 0 && info.fps_d > 0;
    guint32 par_n, par_d;
    gst_frameshare_pixel_aspect(&info, &par_n, &par_d);
    frs_add_integer(builder, "width", info.width);
    frs_add_integer(builder, "height", info.height);
    frs_add_number(builder, "fps", fixed_rate ? (double)info.fps_n / info.fps_d : NAN);
    frs_add_string(builder, "format", GST_VIDEO_INFO_NAME(&info));
    frs_add_number(builder, "pixelAspect", (double)par_n / par_d);
    frs_add_string(builder, "orientation", playback->orientation);
    frs_add_boolean(builder, "still", playback->cover.element != NULL);
}

void frs_report_video(frs_playback *playback, GstCaps *caps)
{
    if (frs_shown_next_is_coming(playback))
        return; /* it is told with it */
    JsonBuilder *builder = frs_event_begin("video");
    add_video(builder, playback, caps);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_orientation(frs_playback *playback)
{
    g_autoptr(GstCaps) caps = frs_shown_caps(playback);
    if (caps != NULL && playback->orientation != NULL &&
        !g_str_equal(playback->orientation, frs_shown_orientation(playback)))
        frs_report_video(playback, caps);
}

static void report_line_or_nothing(frs_playback *playback, char *line)
{
    if (line != NULL)
        frs_report_line(playback, line);
}

void frs_report_tracks(frs_playback *playback)
{
    report_line_or_nothing(playback,
                           frs_tracks_event(playback->tracks, playback->source.subtitles));
}

void frs_report_tags(frs_playback *playback)
{
    gboolean sound = !frs_shown_has_picture(playback);
    report_line_or_nothing(playback, frs_tags_event(playback->tags, sound));
    report_line_or_nothing(playback, frs_tags_chapters_event(playback->tags, playback->duration));
}

void frs_report_load(frs_playback *playback, const char *id)
{
    g_autoptr(GstCaps) caps = frs_shown_caps(playback);
    JsonBuilder *builder = frs_reply_begin(id);
    frs_add_boolean(builder, "ok", TRUE);
    add_duration(builder, playback);
    add_video(builder, playback, caps);
    frs_report_line(playback, frs_line_end(builder));
}

/* In steps that a person can see, and always empty and full. */
void frs_report_buffering(frs_playback *playback, int percent)
{
    gboolean end = percent == 0 || percent == 100;
    if (percent == playback->percent || (!end && ABS(percent - playback->percent) < BUFFERING_STEP))
        return;
    playback->percent = percent;
    JsonBuilder *builder = frs_event_begin("buffering");
    frs_add_integer(builder, "percent", percent);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_volume(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("volume");
    frs_add_number(builder, "volume", playback->volume);
    frs_add_boolean(builder, "mute", playback->mute);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_rate(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("rate");
    frs_add_number(builder, "rate", playback->rate);
    frs_report_line(playback, frs_line_end(builder));
}

void frs_report_stats(frs_playback *playback, const char *id)
{
    frs_writer_stats stats;
    frs_writer_get_stats(playback->writer, &stats);
    JsonBuilder *builder = frs_reply_begin(id);
    frs_add_boolean(builder, "ok", TRUE);
    frs_add_string(builder, "stream", frs_writer_name(playback->writer));
    frs_add_string(builder, "state", state_names[playback->state]);
    frs_add_number(builder, "position", frs_seconds(frs_shown_position(playback)));
    frs_add_number(builder, "rate", playback->rate);
    frs_add_integer(builder, "published", (gint64)stats.published);
    frs_add_integer(builder, "in_place", (gint64)stats.in_place);
    frs_add_integer(builder, "copied", (gint64)stats.copied);
    frs_add_integer(builder, "dropped", (gint64)stats.dropped);
    frs_add_integer(builder, "readers", stats.readers);
    frs_add_integer(builder, "slots", stats.slots);
    frs_add_integer(builder, "slots_free", stats.slots_free);
    frs_add_integer(builder, "bytes", (gint64)stats.bytes);
    frs_report_line(playback, frs_line_end(builder));
}
