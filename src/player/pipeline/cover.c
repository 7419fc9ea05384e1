/* SPDX-License-Identifier: MIT */
#include "cover.h"

#include "sink.h"

#define PLAIN_CAPS                                                                                 \
    "video/x-raw, format=(string)RGBA, width=(int)640, height=(int)360, framerate=(fraction)0/1"
#define PLAIN_COLOUR 0xff202024U

static GstElement *add(frs_pipeline *cover, const char *factory, const char **missing)
{
    GstElement *element = gst_element_factory_make(factory, NULL);
    if (element == NULL)
        *missing = factory;
    else
        gst_bin_add(GST_BIN(cover->element), element);
    return element;
}

/* On the streaming thread. */
static void link_decoded(GstElement *decodebin, GstPad *pad, gpointer picture)
{
    (void)decodebin;
    g_autoptr(GstPad) entry = gst_element_get_static_pad(picture, "sink");
    if (!gst_pad_is_linked(entry))
        gst_pad_link(pad, entry);
}

static void push(GstElement *source, GstSample *image)
{
    GstFlowReturn flow;
    g_object_set(source, "format", GST_FORMAT_BYTES, NULL);
    g_signal_emit_by_name(source, "push-buffer", gst_sample_get_buffer(image), &flow);
    g_signal_emit_by_name(source, "end-of-stream", &flow);
}

static void put_image(frs_pipeline *cover, GstElement *picture, GstSample *image,
                      const char **missing)
{
    GstElement *source = add(cover, "appsrc", missing);
    GstElement *decoder = add(cover, "decodebin", missing);
    if (source == NULL || decoder == NULL)
        return;
    gst_element_link(source, decoder);
    g_signal_connect_object(decoder, "pad-added", G_CALLBACK(link_decoded), picture, 0);
    push(source, image);
}

static void put_plain(frs_pipeline *cover, GstElement *picture, const char **missing)
{
    GstElement *source = add(cover, "videotestsrc", missing);
    GstElement *filter = add(cover, "capsfilter", missing);
    if (source == NULL || filter == NULL)
        return;
    g_autoptr(GstCaps) caps = gst_caps_from_string(PLAIN_CAPS);
    g_object_set(filter, "caps", caps, NULL);
    g_object_set(source, "num-buffers", 1, "foreground-color", PLAIN_COLOUR, NULL);
    gst_util_set_object_arg(G_OBJECT(source), "pattern", "solid-color");
    gst_element_link_many(source, filter, picture, NULL);
}

frs_problem *frs_cover_init(frs_pipeline *cover, frs_writer *writer, GstSample *image,
                            gboolean rgba)
{
    const char *missing = NULL;
    *cover = (frs_pipeline){0};
    GstElement *picture = frs_sink_new(writer, rgba, FALSE, NULL, &cover->sink, &missing);
    if (picture == NULL)
        return frs_problem_missing_element(missing);
    gst_object_ref(cover->sink);
    cover->element = gst_object_ref_sink(gst_pipeline_new("cover"));
    gst_bin_add(GST_BIN(cover->element), picture);
    if (image != NULL)
        put_image(cover, picture, image, &missing);
    else
        put_plain(cover, picture, &missing);
    if (missing != NULL) {
        frs_pipeline_finish(cover);
        return frs_problem_missing_element(missing);
    }
    frs_sink_watch(cover->sink, NULL);
    return NULL;
}
