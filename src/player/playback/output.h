/* SPDX-License-Identifier: MIT */
/** What is seen and heard: volume, audio device, orientation, and whether a frame is published. */
#ifndef FRS_PLAYER_OUTPUT_H
#define FRS_PLAYER_OUTPUT_H

#include "state.h"

void frs_output_init(frs_playback *playback);
void frs_output_finish(frs_playback *playback);

/* Do not publish the frame that the pipeline prerolls, or do. */
void frs_output_hide(frs_playback *playback, gboolean hidden);

void frs_output_set_volume(frs_playback *playback, double volume);
void frs_output_set_mute(frs_playback *playback, gboolean mute);

/* Give the pipeline the volume that was asked for; backwards it is muted. */
void frs_output_apply_volume(frs_playback *playback);

/* NULL: the system's choice. The next build uses it. */
void frs_output_set_device(frs_playback *playback, const char *device);

/* The audio device failed, or may be tried again: the next build plays without audio, or with it.
 */
void frs_output_drop_audio(frs_playback *playback);
void frs_output_retry_audio(frs_playback *playback);

/* A nickname of GstVideoOrientationMethod. */
void frs_output_set_direction(frs_playback *playback, const char *direction);

/* Give a pipeline that was built the direction that was asked for. */
void frs_output_apply_direction(const frs_playback *playback, const frs_pipeline *pipeline);

#endif
