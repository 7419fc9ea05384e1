/* SPDX-License-Identifier: MIT */
/* What a playback does for want of a video: its sound plays, and a picture of it (cover.h) is
 * shown. */
#include "sound_alone.h"

#include "context.h"
#include "cover.h"
#include "report.h"
#include "sink.h"
#include "wish.h"

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user);

static void begin(frs_playback *playback, GstSample *image)
{
    frs_problem *problem =
        frs_cover_init(&playback->cover, playback->writer, image, playback->source.rgba);
    playback->plain = image == NULL;
    if (problem != NULL) {
        frs_wish_fail(playback, problem);
        return;
    }
    if (playback->direction != NULL)
        frs_pipeline_set_direction(&playback->cover, playback->direction);
    frs_context_watch_bus(playback, &playback->cover_watch, playback->cover.element, on_message);
    gst_element_set_state(playback->cover.element, GST_STATE_PAUSED);
}

void frs_cover_finish(frs_playback *playback)
{
    frs_context_drop(&playback->cover_watch);
    frs_pipeline_finish(&playback->cover);
    playback->covered = FALSE;
}

/* A cover that is no picture is no reason not to play. */
static void on_error(frs_playback *playback, GstMessage *message)
{
    g_autofree char *name = frs_source_name(&playback->source);
    frs_problem *problem = frs_problem_from_message(message, name, NULL);
    if (playback->plain) {
        frs_wish_fail(playback, problem);
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
        frs_wish_go_on(playback);
    } else if (gst_message_has_name(message, FRS_SINK_DIRECTION)) {
        if (playback->state != FRS_PLAYBACK_LOADING)
            frs_report_orientation(playback);
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
