/* SPDX-License-Identifier: MIT */
/** Lines to the application: replies and events. */
#ifndef FRS_PLAYER_EMIT_H
#define FRS_PLAYER_EMIT_H

#include "state.h"

void frs_emit_line(frs_playback *playback, char *line); /* takes the line */
void frs_emit_ok(frs_playback *playback, const char *id);
void frs_emit_error(frs_playback *playback, const char *id, const frs_problem *problem);
void frs_emit_problem(frs_playback *playback, const char *event,
                      frs_problem *problem); /* takes it */

#endif
