/* SPDX-License-Identifier: MIT */
/* What plays moves. Sound devices seldom stand still for ever when they are paused, played and
 * sought within a few milliseconds (PulseAudio's), and all waits for the clock of the device. Then
 * the pipeline is built anew, at the place where it was; if that does not help, without sound. */
#include "standstill.h"

#include "report.h"
#include "watchdog.h"
#include "wish.h"

/* So many positions in a row are one: three seconds, in which devices and files come to life. */
#define LOOKS 12
/* What does not help so often in a row does not help. */
#define HELP_MAX 2
/* Half a minute: then it is given up. */
#define LOOKS_LAST 120

static void give_up_sound(frs_playback *playback)
{
    playback->silent = TRUE;
    frs_report_problem(playback, "warning",
                       frs_problem_new("resource", "the sound device stands still: it goes on "
                                                   "without sound"));
}

static void give_up(frs_playback *playback)
{
    g_autofree char *how = g_strdup_printf("stands still at %.1f seconds: GStreamer plays no "
                                           "further, and says nothing",
                                           frs_seconds(playback->position));
    playback->standstill = (frs_standstill){0};
    frs_wish_fail(playback, frs_watchdog_problem(playback, "decode", how));
}

void frs_standstill_look(frs_playback *playback)
{
    frs_standstill *standstill = &playback->standstill;
    if (playback->position != standstill->position) {
        *standstill = (frs_standstill){.position = playback->position};
        return;
    }
    if (playback->source.uri == NULL || playback->live || playback->ended || playback->buffering)
        return;
    if (++standstill->looks < (standstill->helped == HELP_MAX ? LOOKS_LAST : LOOKS))
        return;
    if (standstill->helped == HELP_MAX) {
        give_up(playback);
        return;
    }
    standstill->looks = 0;
    if (++standstill->helped == HELP_MAX && !playback->silent)
        give_up_sound(playback);
    frs_wish_rebuild(playback);
}
