/* SPDX-License-Identifier: MIT */
/* A load that begins at another position: no frame is published and no event emitted before that
 * position is reached. */
#include "start.h"

#include "emit.h"
#include "output.h"
#include "seek.h"
#include "seek_request.h"
#include "shown.h"
#include "timeline.h"
#include "wish.h"

void frs_start_request(frs_playback *playback)
{
    gint64 start = playback->media.source.start;
    playback->start.pending = start > 0;
    if (start > 0)
        frs_seek_request_internal_at(playback, start);
}

static void warn(frs_playback *playback)
{
    g_autofree char *name = frs_source_name(&playback->media.source);
    frs_emit_problem(playback, "warning",
                     frs_problem_new("not-seekable",
                                     "%s cannot be sought in: it begins at its "
                                     "beginning, and not at %.3f seconds",
                                     name, frs_seconds(playback->media.source.start)));
}

/* It cannot be sought: show its first frame after all, for which it is rebuilt if that was hidden.
 */
static gboolean stay(frs_playback *playback)
{
    gboolean hidden = playback->output.hidden && !playback->loaded.live;
    playback->start.pending = FALSE;
    frs_seek_cancel(playback);
    warn(playback);
    frs_output_hide(playback, FALSE);
    if (hidden)
        frs_wish_rebuild(playback);
    return !hidden;
}

gboolean frs_start_reached(frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    if (!playback->start.pending ||
        (!frs_shown_has_picture(playback) && !frs_shown_has_sound(playback)))
        return TRUE;
    frs_timeline_update(playback);
    if (!playback->timeline.seekable && !seek->running)
        return stay(playback);
    frs_seek_settled(playback, TRUE);
    playback->start.pending = seek->running || seek->queued;
    /* Still hidden: the seek was refused, and a rebuild is wished for. */
    return !playback->start.pending && !playback->output.hidden;
}
