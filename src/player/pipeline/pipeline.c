/* SPDX-License-Identifier: MIT */
#include "pipeline.h"

#include <string.h>

#include <gst/audio/streamvolume.h>

#include "adaptivedemux.h"
#include "audio.h"
#include "authorities.h"
#include "contents.h"
#include "description.h"
#include "install.h"
#include "sink.h"
#include "soup_ranges.h"
#include "source_setup.h"
#include "subtitles.h"

/* playbin's GstPlayFlags, which no public header defines. */
enum {
    PLAY_VIDEO = 0x01,
    PLAY_AUDIO = 0x02,
    PLAY_TEXT = 0x04,
    PLAY_SOFT_VOLUME = 0x10,
    PLAY_NATIVE_VIDEO =
        0x40, /* playsink adds no converters, as the sink bin has its own; but text needs them */
    PLAY_BUFFERING = 0x100, /* network sources only */
};

/* Bytes that are cached of a source that is read by range requests. */
#define RING_BYTES ((guint64)16 * 1024 * 1024)

static guint play_flags(const frs_source *source)
{
    return PLAY_VIDEO | PLAY_SOFT_VOLUME | PLAY_BUFFERING | (source->soundless ? 0 : PLAY_AUDIO) |
           (source->text ? PLAY_TEXT : PLAY_NATIVE_VIDEO);
}

static frs_problem *init_subtitles(frs_pipeline *pipeline, const frs_source *source)
{
    g_autofree char *uri = NULL;
    if (source->subtitles == NULL)
        return NULL;
    frs_problem *problem = frs_uri_complete(&uri, source->subtitles);
    if (problem == NULL)
        pipeline->subtitles =
            frs_subtitles_new(uri, frs_options_encoding(source->options), &problem);
    if (pipeline->subtitles != NULL)
        gst_object_ref_sink(pipeline->subtitles);
    return problem;
}

/* Note all elements that this source needs, so that one error lists everything to install. */
static frs_problem *find_missing(const char *uri, const frs_source *source)
{
    static const char *const elements[] = {"playbin3",      "uridecodebin3", "decodebin3",
                                           "parsebin",      "urisourcebin",  "videoconvert",
                                           "audioresample", "subparse",      "assrender"};
    const gsize count = G_N_ELEMENTS(elements) - (source->subtitles == NULL ? 2 : 0);
    g_autoptr(GPtrArray) missing = frs_missing_list_new();
    for (gsize i = 0; i < count; i++) {
        g_autoptr(GstElementFactory) factory = gst_element_factory_find(elements[i]);
        if (factory == NULL)
            frs_missing_list_note_element(missing, elements[i]);
    }
    if (missing->len == 0)
        return NULL;
    frs_contents_note_missing(uri, missing);
    return frs_problem_missing_elements(missing);
}

static frs_problem *init_playbin(frs_pipeline *pipeline, const char *uri, const frs_source *source,
                                 frs_writer *writer, gboolean silent, const char *device)
{
    const char *missing = NULL;
    GstElement *picture = frs_sink_new(writer, source->rgba, source->deinterlace,
                                       pipeline->subtitles, &pipeline->sink, &missing);
    if (picture == NULL)
        return frs_problem_missing_element(missing);
    gst_object_ref(pipeline->sink);

    pipeline->element = gst_element_factory_make("playbin3", "player");
    if (pipeline->element == NULL) {
        gst_object_unref(gst_object_ref_sink(picture));
        return frs_problem_missing_element("playbin3");
    }
    pipeline->audio = silent ? frs_audio_sink_new_silent() : frs_audio_sink_new(device);
    gst_object_ref_sink(pipeline->audio);
    g_object_set(pipeline->element, "uri", uri, "flags", play_flags(source), "video-sink", picture,
                 "audio-sink", pipeline->audio, "audio-filter",
                 source->free_pitch ? NULL : gst_element_factory_make("scaletempo", NULL), NULL);
    if (source->parts)
        g_object_set(pipeline->element, "ring-buffer-max-size", RING_BYTES, NULL);
    frs_options_watch(source->options, pipeline->element, uri);
    frs_quirks_install(pipeline->element);
    pipeline->reads = frs_reads_watch(pipeline->element);
    return NULL;
}

