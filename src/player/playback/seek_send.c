/* SPDX-License-Identifier: MIT */
#include "seek_send.h"

#include "next.h"
#include "output.h"
#include "parts.h"
#include "seek_event.h"
#include "shown.h"
#include "wish.h"

static gint64 clamp(frs_playback *playback, gint64 position, double rate)
{
    if (playback->duration < 0)
        return position;
    return rate > 0 ? MIN(position, frs_shown_last_picture(playback))
                    : MIN(position, playback->duration);
}

/* To a source that can no longer be sought, or not as it is read: it is built anew. */
static void go_back(frs_playback *playback, gint64 position)
{
    frs_seek *seek = &playback->seek;
    seek->wanted = TRUE;
    seek->position = position;
    frs_wish_rebuild(playback);
}

gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate)
{
    /* Subtitles of another file go to the position itself: the pictures must too. */
    gboolean exact = accurate || playback->pipeline.subtitles != NULL;
    if (!frs_next_hold(playback)) {
        go_back(playback, position);
        return TRUE;
    }
    gint64 asked = position;
    position = clamp(playback, position, playback->seek.rate);
    playback->seek.going = position;
    frs_output_hide(playback, FALSE);
    GstEvent *event = frs_seek_event(playback, position,
                                     GST_SEEK_FLAG_FLUSH |
                                         (exact ? GST_SEEK_FLAG_ACCURATE : GST_SEEK_FLAG_KEY_UNIT));
    playback->loop.seqnum = gst_event_get_seqnum(event);
    playback->loop.done = FALSE;
    g_queue_clear(&playback->loop.next);
    gboolean done = gst_element_send_event(playback->pipeline.element, event);
    frs_next_release(playback);
    if (!done && playback->seekable && frs_parts_choose(playback)) {
        go_back(playback, asked);
        return TRUE;
    }
    return done;
}
