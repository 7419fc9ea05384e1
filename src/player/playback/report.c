/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <math.h>

#include <gst/video/video.h>

#include "emit.h"
#include "format.h"
#include "line.h"
#include "shown.h"
#include "timeline.h"
#include "transport.h"

static void warn_of_missing(frs_playback *playback, frs_missing_kind kind, const char *failure)
{
    g_autoptr(GPtrArray) new = frs_missing_list_new();
    g_ptr_array_set_free_func(new, NULL);
    for (guint i = 0; i < playback->media.missing->len; i++) {
        frs_missing *missing = g_ptr_array_index(playback->media.missing, i);
        if (missing->kind == kind && !missing->told)
            g_ptr_array_add(new, missing);
        missing->told = missing->told || missing->kind == kind;
    }
    if (new->len == 0)
        return;
    g_autofree char *name = frs_source_name(&playback->media.source);
    frs_emit_problem(playback, "warning", frs_problem_from_missing(name, failure, new));
}

/* A stream that is not video, audio or text (a track of timecodes, say) is ignored silently. */
void frs_report_missing(frs_playback *playback)
{
    warn_of_missing(playback, FRS_MISSING_VIDEO, "some of its video cannot be decoded");
    warn_of_missing(playback, FRS_MISSING_AUDIO, "its sound cannot be decoded: it plays without");
    warn_of_missing(playback, FRS_MISSING_TEXT, "its subtitles cannot be shown");
    warn_of_missing(playback, FRS_MISSING_FIELDS, "it is interlaced, and shown as it is stored");
}

/* ---- what is loaded ---- */

static void add_video(JsonBuilder *builder, frs_playback *playback, GstCaps *caps)
{
    GstVideoInfo info;
    if (caps == NULL || !gst_video_info_from_caps(&info, caps))
        return;
    playback->report.orientation = frs_shown_orientation(playback);
    gboolean fixed_rate = info.fps_n > 0 && info.fps_d > 0;
    guint32 par_n, par_d;
    gst_frameshare_pixel_aspect(&info, &par_n, &par_d);
    frs_add_integer(builder, "width", info.width);
    frs_add_integer(builder, "height", info.height);
    frs_add_number(builder, "fps", fixed_rate ? (double)info.fps_n / info.fps_d : NAN);
    frs_add_string(builder, "format", GST_VIDEO_INFO_NAME(&info));
    frs_add_number(builder, "pixelAspect", (double)par_n / par_d);
    frs_add_string(builder, "orientation", playback->report.orientation);
    frs_add_boolean(builder, "still", playback->audio_only.cover.element != NULL);
}

void frs_report_video(frs_playback *playback, GstCaps *caps)
{
    if (frs_shown_next_is_coming(playback))
        return; /* the `source` event comes first */
    JsonBuilder *builder = frs_event_begin("video");
    add_video(builder, playback, caps);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_report_orientation(frs_playback *playback)
{
    g_autoptr(GstCaps) caps = frs_shown_caps(playback);
    if (caps != NULL && playback->report.orientation != NULL &&
        !g_str_equal(playback->report.orientation, frs_shown_orientation(playback)))
        frs_report_video(playback, caps);
}

static void emit_line_if_any(frs_playback *playback, char *line)
{
    if (line != NULL)
        frs_emit_line(playback, line);
}

void frs_report_tracks(frs_playback *playback)
{
    emit_line_if_any(playback,
                     frs_tracks_event(playback->media.tracks, playback->media.source.subtitles));
}

void frs_report_tags(frs_playback *playback)
{
    gboolean sound = !frs_shown_has_picture(playback);
    emit_line_if_any(playback, frs_tags_event(playback->media.tags, sound));
    emit_line_if_any(playback,
                     frs_tags_chapters_event(playback->media.tags, playback->timeline.duration));
}

void frs_report_load(frs_playback *playback, const char *id)
{
    g_autoptr(GstCaps) caps = frs_shown_caps(playback);
    JsonBuilder *builder = frs_reply_begin(id);
    frs_add_boolean(builder, "ok", TRUE);
    frs_timeline_add_duration(builder, playback);
    add_video(builder, playback, caps);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_report_volume(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("volume");
    frs_add_number(builder, "volume", playback->output.volume);
    frs_add_boolean(builder, "mute", playback->output.mute);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_report_rate(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("rate");
    frs_add_number(builder, "rate", playback->seek.rate);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_report_stats(frs_playback *playback, const char *id)
{
    frs_writer_stats stats;
    frs_writer_get_stats(playback->writer, &stats);
    JsonBuilder *builder = frs_reply_begin(id);
    frs_add_boolean(builder, "ok", TRUE);
    frs_add_string(builder, "stream", frs_writer_name(playback->writer));
    frs_add_string(builder, "state", frs_transport_name(playback->transport.state));
    frs_add_number(builder, "position", frs_seconds(frs_shown_position(playback)));
    frs_add_number(builder, "rate", playback->seek.rate);
    frs_add_integer(builder, "published", (gint64)stats.published);
    frs_add_integer(builder, "in_place", (gint64)stats.in_place);
    frs_add_integer(builder, "copied", (gint64)stats.copied);
    frs_add_integer(builder, "dropped", (gint64)stats.dropped);
    frs_add_integer(builder, "readers", stats.readers);
    frs_add_integer(builder, "slots", stats.slots);
    frs_add_integer(builder, "slots_free", stats.slots_free);
    frs_add_integer(builder, "bytes", (gint64)stats.bytes);
    frs_emit_line(playback, frs_line_end(builder));
}
