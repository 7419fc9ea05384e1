/* SPDX-License-Identifier: MIT */
/* Playing again and again, with no gap: what is played is a segment, at whose end some of
 * GStreamer's demuxers say so and take a seek that does not flush. What follows then queues up
 * behind what is still to be shown. Others know no segments and are sought when all has been shown.
 */
#include "loop.h"

#include "elements.h"
#include "line.h"
#include "report.h"
#include "seek_event.h"
#include "seek_want.h"
#include "wish.h"

static gboolean knows_segments(const frs_playback *playback)
{
    static const char *const demuxers[] = {"GstQTDemux", "GstMatroskaDemux", NULL};
    return frs_pipeline_has(&playback->pipeline, demuxers);
}

static gboolean can_loop(const frs_playback *playback)
{
    return playback->loop.on && playback->seekable;
}

static void report_looped(frs_playback *playback)
{
    frs_report_line(playback, frs_line_end(frs_event_begin("looped")));
    frs_report_position(playback);
}

static gint64 start_of(const frs_playback *playback)
{
    return playback->rate > 0 ? 0 : playback->duration;
}

void frs_loop_set(frs_playback *playback, gboolean on)
{
    gboolean was = playback->loop.on;
    playback->loop.on = on;
    if (was == on || playback->pipeline.element == NULL || !playback->seekable ||
        !playback->loop.by_segments)
        return;
    if (!playback->ended && playback->state != FRS_PLAYBACK_LOADING)
        frs_seek_want_quietly(playback);
}

void frs_loop_loaded(frs_playback *playback)
{
    frs_loop *loop = &playback->loop;
    loop->by_segments =
        playback->source.uri != NULL && playback->cover.element == NULL && knows_segments(playback);
    if (can_loop(playback) && loop->by_segments && !playback->seek.wanted)
        frs_seek_want_quietly(playback);
    if (!playback->seek.wanted)
        frs_loop_settled(playback);
}

static void begin_again(frs_playback *playback)
{
    frs_loop *loop = &playback->loop;
    GstEvent *event = frs_seek_event(playback, start_of(playback), GST_SEEK_FLAG_ACCURATE);
    loop->seqnum = gst_event_get_seqnum(event);
    g_queue_push_tail(&loop->next, GUINT_TO_POINTER(loop->seqnum));
    gst_element_send_event(playback->pipeline.element, event);
}

/* A seek that is not done yet may be repeated, and read the end again. */
void frs_loop_segment_done(frs_playback *playback, GstMessage *message)
{
    frs_loop *loop = &playback->loop;
    if (!can_loop(playback) || gst_message_get_seqnum(message) != loop->seqnum)
        return;
    loop->done = playback->seek.running;
    if (!loop->done)
        begin_again(playback);
}

void frs_loop_seek_repeated(frs_playback *playback)
{
    playback->loop.done = FALSE;
}

void frs_loop_segment_begins(frs_playback *playback, guint32 seqnum)
{
    if (g_queue_remove(&playback->loop.next, GUINT_TO_POINTER(seqnum)))
        report_looped(playback);
}

gboolean frs_loop_ended(frs_playback *playback)
{
    if (!playback->loop.on || playback->target != GST_STATE_PLAYING || playback->live)
        return FALSE;
    playback->loop.again = TRUE;
    if (playback->seekable) {
        frs_seek_want_quietly_at(playback, start_of(playback));
    } else {
        frs_wish_rebuild(playback);
    }
    return TRUE;
}

void frs_loop_settled(frs_playback *playback)
{
    frs_loop *loop = &playback->loop;
    gboolean again = loop->again, done = loop->done;
    loop->again = loop->done = FALSE;
    if (again)
        report_looped(playback);
    if (done && can_loop(playback))
        begin_again(playback);
}
