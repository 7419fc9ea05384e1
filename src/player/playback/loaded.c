/* SPDX-License-Identifier: MIT */
#include "loaded.h"

#include <string.h>

#include "context.h"

frs_problem *frs_loaded_build(frs_playback *playback)
{
    const frs_output *output = &playback->output;
    return frs_pipeline_init(&playback->loaded.pipeline, &playback->media.source, playback->writer,
                             output->audio_fallback, output->device);
}

void frs_loaded_watch(frs_playback *playback)
{
    frs_context_watch_bus(playback, &playback->loaded.watch, playback->loaded.pipeline.element,
                          playback->on_message);
}

/* rtspsrc opens its connection in a task of its own: its state change does not wait for the server,
 * and PROGRESS messages follow. */
static gboolean opens_later(const frs_source *source)
{
    return source->uri != NULL && g_ascii_strncasecmp(source->uri, "rtsp", strlen("rtsp")) == 0;
}

gboolean frs_loaded_start(frs_playback *playback)
{
    frs_loaded *loaded = &playback->loaded;
    GstStateChangeReturn change = gst_element_set_state(loaded->pipeline.element, GST_STATE_PAUSED);
    loaded->live = change == GST_STATE_CHANGE_NO_PREROLL;
    loaded->prerolls = change == GST_STATE_CHANGE_ASYNC;
    loaded->opening = loaded->live && opens_later(&playback->media.source);
    return change != GST_STATE_CHANGE_FAILURE;
}

void frs_loaded_drop(frs_playback *playback)
{
    frs_loaded *loaded = &playback->loaded;
    frs_context_drop(&loaded->watch);
    frs_pipeline_finish(&loaded->pipeline);
    g_clear_pointer(&loaded->lost, g_free);
    loaded->live = loaded->opening = loaded->arrived = FALSE;
}

void frs_loaded_abandon(frs_playback *playback)
{
    frs_pipeline_abandon(&playback->loaded.pipeline);
}

void frs_loaded_set_reads(frs_playback *playback, frs_reads *reads)
{
    frs_pipeline *pipeline = &playback->loaded.pipeline;
    frs_reads_unref(pipeline->reads);
    pipeline->reads = frs_reads_ref(reads);
}

void frs_loaded_note_state(frs_playback *playback, GstState state)
{
    playback->loaded.arrived = playback->loaded.arrived || state >= GST_STATE_PAUSED;
}

void frs_loaded_note_opened(frs_playback *playback)
{
    playback->loaded.opening = FALSE;
}

void frs_loaded_note_lost(frs_playback *playback, GstObject *element)
{
    g_free(playback->loaded.lost);
    playback->loaded.lost = gst_object_get_name(element);
}
