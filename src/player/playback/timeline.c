/* SPDX-License-Identifier: MIT */
#include "timeline.h"

#include <math.h>
#include <string.h>

#include "emit.h"
#include "line.h"
#include "shown.h"

void frs_timeline_reset(frs_playback *playback)
{
    frs_timeline *timeline = &playback->timeline;
    timeline->position = 0;
    timeline->duration = FRS_DURATION_UNKNOWN;
    timeline->measured = 0;
    timeline->seekable = FALSE;
}

void frs_timeline_emit_position(frs_playback *playback)
{
    playback->timeline.position = frs_shown_position(playback);
    JsonBuilder *builder = frs_event_begin("position");
    frs_add_number(builder, "position", frs_seconds(playback->timeline.position));
    frs_emit_line(playback, frs_line_end(builder));
}

/* ---- the duration ---- */

/* ns, -1: it has none. */
static gint64 query_duration(const frs_playback *playback)
{
    gint64 duration;
    if (playback->loaded.live ||
        !gst_element_query_duration(playback->loaded.pipeline.element, GST_FORMAT_TIME, &duration))
        return -1;
    return playback->timeline.measured > 0 ? playback->timeline.measured : duration;
}

static gboolean query_seekable(const frs_playback *playback)
{
    gboolean seekable = FALSE;
    g_autoptr(GstQuery) query = gst_query_new_seeking(GST_FORMAT_TIME);
    if (!playback->timeline.refuses_seeks && frs_shown_has_ranges(playback) &&
        gst_element_query(playback->loaded.pipeline.element, query))
        gst_query_parse_seeking(query, NULL, &seekable, NULL, NULL);
    return seekable;
}

void frs_timeline_add_duration(JsonBuilder *builder, const frs_playback *playback)
{
    const frs_timeline *timeline = &playback->timeline;
    frs_add_number(builder, "duration",
                   timeline->duration < 0 ? NAN : frs_seconds(timeline->duration));
    frs_add_boolean(builder, "seekable", timeline->seekable);
    frs_add_boolean(builder, "live", playback->loaded.live);
}

void frs_timeline_update(frs_playback *playback)
{
    frs_timeline *timeline = &playback->timeline;
    if (frs_shown_next_is_coming(playback))
        return;
    gint64 duration = query_duration(playback);
    gboolean seekable = query_seekable(playback);
    if (duration == timeline->duration && seekable == timeline->seekable)
        return;
    timeline->duration = duration;
    timeline->seekable = seekable;
    JsonBuilder *builder = frs_event_begin("duration");
    frs_timeline_add_duration(builder, playback);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_timeline_update_if_longer(frs_playback *playback)
{
    gint64 duration = playback->timeline.duration;
    if (duration >= 0 && query_duration(playback) > duration)
        frs_timeline_update(playback);
}

static gint is_no_demuxer(gconstpointer item, gconstpointer user)
{
    (void)user;
    GstElement *element = g_value_get_object(item);
    const char *klass =
        gst_element_class_get_metadata(GST_ELEMENT_GET_CLASS(element), GST_ELEMENT_METADATA_KLASS);
    return klass == NULL || strstr(klass, "Demux") == NULL;
}

/* A demuxer knows the duration from its container; without one a parser estimates it. */
static gboolean is_estimate(const frs_playback *playback)
{
    GstElement *element = playback->loaded.pipeline.element;
    GValue found = G_VALUE_INIT;
    if (playback->media.source.uri == NULL || playback->loaded.live || !GST_IS_BIN(element))
        return FALSE;
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(element));
    gboolean demuxer = gst_iterator_find_custom(iterator, is_no_demuxer, &found, NULL);
    gst_iterator_free(iterator);
    if (demuxer)
        g_value_unset(&found);
    return !demuxer;
}

void frs_timeline_measure(frs_playback *playback)
{
    frs_timeline *timeline = &playback->timeline;
    frs_shown_frame shown;
    if (playback->seek.rate < 0 || timeline->duration <= 0 || !frs_shown_has_picture(playback) ||
        !is_estimate(playback) || !frs_shown_look(playback, &shown))
        return;
    /* A frame that was dropped for being late lasts as long as the one that is shown. */
    timeline->measured = MAX(shown.end, playback->last_frame.dropped + shown.end - shown.begin);
    frs_timeline_update(playback);
}

/* ---- refused seeks ---- */

void frs_timeline_refuse_seeks(frs_playback *playback)
{
    playback->timeline.refuses_seeks = TRUE;
    frs_timeline_update(playback);
}

void frs_timeline_allow_seeks(frs_playback *playback)
{
    playback->timeline.refuses_seeks = FALSE;
}
