/* SPDX-License-Identifier: MIT */
/* The source to play after this one. Near the end of what plays, it is opened in the same pipeline
 * and plays without a gap (gapless.h); no `end` event is emitted. Where that cannot be (its streams
 * are of other kinds, it is live, a pipeline, cannot be opened), it is loaded at the end. */
#include "next.h"

#include "buffered.h"
#include "buffering.h"
#include "context.h"
#include "emit.h"
#include "last_frame.h"
#include "line.h"
#include "loaded.h"
#include "loop.h"
#include "media.h"
#include "report.h"
#include "seek_request.h"
#include "shown.h"
#include "timeline.h"
#include "wish.h"

/* When to open the next source, in time until the end: servers need some of it to answer. */
#define LEAD_NS (10 * GST_SECOND)

static gboolean is_near_end(frs_playback *playback)
{
    gint64 position = frs_shown_position(playback);
    return playback->timeline.duration >= 0 && !playback->loaded.live && playback->seek.rate > 0 &&
           (double)(playback->timeline.duration - position) <=
               (double)LEAD_NS * playback->seek.rate;
}

static gboolean is_on_the_way(const frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    return playback->transport.state == FRS_PLAYBACK_PLAYING && !seek->running && !seek->queued;
}

/* ---- opened, while another plays ---- */

static void close_gapless(frs_playback *playback)
{
    frs_next *next = &playback->next;
    frs_context_drop(&next->watch);
    frs_gapless_free(&next->gapless);
    frs_media_close(&next->media);
}

static void give_up(frs_playback *playback)
{
    close_gapless(playback);
    playback->next.given_up = TRUE;
}

/* Once one of its streams plays, its error is one of the playback. */
static void give_up_or_take(frs_playback *playback, GstBus *bus, GstMessage *message)
{
    if (!frs_gapless_has_begun(playback->next.gapless)) {
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
        frs_tracks_note(next->media.tracks, message);
        break;
    case GST_MESSAGE_TAG:
    case GST_MESSAGE_TOC:
        frs_tags_note(next->media.tags, message);
        break;
    case GST_MESSAGE_ELEMENT:
        frs_missing_list_note(next->media.missing, message);
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
    else if (!frs_gapless_note(next->gapless, message) ||
             !frs_gapless_set_rate(next->gapless, playback->seek.queued_rate))
        give_up(playback);
}

/* After the switch its messages are those of what plays. */
static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user)
{
    frs_playback *playback = user;
    const frs_next *next = &playback->next;
    if (next->gapless != NULL && GST_ELEMENT_BUS(frs_gapless_element(next->gapless)) == bus)
        on_next_message(playback, bus, message);
    else
        playback->on_message(bus, message, playback);
    return G_SOURCE_CONTINUE;
}

static GstElement *current_of(const frs_playback *playback)
{
    return playback->next.current != NULL
               ? gst_object_ref(frs_gapless_element(playback->next.current))
               : gst_bin_get_by_name(GST_BIN(playback->loaded.pipeline.element), "uridecodebin3");
}

/* Can the same sinks play it? */
static gboolean fits(const frs_playback *playback)
{
    const frs_source *now = &playback->media.source, *then = &playback->next.media.source;
    return now->uri != NULL && then->uri != NULL && now->rgba == then->rgba &&
           now->deinterlace == then->deinterlace && now->text == then->text &&
           now->subtitles == NULL && then->subtitles == NULL && !now->soundless &&
           playback->audio_only.cover.element == NULL;
}

static void open_gapless(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!fits(playback)) {
        next->given_up = TRUE;
        return;
    }
    g_autoptr(GstElement) current = current_of(playback);
    frs_media_open(&next->media);
    next->gapless = current != NULL ? frs_gapless_open(playback->loaded.pipeline.element, current,
                                                       &next->media.source, next->media.tracks)
                                    : NULL;
    if (next->gapless == NULL || !frs_gapless_set_rate(next->gapless, playback->seek.queued_rate)) {
        give_up(playback);
        return;
    }
    frs_context_watch_bus(playback, &next->watch, frs_gapless_element(next->gapless), on_message);
}

gboolean frs_next_hold(frs_playback *playback)
{
    return playback->next.gapless == NULL || frs_gapless_hold(playback->next.gapless);
}

