/* SPDX-License-Identifier: MIT */
#include "output.h"

void frs_output_init(frs_playback *playback)
{
    playback->output.volume = 1;
}

void frs_output_finish(frs_playback *playback)
{
    g_clear_pointer(&playback->output.direction, g_free);
    g_clear_pointer(&playback->output.device, g_free);
}

void frs_output_hide(frs_playback *playback, gboolean hidden)
{
    playback->output.hidden = hidden;
    g_object_set(playback->loaded.pipeline.sink, "show-preroll-frame", !hidden, NULL);
}

/* ---- audio ---- */

void frs_output_apply_volume(frs_playback *playback)
{
    frs_pipeline_set_volume(&playback->loaded.pipeline, playback->output.volume,
                            playback->output.mute || playback->seek.rate < 0);
}

void frs_output_set_volume(frs_playback *playback, double volume)
{
    playback->output.volume = volume;
    frs_output_apply_volume(playback);
}

void frs_output_set_mute(frs_playback *playback, gboolean mute)
{
    playback->output.mute = mute;
    frs_output_apply_volume(playback);
}

void frs_output_set_device(frs_playback *playback, const char *device)
{
    g_free(playback->output.device);
    playback->output.device = g_strdup(device);
}

void frs_output_drop_audio(frs_playback *playback)
{
    playback->output.audio_fallback = TRUE;
}

void frs_output_retry_audio(frs_playback *playback)
{
    playback->output.audio_fallback = FALSE;
}

/* ---- the picture's direction ---- */

void frs_output_apply_direction(const frs_playback *playback, const frs_pipeline *pipeline)
{
    if (playback->output.direction != NULL)
        frs_pipeline_set_direction(pipeline, playback->output.direction);
}

void frs_output_set_direction(frs_playback *playback, const char *direction)
{
    g_free(playback->output.direction);
    playback->output.direction = g_strdup(direction);
    frs_output_apply_direction(playback, &playback->loaded.pipeline);
    frs_output_apply_direction(playback, &playback->audio_only.cover);
}
