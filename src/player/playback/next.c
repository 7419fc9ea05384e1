/* SPDX-License-Identifier: MIT */
/* What is played after this source, without a word of its end. When that is near, it begins beside
 * what plays and waits for its turn (gapless.h). Where that cannot be (its streams are of other
 * kinds, it is live, a pipeline, cannot be opened), it is loaded when all has been played. */
#include "next.h"

#include <string.h>

#include "buffered.h"
#include "context.h"
#include "ending.h"
#include "line.h"
#include "loop.h"
#include "reads.h"
#include "report.h"
#include "shown.h"
#include "wish.h"

/* So long before the end, at the speed it plays with, it is time to say what is next: servers need
 * some of it to answer. */
#define LEAD_NS (10 * GST_SECOND)

static gboolean is_near_end(frs_playback *playback)
{
    gint64 position = frs_shown_position(playback);
    return playback->duration >= 0 && !playback->live && playback->rate > 0 &&
           (double)(playback->duration - position) <= (double)LEAD_NS * playback->rate;
}

static gboolean is_on_the_way(const frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    return playback->state == FRS_PLAYBACK_PLAYING && !seek->running && !seek->wanted;
}

/* ---- beside what plays ---- */

static void close_graft(frs_playback *playback)
{
    frs_next *next = &playback->next;
    frs_context_drop(&next->watch);
    frs_graft_free(&next->graft);
    g_clear_pointer(&next->tracks, frs_tracks_free);
    g_clear_pointer(&next->tags, frs_tags_free);
    g_clear_pointer(&next->missing, g_ptr_array_unref);
}

static void give_up(frs_playback *playback)
{
    close_graft(playback);
    playback->next.given_up = TRUE;
}

/* What has begun to take its place does so. */
static void give_up_or_take(frs_playback *playback, GstBus *bus, GstMessage *message)
{
    if (!frs_graft_has_begun(playback->next.graft)) {
        give_up(playback);
        return;
    }
    frs_next_switch(playback);
    playback->on_message(bus, message, playback);
}

static void note(frs_playback *playback, GstMessage *message)
{
    frs_next *next = &playback->next;
    switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_STREAM_COLLECTION:
    case GST_MESSAGE_STREAMS_SELECTED:
        frs_tracks_note(next->tracks, message);
        break;
    case GST_MESSAGE_TAG:
    case GST_MESSAGE_TOC:
        frs_tags_note(next->tags, message);
        break;
    case GST_MESSAGE_ELEMENT:
        frs_missing_list_note(next->missing, message);
        break;
    default:
        break;
    }
}

static void on_next_message(frs_playback *playback, GstBus *bus, GstMessage *message)
{
    frs_next *next = &playback->next;
    note(playback, message);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        give_up_or_take(playback, bus, message);
    else if (!frs_graft_note(next->graft, message) ||
             !frs_graft_set_rate(next->graft, playback->seek.rate))
        give_up(playback);
}

/* Once it has its place its messages are those of what plays. */
static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user)
{
    frs_playback *playback = user;
    const frs_next *next = &playback->next;
    if (next->graft != NULL && GST_ELEMENT_BUS(frs_graft_element(next->graft)) == bus)
        on_next_message(playback, bus, message);
    else
        playback->on_message(bus, message, playback);
    return G_SOURCE_CONTINUE;
}

static GstElement *current_of(const frs_playback *playback)
{
    return playback->next.current != NULL
               ? gst_object_ref(frs_graft_element(playback->next.current))
               : gst_bin_get_by_name(GST_BIN(playback->pipeline.element), "uridecodebin3");
}

/* What goes through the same sinks, in the same way. */
static gboolean fits(const frs_playback *playback)
{
    const frs_source *now = &playback->source, *then = &playback->next.source;
    return now->uri != NULL && then->uri != NULL && now->rgba == then->rgba &&
           now->deinterlace == then->deinterlace && now->text == then->text &&
           now->subtitles == NULL && then->subtitles == NULL && !now->soundless &&
           playback->cover.element == NULL;
}

static void open_graft(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!fits(playback)) {
        next->given_up = TRUE;
        return;
    }
    g_autoptr(GstElement) current = current_of(playback);
    next->tracks = frs_tracks_new();
    next->tags = frs_tags_new();
    next->missing = frs_missing_list_new();
    next->graft = current != NULL ? frs_graft_open(playback->pipeline.element, current,
                                                   &next->source, next->tracks)
                                  : NULL;
    if (next->graft == NULL || !frs_graft_set_rate(next->graft, playback->seek.rate)) {
        give_up(playback);
        return;
    }
    frs_context_watch_bus(playback, &next->watch, frs_graft_element(next->graft), on_message);
}

gboolean frs_next_hold(frs_playback *playback)
{
    return playback->next.graft == NULL || frs_graft_hold(playback->next.graft);
}

