/* SPDX-License-Identifier: MIT */
/* What a playback does for want of a video: its sound plays, and a picture of it (cover.h) is
 * shown. */
#include "state.h"

#include <gst/base/gstbasesink.h>

#include "sink.h"

static GstCaps *caps_of(GstElement *sink)
{
    g_autoptr(GstPad) pad = sink != NULL ? gst_element_get_static_pad(sink, "sink") : NULL;
    return pad != NULL ? gst_pad_get_current_caps(pad) : NULL;
}

GstCaps *frs_playback_picture_caps(const frs_playback *playback)
{
    GstCaps *caps = caps_of(playback->pipeline.sink);
    return caps != NULL ? caps : caps_of(playback->cover.sink);
}

gboolean frs_playback_has_picture(const frs_playback *playback)
{
    g_autoptr(GstCaps) caps = caps_of(playback->pipeline.sink);
    return caps != NULL;
}

gboolean frs_playback_has_sound(const frs_playback *playback)
{
    g_autoptr(GstCaps) caps = caps_of(playback->pipeline.audio);
    return caps != NULL;
}

gboolean frs_playback_sinks_ended(const frs_playback *playback)
{
    GstElement *sink =
        frs_playback_has_picture(playback) ? playback->pipeline.sink : playback->pipeline.audio;
    return sink == NULL || !GST_IS_BASE_SINK(sink) || GST_BASE_SINK(sink)->eos;
}

/* ---- the cover ---- */

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user);

static void begin(frs_playback *playback, GstSample *image)
{
    frs_problem *problem =
        frs_cover_init(&playback->cover, playback->writer, image, playback->source.rgba);
    playback->plain = image == NULL;
    if (problem != NULL) {
        frs_playback_fail(playback, problem);
        return;
    }
    if (playback->direction != NULL)
        frs_pipeline_set_direction(&playback->cover, playback->direction);
    frs_playback_watch_bus(playback, &playback->cover_watch, playback->cover.element, on_message);
    gst_element_set_state(playback->cover.element, GST_STATE_PAUSED);
}

void frs_cover_finish(frs_playback *playback)
{
    frs_playback_drop(&playback->cover_watch);
    frs_pipeline_finish(&playback->cover);
    playback->covered = FALSE;
}

/* A cover that is no picture is no reason not to play. */
static void on_error(frs_playback *playback, GstMessage *message)
{
    g_autofree char *name = frs_source_name(&playback->source);
    frs_problem *problem = frs_problem_from_message(message, name, NULL);
    if (playback->plain) {
        frs_playback_fail(playback, problem);
        return;
    }
    frs_cover_finish(playback);
    frs_report_problem(playback, "warning", problem);
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
        playback->covered = TRUE;
        frs_playback_settle(playback);
    } else if (caps != NULL) {
        frs_report_video(playback, caps);
    }
    return G_SOURCE_CONTINUE;
}

gboolean frs_cover_shown(frs_playback *playback)
{
    if (playback->cover.element == NULL) {
        GstSample *image = frs_tags_cover(playback->tags);
        begin(playback, image);
        g_clear_pointer(&image, gst_sample_unref);
    }
    return playback->covered;
}
