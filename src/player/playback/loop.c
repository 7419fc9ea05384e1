/* SPDX-License-Identifier: MIT */
/* Loops without a gap: after a SEGMENT seek, some demuxers post SEGMENT_DONE when they have read to
 * the end, and take a seek that does not flush, whose frames queue up behind those still to be
 * shown. Other demuxers are sought at EOS. */
#include "loop.h"

#include "elements.h"
#include "emit.h"
#include "line.h"
#include "seek_request.h"
#include "timeline.h"
#include "wish.h"

static gboolean knows_segments(const frs_playback *playback)
{
    static const char *const demuxers[] = {"GstQTDemux", "GstMatroskaDemux", NULL};
    return frs_pipeline_has(&playback->loaded.pipeline, demuxers);
}

static gboolean can_loop(const frs_playback *playback)
{
    return playback->loop.on && playback->timeline.seekable;
}

static void emit_looped(frs_playback *playback)
{
    frs_emit_line(playback, frs_line_end(frs_event_begin("looped")));
    frs_timeline_emit_position(playback);
}

static gint64 start_of(const frs_playback *playback)
{
    return playback->seek.rate > 0 ? 0 : playback->timeline.duration;
}

void frs_loop_set(frs_playback *playback, gboolean on)
{
    gboolean was = playback->loop.on;
    playback->loop.on = on;
    if (was == on || playback->loaded.pipeline.element == NULL || !playback->timeline.seekable ||
        !playback->loop.by_segments)
        return;
    if (!playback->transport.ended && playback->transport.state != FRS_PLAYBACK_LOADING)
        frs_seek_request_internal(playback);
}

void frs_loop_set_for_load(frs_playback *playback, gboolean on)
{
    playback->loop.on = on;
}

void frs_loop_loaded(frs_playback *playback)
{
    frs_loop *loop = &playback->loop;
    loop->by_segments = playback->media.source.uri != NULL &&
                        playback->audio_only.cover.element == NULL && knows_segments(playback);
    if (can_loop(playback) && loop->by_segments && !playback->seek.queued)
        frs_seek_request_internal(playback);
    if (!playback->seek.queued)
        frs_loop_settled(playback);
}

static void begin_again(frs_playback *playback)
{
    frs_loop *loop = &playback->loop;
    GstEvent *event = frs_seek_event(playback, start_of(playback), GST_SEEK_FLAG_ACCURATE);
    loop->seqnum = gst_event_get_seqnum(event);
    g_queue_push_tail(&loop->next, GUINT_TO_POINTER(loop->seqnum));
    gst_element_send_event(playback->loaded.pipeline.element, event);
}

/* A running seek may be sent once more (keyframe-seek.h), and read to the end again. */
void frs_loop_segment_done(frs_playback *playback, GstMessage *message)
{
    frs_loop *loop = &playback->loop;
    if (!can_loop(playback) || gst_message_get_seqnum(message) != loop->seqnum)
        return;
    loop->done = playback->seek.running;
    if (!loop->done)
        begin_again(playback);
}

void frs_loop_reset(frs_playback *playback)
{
    playback->loop.done = FALSE;
    g_queue_clear(&playback->loop.next);
}

void frs_loop_note_seek(frs_playback *playback, GstEvent *event)
{
    playback->loop.seqnum = gst_event_get_seqnum(event);
    frs_loop_reset(playback);
}

void frs_loop_seek_repeated(frs_playback *playback)
{
    playback->loop.done = FALSE;
}

void frs_loop_segment_begins(frs_playback *playback, guint32 seqnum)
{
    if (g_queue_remove(&playback->loop.next, GUINT_TO_POINTER(seqnum)))
        emit_looped(playback);
}

gboolean frs_loop_ended(frs_playback *playback)
{
    if (!playback->loop.on || playback->transport.target != GST_STATE_PLAYING ||
        playback->loaded.live)
        return FALSE;
    playback->loop.again = TRUE;
    if (playback->timeline.seekable) {
        frs_seek_request_internal_at(playback, start_of(playback));
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
        emit_looped(playback);
    if (done && can_loop(playback))
        begin_again(playback);
}