void frs_next_release(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (next->graft == NULL)
        return;
    frs_graft_release(next->graft);
    if (playback->seek.rate < 0)
        close_graft(playback);
    else if (!frs_graft_set_rate(next->graft, playback->seek.rate))
        give_up(playback);
}

void frs_next_unload(frs_playback *playback)
{
    frs_next *next = &playback->next;
    close_graft(playback);
    frs_context_drop(&next->current_watch);
    frs_graft_free(&next->current);
    next->given_up = FALSE;
    next->told = FALSE;
}

frs_tags *frs_next_tags(frs_playback *playback)
{
    frs_next *next = &playback->next;
    return next->graft != NULL && frs_graft_has_begun(next->graft) ? next->tags : playback->tags;
}

/* ---- what is next ---- */

void frs_next_set(frs_playback *playback, const frs_source *source)
{
    static const frs_source nothing;
    frs_next *next = &playback->next;
    close_graft(playback);
    frs_source_copy(&next->source, source != NULL ? source : &nothing);
    next->given_up = FALSE;
    if (source == NULL)
        next->taken = FALSE;
}

void frs_next_look(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!is_on_the_way(playback) || (next->graft != NULL && frs_graft_has_begun(next->graft)))
        return;
    gboolean time = is_near_end(playback) && !playback->loop.on;
    if (time && !next->told)
        frs_report_line(playback, frs_line_end(frs_event_begin("about-to-finish")));
    next->told = time;
    if (!time)
        close_graft(playback);
    else if (next->graft == NULL && !next->given_up && frs_source_is_set(&next->source))
        open_graft(playback);
}

gboolean frs_next_ended(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!frs_source_is_set(&next->source) || playback->rate < 0 ||
        playback->target != GST_STATE_PLAYING)
        return FALSE;
    frs_source_copy(&playback->source, &next->source);
    frs_next_set(playback, NULL);
    next->taken = TRUE;
    frs_wish_replace(playback);
    return TRUE;
}

static void report_source(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("source");
    frs_add_string(builder, "uri", playback->source.uri);
    frs_report_line(playback, frs_line_end(builder));
    g_autoptr(GstCaps) caps = playback->pipeline.element != NULL ? frs_shown_caps(playback) : NULL;
    if (caps != NULL)
        frs_report_video(playback, caps);
}

/* Nobody can have asked it for another speed than it has. */
static void keep_rate(frs_playback *playback)
{
    if (playback->rate == 1 || playback->seekable)
        return;
    playback->rate = playback->seek.rate = 1;
    frs_report_rate(playback);
}

void frs_next_begin(frs_playback *playback)
{
    if (!playback->next.taken)
        return;
    playback->next.taken = FALSE;
    report_source(playback);
    keep_rate(playback);
}

/* ---- its turn ---- */

/* What was noted of it is what is known of what plays. */
static void take_over(frs_playback *playback)
{
    frs_next *next = &playback->next;
    frs_source_copy(&playback->source, &next->source);
    frs_source_clear(&next->source);
    frs_tracks_free(playback->tracks);
    playback->tracks = g_steal_pointer(&next->tracks);
    frs_tags_free(playback->tags);
    playback->tags = g_steal_pointer(&next->tags);
    g_ptr_array_unref(playback->missing);
    playback->missing = g_steal_pointer(&next->missing);
    frs_reads_unref(playback->pipeline.reads);
    playback->pipeline.reads = frs_reads_ref(frs_graft_reads(next->graft));
}

static void settle(frs_playback *playback)
{
    frs_next *next = &playback->next;
    frs_graft_settle(next->graft);
    frs_context_drop(&next->current_watch);
    frs_graft_free(&next->current);
    next->current = g_steal_pointer(&next->graft);
    next->current_watch = g_steal_pointer(&next->watch);
}

static void forget_old(frs_playback *playback)
{
    frs_ending_reset(playback);
    frs_buffered_end(playback);
    playback->step.taken = FALSE;
    playback->next.told = FALSE;
    playback->buffering = FALSE;
    playback->position = 0;
    playback->duration = FRS_DURATION_UNTOLD;
    playback->measured = 0;
    playback->refuses = FALSE;
}

void frs_next_switch(frs_playback *playback)
{
    playback->next.at_start = TRUE;
    take_over(playback);
    settle(playback);
    forget_old(playback);
    report_source(playback);
    frs_report_duration(playback);
    frs_report_position(playback);
    frs_report_tracks(playback);
    frs_report_tags(playback);
    frs_buffered_begin(playback);
    frs_report_missing(playback);
    frs_loop_loaded(playback);
    frs_next_look(playback);
    playback->next.at_start = FALSE;
}

void frs_next_segment_begins(frs_playback *playback, frs_track_kind kind, guint32 seqnum)
{
    if (playback->next.graft != NULL && frs_graft_note_segment(playback->next.graft, kind, seqnum))
        frs_next_switch(playback);
}
