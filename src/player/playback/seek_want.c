/* SPDX-License-Identifier: MIT */
#include "seek_want.h"

#include "command.h"
#include "ending.h"
#include "shown.h"

static void want(frs_seek *seek, const char *id)
{
    seek->wanted = TRUE;
    seek->quiet = FALSE;
    if (id != NULL)
        g_ptr_array_add(seek->ids, g_strdup(id));
}

void frs_seek_want(frs_playback *playback, gint64 position, gboolean accurate, double rate,
                   const char *id)
{
    frs_seek *seek = &playback->seek;
    frs_ending_reset(playback);
    if (position >= 0 || !seek->wanted) {
        seek->position = position;
        seek->accurate = accurate;
        seek->frames = 0;
    }
    seek->rate = rate;
    want(seek, id);
}

void frs_seek_want_step(frs_playback *playback, gint frames, const char *id)
{
    frs_seek *seek = &playback->seek;
    if (!seek->wanted) {
        seek->position = -1;
        seek->frames = 0;
    }
    seek->frames = CLAMP(seek->frames + frames, -FRS_STEP_MAX, FRS_STEP_MAX);
    want(seek, id);
}

/* Backwards, what begins at a position is beyond it. */
gint64 frs_seek_here(frs_playback *playback)
{
    return playback->step.taken && !playback->ended ? frs_shown_resume(playback)
                                                    : frs_shown_position(playback);
}

void frs_seek_want_quietly_at(frs_playback *playback, gint64 position)
{
    frs_seek_want(playback, position, TRUE, playback->rate, NULL);
    playback->seek.quiet = TRUE;
}

void frs_seek_want_quietly(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gboolean quiet = (!seek->running && !seek->wanted) || seek->quiet;
    gint64 position = seek->running ? seek->going : frs_seek_here(playback);
    if (!seek->wanted)
        frs_seek_want(playback, position, TRUE, seek->rate, NULL);
    seek->quiet = quiet;
}

void frs_seek_want_here(frs_playback *playback)
{
    frs_seek *seek = &playback->seek;
    gint64 position = seek->running ? seek->going : frs_seek_here(playback);
    gboolean quiet = (!seek->running && !seek->wanted) || seek->quiet;
    if (seek->wanted && seek->position < 0)
        seek->position = position;
    else if (!seek->wanted && playback->seekable && (position > 0 || playback->rate != 1))
        frs_seek_want(playback, position, TRUE, playback->rate, NULL);
    seek->quiet = quiet && seek->wanted;
}

gboolean frs_seek_is_step(const frs_playback *playback)
{
    const frs_seek *seek = &playback->seek;
    return seek->wanted && seek->position < 0 && seek->frames != 0 && seek->rate == playback->rate;
}