void frs_next_release(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (next->gapless == NULL)
        return;
    frs_gapless_release(next->gapless);
    if (playback->seek.queued_rate < 0)
        close_gapless(playback);
    else if (!frs_gapless_set_rate(next->gapless, playback->seek.queued_rate))
        give_up(playback);
}

void frs_next_unload(frs_playback *playback)
{
    frs_next *next = &playback->next;
    close_gapless(playback);
    frs_context_drop(&next->current_watch);
    frs_gapless_free(&next->current);
    next->given_up = FALSE;
    next->announced = FALSE;
}

frs_tags *frs_next_tags(frs_playback *playback)
{
    frs_next *next = &playback->next;
    return next->gapless != NULL && frs_gapless_has_begun(next->gapless) ? next->media.tags
                                                                         : playback->media.tags;
}

/* ---- what is next ---- */

void frs_next_set(frs_playback *playback, const frs_source *source)
{
    frs_next *next = &playback->next;
    close_gapless(playback);
    frs_media_set_source(&next->media, source);
    next->given_up = FALSE;
    if (source == NULL)
        next->taken = FALSE;
}

void frs_next_look(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!is_on_the_way(playback) || (next->gapless != NULL && frs_gapless_has_begun(next->gapless)))
        return;
    gboolean time = is_near_end(playback) && !playback->loop.on;
    if (time && !next->announced)
        frs_emit_line(playback, frs_line_end(frs_event_begin("about-to-finish")));
    next->announced = time;
    if (!time)
        close_gapless(playback);
    else if (next->gapless == NULL && !next->given_up && frs_source_is_set(&next->media.source))
        open_gapless(playback);
}

gboolean frs_next_ended(frs_playback *playback)
{
    frs_next *next = &playback->next;
    if (!frs_source_is_set(&next->media.source) || playback->seek.rate < 0 ||
        playback->transport.target != GST_STATE_PLAYING)
        return FALSE;
    frs_media_set_source(&playback->media, &next->media.source);
    frs_next_set(playback, NULL);
    next->taken = TRUE;
    frs_wish_replace(playback);
    return TRUE;
}

static void emit_source(frs_playback *playback)
{
    JsonBuilder *builder = frs_event_begin("source");
    frs_add_string(builder, "uri", playback->media.source.uri);
    frs_emit_line(playback, frs_line_end(builder));
    g_autoptr(GstCaps) caps =
        playback->loaded.pipeline.element != NULL ? frs_shown_caps(playback) : NULL;
    if (caps != NULL)
        frs_report_video(playback, caps);
}

/* A source that cannot be sought plays at rate 1. */
static void keep_rate(frs_playback *playback)
{
    if (playback->seek.rate == 1 || playback->timeline.seekable)
        return;
    frs_seek_reset_rate(playback);
    frs_report_rate(playback);
}

void frs_next_begin(frs_playback *playback)
{
    if (!playback->next.taken)
        return;
    playback->next.taken = FALSE;
    emit_source(playback);
    keep_rate(playback);
}

/* ---- the switch ---- */

static void take_over(frs_playback *playback)
{
    frs_next *next = &playback->next;
    frs_media_take(&playback->media, &next->media);
    frs_loaded_set_reads(playback, frs_gapless_reads(next->gapless));
}

static void settle(frs_playback *playback)
{
    frs_next *next = &playback->next;
    frs_gapless_settle(next->gapless);
    frs_context_drop(&next->current_watch);
    frs_gapless_free(&next->current);
    next->current = g_steal_pointer(&next->gapless);
    next->current_watch = g_steal_pointer(&next->watch);
}

static void forget_old(frs_playback *playback)
{
    frs_last_frame_reset(playback);
    frs_buffered_end(playback);
    frs_shown_forget_step(playback);
    playback->next.announced = FALSE;
    frs_buffering_stop_waiting(playback);
    frs_timeline_reset(playback);
    frs_timeline_allow_seeks(playback);
}

void frs_next_switch(frs_playback *playback)
{
    playback->next.at_start = TRUE;
    take_over(playback);
    settle(playback);
    forget_old(playback);
    emit_source(playback);
    frs_timeline_update(playback);
    frs_timeline_emit_position(playback);
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
    if (playback->next.gapless != NULL &&
        frs_gapless_note_segment(playback->next.gapless, kind, seqnum))
        frs_next_switch(playback);
}
