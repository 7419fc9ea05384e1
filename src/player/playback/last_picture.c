/* SPDX-License-Identifier: MIT */
/* A seek to where the pictures have already ended shows the last one: it is sought first, and then
 * what was asked for, which shows nothing else. */
#include "last_picture.h"

#include "seek_send.h"

void frs_last_picture_reset(frs_playback *playback)
{
    playback->last_picture = (frs_last_picture){.at = -1};
}

void frs_last_picture_note(frs_playback *playback, gint64 at)
{
    if (!playback->last_picture.shown)
        playback->last_picture.at = at;
}

gboolean frs_last_picture_seek(frs_playback *playback)
{
    frs_last_picture *last = &playback->last_picture;
    gint64 target = playback->seek.going;
    if (last->at < 0 || last->sought || playback->seek.rate < 0)
        return FALSE;
    last->sought = last->shown;
    last->shown = TRUE;
    if (!frs_seek_send(playback, last->sought ? target : last->at, TRUE))
        return FALSE;
    playback->seek.going = target;
    return TRUE;
}
