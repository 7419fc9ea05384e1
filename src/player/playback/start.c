/* SPDX-License-Identifier: MIT */
/* A load that begins at another place: nothing is shown, or told, before the picture there is. */
#include "start.h"

#include "output.h"
#include "report.h"
#include "seek.h"
#include "seek_want.h"
#include "shown.h"
#include "wish.h"

void frs_start_want(frs_playback *playback)
{
    playback->starting = playback->source.start > 0;
    if (playback->starting)
        frs_seek_want_quietly_at(playback, playback->source.start);
}

static void warn(frs_playback *playback)
{
    g_autofree char *name = frs_source_name(&playback->source);
    frs_report_problem(playback, "warning",
                       frs_problem_new("not-seekable",
                                       "%s cannot be sought in: it begins where it "
                                       "does, and not at %.3f seconds",
                                       name, frs_seconds(playback->source.start)));
}

/* Show what came first, after all. */
static gboolean stay(frs_playback *playback)
{
    gboolean hidden = playback->hidden && !playback->live;
    playback->starting = FALSE;
    playback->seek.wanted = FALSE;
    playback->seek.quiet = FALSE;
    warn(playback);
    frs_output_hide(playback, FALSE);
    if (hidden)
        frs_wish_rebuild(playback);
    return !hidden;
}

gboolean frs_start_reached(frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    if (!playback->starting || (!frs_shown_has_picture(playback) && !frs_shown_has_sound(playback)))
        return TRUE;
    frs_report_duration(playback);
    if (!playback->seekable && !seek->running)
        return stay(playback);
    frs_seek_settled(playback, TRUE);
    playback->starting = seek->running || seek->wanted;
    /* Hidden still: a seek that cannot be done, and another load is wished for. */
    return !playback->starting && !playback->hidden;
}
