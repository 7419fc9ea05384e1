/* SPDX-License-Identifier: MIT */
/** Position, duration, and whether the source can be sought. */
#ifndef FRS_PLAYER_TIMELINE_H
#define FRS_PLAYER_TIMELINE_H

#include "state.h"

/* Another source, or none: nothing is known. */
void frs_timeline_reset(frs_playback *playback);

void frs_timeline_emit_position(frs_playback *playback);

/* Query the duration and whether it can be sought; emit them if either has changed. */
void frs_timeline_update(frs_playback *playback);

/* The same if the duration was too short: some demuxers estimate it, and post no message when they
 * know more. */
void frs_timeline_update_if_longer(frs_playback *playback);

/* It has played to the end. Sources without a container (raw H.264, H.265) have an estimated
 * duration, by their bit rate so far: now it is where the last frame ends. */
void frs_timeline_measure(frs_playback *playback);

/* The source claims to be seekable and refused a seek for good: it is not seekable any more; or a
 * new load may try again. */
void frs_timeline_refuse_seeks(frs_playback *playback);
void frs_timeline_allow_seeks(frs_playback *playback);

void frs_timeline_add_duration(JsonBuilder *builder, const frs_playback *playback);

#endif
