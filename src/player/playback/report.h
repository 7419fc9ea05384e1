/* SPDX-License-Identifier: MIT */
/** What is told: events, and replies. */
#ifndef FRS_PLAYER_REPORT_H
#define FRS_PLAYER_REPORT_H

#include "state.h"

void frs_report_line(frs_playback *playback, char *line); /* takes the line */
void frs_report_ok(frs_playback *playback, const char *id);
void frs_report_error(frs_playback *playback, const char *id, const frs_problem *problem);
void frs_report_state(frs_playback *playback, frs_playback_state state); /* if it is another */
void frs_report_position(frs_playback *playback);
void frs_report_duration(frs_playback *playback); /* if it is another */

/* The duration, if it was too short: some demuxers estimate it, and do not tell when they know
 * more.
 */
void frs_report_longer(frs_playback *playback);
void frs_report_buffering(frs_playback *playback, int percent);
void frs_report_volume(frs_playback *playback);
void frs_report_rate(frs_playback *playback);
void frs_report_problem(frs_playback *playback, const char *event,
                        frs_problem *problem);   /* takes it */
void frs_report_missing(frs_playback *playback); /* what plays without it; once each */
void frs_report_video(frs_playback *playback, GstCaps *caps);
/* How the picture is turned, if that is another than was told. */
void frs_report_orientation(frs_playback *playback);
void frs_report_tracks(frs_playback *playback); /* if they are others */
void frs_report_tags(frs_playback *playback);   /* and chapters; the same */
void frs_report_load(frs_playback *playback, const char *id);
void frs_report_stats(frs_playback *playback, const char *id);

#endif
