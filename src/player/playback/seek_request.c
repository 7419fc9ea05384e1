/* SPDX-License-Identifier: MIT */
#include "seek_request.h"

#include "command.h"
#include "last_frame.h"
#include "shown.h"

void frs_seek_init(frs_playback *playback)
{
    playback->seek.ids = g_ptr_array_new_with_free_func(g_free);
    frs_seek_reset_rate(playback);
}

void frs_seek_finish(frs_playback *playback)
{
    g_clear_pointer(&playback->seek.ids, g_ptr_array_unref);
}

/* ---- to queue one ---- */

static void queue(frs_seek *seek, const char *id)
{
    seek->queued = TRUE;
    seek->internal = FALSE;
    if (id != NULL)
        g_ptr_array_add(seek->ids, g_strdup(id));
}

void frs_seek_request(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                      const char *id)
{
    frs_seek *seek = &playback->seek;
    frs_last_frame_reset(playback);
    if (position >= 0 || !seek->queued) {
        seek->position = position;
        seek->accurate = accurate;
        seek->frames = 0;
    }
    seek->queued_rate = rate;
    queue(seek, id);
}

void frs_seek_request_step(frs_playback *playback, gint frames, const char *id)
{
    frs_seek *seek = &playback->seek;
    if (!seek->queued) {
        seek->position = -1;
        seek->frames = 0;
    }
    seek->frames = CLAMP(seek->frames + frames, -FRS_STEP_MAX, FRS_STEP_MAX);
    queue(seek, id);
}

void frs_seek_request_internal_at(frs_playback *playback, gint64 position)
{
    frs_seek_request(playback, position, TRUE, playback->seek.rate, NULL);
    playback->seek.internal = TRUE;
}

static gboolean stays_internal(const frs_seek *seek)
{
    return (!seek->running && !seek->queued) || seek->internal;
}

void frs_seek_request_internal(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gboolean internal = stays_internal(seek);
    gint64 position = seek->running ? seek->target : frs_seek_here(playback);
    if (!seek->queued)
        frs_seek_request(playback, position, TRUE, seek->queued_rate, NULL);
    seek->internal = internal;
}

void frs_seek_request_resume(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gint64 position = seek->running ? seek->target : frs_seek_here(playback);
    gboolean internal = stays_internal(seek);
    if (seek->queued && seek->position < 0)
        seek->position = position;
    else if (!seek->queued && playback->timeline.seekable && (position > 0 || seek->rate != 1))
        frs_seek_request(playback, position, TRUE, seek->rate, NULL);
    seek->internal = internal && seek->queued;
    seek->running = FALSE;
}

void frs_seek_request_again(frs_playback *playback, gint64 position)
{
    playback->seek.queued = TRUE;
    playback->seek.position = position;
}

void frs_seek_cancel(frs_playback *playback)
{
    playback->seek.queued = FALSE;
    playback->seek.internal = FALSE;
}

/* ---- what is queued ---- */

gboolean frs_seek_is_step(const frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    return seek->queued && seek->position < 0 && seek->frames != 0 &&
           seek->queued_rate == seek->rate;
}

gint64 frs_seek_here(frs_playback *playback)
{
    return playback->shown.by_step && !playback->transport.ended ? frs_shown_resume(playback)
                                                                 : frs_shown_position(playback);
}

gint frs_seek_take_step(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gint frames = seek->frames;
    seek->queued = FALSE;
    seek->frames = 0;
    return frames;
}

gint64 frs_seek_take_position(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gint64 position = seek->position >= 0 ? seek->position : frs_seek_here(playback);
    seek->queued = seek->frames != 0;
    seek->position = -1;
    return position;
}

/* With SEGMENT the end of what is played is that of a segment. Backwards, demuxers come to no end
 * of a segment. */
static GstSeekFlags loop_flags(const frs_playback *playback)
{
    gboolean segment =
        playback->loop.on && playback->loop.by_segments && playback->seek.queued_rate > 0;
    return segment ? GST_SEEK_FLAG_SEGMENT : GST_SEEK_FLAG_NONE;
}

GstEvent *frs_seek_event(frs_playback *playback, gint64 position, GstSeekFlags flags)
{
    double rate = playback->seek.queued_rate;
    flags |= loop_flags(playback);
    /* Both ends are set, or the stop position of the seek before would stay. */
    if (rate > 0)
        return gst_event_new_seek(rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, position,
                                  GST_SEEK_TYPE_SET, -1);
    return gst_event_new_seek(rate, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET,
                              position);
}

/* ---- what runs ---- */

void frs_seek_set_target(frs_playback *playback, gint64 target)
{
    playback->seek.target = target;
}

void frs_seek_begin(frs_playback *playback)
{
    playback->seek.running = TRUE;
}

void frs_seek_end(frs_playback *playback)
{
    playback->seek.running = FALSE;
}

gboolean frs_seek_take_rate(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gboolean changes = seek->rate != seek->queued_rate;
    seek->rate = seek->queued_rate;
    return changes;
}

void frs_seek_reset_rate(frs_playback *playback)
{
    playback->seek.rate = playback->seek.queued_rate = 1;
}

GPtrArray *frs_seek_take_ids(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    GPtrArray *ids = g_steal_pointer(&seek->ids);
    seek->ids = g_ptr_array_new_with_free_func(g_free);
    seek->internal = FALSE;
    return ids;
}

void frs_seek_clear(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    seek->running = seek->queued = FALSE;
    seek->frames = 0;
    seek->internal = FALSE;
    seek->queued_rate = seek->rate;
}
