/* SPDX-License-Identifier: MIT */
#include "wish.h"

static void make(frs_playback *playback, frs_wish_kind kind)
{
    if (playback->wish.kind == FRS_WISH_NONE)
        playback->wish.kind = kind;
}

void frs_wish_fail(frs_playback *playback, frs_problem *problem)
{
    if (frs_wish_is_made(playback)) {
        frs_problem_free(problem);
        return;
    }
    playback->wish.problem = problem;
    make(playback, FRS_WISH_FAIL);
}

void frs_wish_rebuild(frs_playback *playback)
{
    make(playback, FRS_WISH_REBUILD);
}

void frs_wish_start_again(frs_playback *playback)
{
    make(playback, FRS_WISH_START_AGAIN);
}

void frs_wish_replace(frs_playback *playback)
{
    make(playback, FRS_WISH_REPLACE);
}

gboolean frs_wish_is_made(const frs_playback *playback)
{
    return playback->wish.kind != FRS_WISH_NONE;
}

void frs_wish_go_on(frs_playback *playback)
{
    playback->wish.go_on = TRUE;
}

gboolean frs_wish_take(frs_playback *playback, frs_wish *wish)
{
    *wish = playback->wish;
    playback->wish = (frs_wish){.go_on = wish->go_on && wish->kind != FRS_WISH_NONE};
    return wish->kind != FRS_WISH_NONE || wish->go_on;
}

void frs_wish_clear(frs_playback *playback)
{
    frs_problem_free(playback->wish.problem);
    playback->wish = (frs_wish){0};
}
