/* SPDX-License-Identifier: MIT */
#include "output.h"

void frs_output_hide(frs_playback *playback, gboolean hidden)
{
    playback->hidden = hidden;
    g_object_set(playback->pipeline.sink, "show-preroll-frame", !hidden, NULL);
}

/* Backwards sound is only noise. */
void frs_output_set_volume(frs_playback *playback)
{
    frs_pipeline_set_volume(&playback->pipeline, playback->volume,
                            playback->mute || playback->rate < 0);
}
