/* SPDX-License-Identifier: MIT */
/** Events and replies about what is loaded: its picture, tracks, tags, missing plugins, counts. */
#ifndef FRS_PLAYER_REPORT_H
#define FRS_PLAYER_REPORT_H

#include "state.h"

/* Warn of what is missing and what is played without it; once each. */
void frs_report_missing(frs_playback *playback);

void frs_report_video(frs_playback *playback, GstCaps *caps);

/* These emit an event if it differs from the last one. */
void frs_report_orientation(frs_playback *playback);
void frs_report_tracks(frs_playback *playback);
void frs_report_tags(frs_playback *playback); /* and chapters */

void frs_report_volume(frs_playback *playback);
void frs_report_rate(frs_playback *playback);

/* The reply to a load. */
void frs_report_load(frs_playback *playback, const char *id);
void frs_report_stats(frs_playback *playback, const char *id);

#endif
