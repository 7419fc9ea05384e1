/* SPDX-License-Identifier: MIT */
/* What has been read of a source: of a file all of it; of a remote source what has been read since
 * its last seek, with the time estimated from the bytes. */
#include "buffered.h"

#include "context.h"
#include "elements.h"
#include "emit.h"
#include "line.h"
#include "reads.h"
#include "shown.h"

#define INTERVAL_MS 250 /* GStreamer answers a query for buffered ranges, but posts no change */
#define CHANGE_NS (GST_SECOND / 20) /* smaller changes emit no event */

static gboolean is_remote(const frs_source *source)
{
    return source->uri != NULL && !frs_source_is_file(source);
}

/* The source of the pipeline reads the playlist only; the demuxer reads the segments. */
static gboolean is_adaptive(const frs_playback *playback)
{
    static const char *const demuxers[] = {"HLSDemux", "DashDemux", "MssDemux", NULL};
    return frs_pipeline_has(&playback->loaded.pipeline, demuxers);
}

/* ns; -1: not known. */
static gint64 buffered_end(frs_playback *playback)
{
    double part;
    if (playback->loaded.live || playback->timeline.duration < 0)
        return -1;
    if (!is_remote(&playback->media.source))
        return playback->timeline.duration;
    if (playback->loaded.pipeline.reads == NULL || is_adaptive(playback) ||
        !frs_reads_reached(playback->loaded.pipeline.reads, &part))
        return -1;
    return MAX((gint64)(part * (double)playback->timeline.duration), frs_shown_position(playback));
}

static void add_range(JsonBuilder *builder, gint64 from, gint64 to)
{
    json_builder_begin_array(builder);
    json_builder_add_double_value(builder, frs_seconds(from));
    json_builder_add_double_value(builder, frs_seconds(to));
    json_builder_end_array(builder);
}

void frs_buffered_report(frs_playback *playback)
{
    frs_buffered *buffered = &playback->buffered;
    gint64 from = is_remote(&playback->media.source) ? buffered->began : 0;
    gint64 to = playback->loaded.pipeline.element != NULL ? buffered_end(playback) : -1;
    gboolean whole = to == playback->timeline.duration;
    if (from == buffered->from &&
        (to == buffered->to || (!whole && ABS(to - buffered->to) < (gint64)CHANGE_NS)))
        return;
    buffered->from = from;
    buffered->to = to;
    JsonBuilder *builder = frs_event_begin("buffered");
    json_builder_set_member_name(builder, "ranges");
    json_builder_begin_array(builder);
    if (to > from)
        add_range(builder, from, to);
    json_builder_end_array(builder);
    frs_emit_line(playback, frs_line_end(builder));
}

static gboolean on_tick(gpointer user)
{
    frs_playback *playback = user;
    const frs_seek *seek = &playback->seek;
    if (!seek->running && !seek->queued) /* in a seek the position is not known */
        frs_buffered_report(playback);
    return G_SOURCE_CONTINUE;
}

void frs_buffered_begin(frs_playback *playback)
{
    frs_buffered *buffered = &playback->buffered;
    if (is_remote(&playback->media.source) && buffered->ticks == NULL)
        frs_context_set_timer(playback, &buffered->ticks, INTERVAL_MS, on_tick);
    frs_buffered_begin_at(playback, frs_shown_position(playback));
    frs_buffered_report(playback);
}

/* A seek within the range leaves it as it is. */
void frs_buffered_begin_at(frs_playback *playback, gint64 position)
{
    frs_buffered *buffered = &playback->buffered;
    if (position < buffered->began || position > buffered->to)
        buffered->began = position;
}

void frs_buffered_end(frs_playback *playback)
{
    frs_buffered *buffered = &playback->buffered;
    frs_context_drop(&buffered->ticks);
    *buffered = (frs_buffered){.to = -1};
}
