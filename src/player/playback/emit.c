/* SPDX-License-Identifier: MIT */
#include "emit.h"

#include "line.h"

void frs_emit_line(frs_playback *playback, char *line)
{
    playback->emit(line, playback->user);
    g_free(line);
}

void frs_emit_ok(frs_playback *playback, const char *id)
{
    JsonBuilder *builder = frs_reply_begin(id);
    frs_add_boolean(builder, "ok", TRUE);
    frs_emit_line(playback, frs_line_end(builder));
}

void frs_emit_error(frs_playback *playback, const char *id, const frs_problem *problem)
{
    frs_emit_line(playback, frs_reply_error(id, problem));
}

void frs_emit_problem(frs_playback *playback, const char *event, frs_problem *problem)
{
    frs_emit_line(playback, frs_event_problem(event, problem));
    frs_problem_free(problem);
}
