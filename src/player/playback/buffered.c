/* SPDX-License-Identifier: MIT */
/* What of a source is here: of a file all of it; of what comes over a network that which has been
 * read since it began at a place, as far as the bytes of it tell of its time. */
#include "buffered.h"

#include "context.h"
#include "elements.h"
#include "line.h"
#include "reads.h"
#include "report.h"
#include "shown.h"

#define INTERVAL_MS 250 /* GStreamer answers a query for buffered ranges, but posts no change */
#define CHANGE_NS (GST_SECOND / 20) /* what is worth an event */

static gboolean is_remote(const frs_source *source)
{
    return source->uri != NULL && !frs_source_is_file(source);
}

/* A playlist is small, and what it lists is not read by the source of the pipeline. */
static gboolean is_adaptive(const frs_playback *playback)
{
    static const char *const demuxers[] = {"HLSDemux", "DashDemux", "MssDemux", NULL};
    return frs_pipeline_has(&playback->pipeline, demuxers);
}

/* -1: nothing is known. */
static gint64 buffered_end(frs_playback *playback)
{
    double part;
    if (playback->live || playback->duration < 0)
        return -1;
    if (!is_remote(&playback->source))
        return playback->duration;
    if (playback->pipeline.reads == NULL || is_adaptive(playback) ||
        !frs_reads_reached(playback->pipeline.reads, &part))
        return -1;
    return MAX((gint64)(part * (double)playback->duration), frs_shown_position(playback));
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
    gint64 from = is_remote(&playback->source) ? buffered->began : 0;
    gint64 to = playback->pipeline.element != NULL ? buffered_end(playback) : -1;
    gboolean whole = to == playback->duration;
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
    frs_report_line(playback, frs_line_end(builder));
}

static gboolean on_tick(gpointer user)
{
    frs_playback *playback = user;
    if (!playback->seek.running && !playback->seek.wanted) /* it is neither here nor there */
        frs_buffered_report(playback);
    return G_SOURCE_CONTINUE;
}

void frs_buffered_begin(frs_playback *playback)
{
    frs_buffered *buffered = &playback->buffered;
    if (is_remote(&playback->source) && buffered->ticks == NULL)
        frs_context_set_timer(playback, &buffered->ticks, INTERVAL_MS, on_tick);
    frs_buffered_begin_at(playback, frs_shown_position(playback));
    frs_buffered_report(playback);
}

/* Within what is here it goes on being here. */
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
