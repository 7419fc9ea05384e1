/* SPDX-License-Identifier: MIT */
#include "seek_send.h"

#include "loop.h"
#include "media.h"
#include "next.h"
#include "output.h"
#include "seek_request.h"
#include "shown.h"
#include "wish.h"

static gint64 clamp(frs_playback *playback, gint64 position, double rate)
{
    if (playback->timeline.duration < 0)
        return position;
    return rate > 0 ? MIN(position, frs_shown_last_frame(playback))
                    : MIN(position, playback->timeline.duration);
}

/* The source can no longer be sought, or not as it is read now: it is rebuilt, and sought then. */
static void rebuild_and_seek(frs_playback *playback, gint64 position)
{
    frs_seek_request_again(playback, position);
    frs_wish_rebuild(playback);
}

gboolean frs_seek_send(frs_playback *playback, gint64 position, gboolean accurate)
{
    if (!frs_next_hold(playback)) {
        rebuild_and_seek(playback, position);
        return TRUE;
    }
    gint64 asked = position;
    position = clamp(playback, position, playback->seek.queued_rate);
    frs_seek_set_target(playback, position);
    frs_output_hide(playback, FALSE);
    GstEvent *event = frs_seek_event(
        playback, position,
        GST_SEEK_FLAG_FLUSH | (accurate ? GST_SEEK_FLAG_ACCURATE : GST_SEEK_FLAG_KEY_UNIT));
    frs_loop_note_seek(playback, event);
    gboolean done = gst_element_send_event(playback->loaded.pipeline.element, event);
    frs_next_release(playback);
    if (!done && playback->timeline.seekable && frs_media_read_in_ranges(playback)) {
        rebuild_and_seek(playback, asked);
        return TRUE;
    }
    return done;
}
