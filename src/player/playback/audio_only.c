/* SPDX-License-Identifier: MIT */
#include "audio_only.h"

#include "context.h"
#include "cover.h"
#include "emit.h"
#include "output.h"
#include "report.h"
#include "sink.h"
#include "wish.h"

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user);

static void begin(frs_playback *playback, GstSample *image)
{
    frs_problem *problem = frs_cover_init(&playback->audio_only.cover, playback->writer, image,
                                          playback->media.source.rgba);
    playback->audio_only.placeholder = image == NULL;
    if (problem != NULL) {
        frs_wish_fail(playback, problem);
        return;
    }
    frs_output_apply_direction(playback, &playback->audio_only.cover);
    frs_context_watch_bus(playback, &playback->audio_only.watch, playback->audio_only.cover.element,
                          on_message);
    gst_element_set_state(playback->audio_only.cover.element, GST_STATE_PAUSED);
}

void frs_audio_only_drop(frs_playback *playback)
{
    frs_context_drop(&playback->audio_only.watch);
    frs_pipeline_finish(&playback->audio_only.cover);
    playback->audio_only.shown = FALSE;
}

/* A damaged cover does not keep the audio from playing: the placeholder is shown. */
static void on_error(frs_playback *playback, GstMessage *message)
{
    g_autofree char *name = frs_source_name(&playback->media.source);
    frs_problem *problem = frs_problem_from_message(message, name, NULL);
    if (playback->audio_only.placeholder) {
        frs_wish_fail(playback, problem);
        return;
    }
    frs_audio_only_drop(playback);
    frs_emit_problem(playback, "warning", problem);
    begin(playback, NULL);
}

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user)
{
    (void)bus;
    frs_playback *playback = user;
    g_autoptr(GstCaps) caps = frs_sink_message_caps(message);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
        on_error(playback, message);
    } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ASYNC_DONE) {
        playback->audio_only.shown = TRUE;
        frs_wish_go_on(playback);
    } else if (gst_message_has_name(message, FRS_SINK_DIRECTION)) {
        if (playback->transport.state != FRS_PLAYBACK_LOADING)
            frs_report_orientation(playback);
    } else if (caps != NULL) {
        frs_report_video(playback, caps);
    }
    return G_SOURCE_CONTINUE;
}

gboolean frs_audio_only_show(frs_playback *playback)
{
    if (playback->audio_only.cover.element == NULL) {
        GstSample *image = frs_tags_cover(playback->media.tags);
        begin(playback, image);
        g_clear_pointer(&image, gst_sample_unref);
    }
    return playback->audio_only.shown;
}