/* Local files need no certificates, and must not wait for them to load. */
static void prepare_network(const frs_source *source)
{
    if (!frs_source_is_file(source))
        frs_authorities_use();
}

static frs_problem *init_uri(frs_pipeline *pipeline, const frs_source *source, frs_writer *writer,
                             gboolean silent, const char *device)
{
    g_autofree char *uri = NULL;
    frs_problem *problem = frs_uri_complete(&uri, source->uri);
    if (problem == NULL)
        problem = find_missing(uri, source);
    if (problem == NULL)
        problem = init_subtitles(pipeline, source);
    return problem ? problem : init_playbin(pipeline, uri, source, writer, silent, device);
}

static void watch(frs_pipeline *pipeline)
{
    frs_sink_watch(pipeline->sink, pipeline->audio);
    pipeline->gate = frs_gate_create(pipeline->element);
}

frs_problem *frs_pipeline_init(frs_pipeline *pipeline, const frs_source *source, frs_writer *writer,
                               gboolean silent, const char *device)
{
    memset(pipeline, 0, sizeof *pipeline);
    prepare_network(source);
    frs_problem *problem =
        source->uri != NULL
            ? init_uri(pipeline, source, writer, silent, device)
            : frs_description_build(&pipeline->element, &pipeline->sink, source, writer);
    if (problem != NULL)
        frs_pipeline_finish(pipeline);
    else
        watch(pipeline);
    return problem;
}

void frs_pipeline_finish(frs_pipeline *pipeline)
{
    if (pipeline->gate != NULL)
        frs_gate_close(pipeline->gate);
    if (pipeline->element != NULL) {
        frs_adaptive_await_stop(pipeline->element);
        gst_element_set_state(pipeline->element, GST_STATE_NULL);
    }
    /* A sink that playbin3 did not use was never added to it, and may have opened its device. */
    if (pipeline->audio != NULL)
        gst_element_set_state(pipeline->audio, GST_STATE_NULL);
    g_clear_pointer(&pipeline->element, gst_object_unref);
    g_clear_pointer(&pipeline->audio, gst_object_unref);
    g_clear_pointer(&pipeline->subtitles, gst_object_unref);
    g_clear_pointer(&pipeline->sink, gst_object_unref);
    g_clear_pointer(&pipeline->gate, frs_gate_unref);
    g_clear_pointer(&pipeline->reads, frs_reads_unref);
}

void frs_pipeline_abandon(frs_pipeline *pipeline)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(pipeline->sink, "sink");
    gst_pad_send_event(pad, gst_event_new_flush_start());
    *pipeline = (frs_pipeline){0};
}

void frs_pipeline_set_direction(const frs_pipeline *pipeline, const char *direction)
{
    if (pipeline->sink != NULL)
        gst_util_set_object_arg(G_OBJECT(pipeline->sink), "video-direction", direction);
}

void frs_pipeline_set_volume(const frs_pipeline *pipeline, double volume, gboolean mute)
{
    if (pipeline->element == NULL)
        return;
    GstElement *control =
        GST_IS_STREAM_VOLUME(pipeline->element)
            ? gst_object_ref(pipeline->element)
            : gst_bin_get_by_interface(GST_BIN(pipeline->element), GST_TYPE_STREAM_VOLUME);
    if (control == NULL)
        return;
    gst_stream_volume_set_volume(GST_STREAM_VOLUME(control), GST_STREAM_VOLUME_FORMAT_CUBIC,
                                 volume);
    gst_stream_volume_set_mute(GST_STREAM_VOLUME(control), mute);
    gst_object_unref(control);
}
