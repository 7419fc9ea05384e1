/* SPDX-License-Identifier: MIT */
#include "buffering.h"

#include "emit.h"
#include "line.h"

/* Smaller changes emit no event, but to empty and full. */
#define STEP_PERCENT 5

static void emit_percent(frs_playback *playback, int percent)
{
    frs_buffering *buffering = &playback->buffering;
    gboolean end = percent == 0 || percent == 100;
    if (percent == buffering->percent || (!end && ABS(percent - buffering->percent) < STEP_PERCENT))
        return;
    buffering->percent = percent;
    JsonBuilder *builder = frs_event_begin("buffering");
    frs_add_integer(builder, "percent", percent);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_buffering_update(frs_playback *playback, int percent)
{
    emit_percent(playback, percent);
    if (!playback->loaded.live)
        playback->buffering.waits = percent < 100;
}

void frs_buffering_stop_waiting(frs_playback *playback)
{
    playback->buffering.waits = FALSE;
}

void frs_buffering_reset(frs_playback *playback)
{
    playback->buffering = (frs_buffering){.percent = 100};
}
