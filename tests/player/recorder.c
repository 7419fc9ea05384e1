/* SPDX-License-Identifier: MIT */
#include "recorder.h"

#include <gst/base/gstbasesink.h>
#include <gst/gst.h>

typedef GstBaseSink Recorder;
typedef GstBaseSinkClass RecorderClass;

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
G_DEFINE_TYPE(Recorder, recorder, GST_TYPE_BASE_SINK)
G_GNUC_END_IGNORE_DEPRECATIONS

static GMutex lock;
static GArray *samples, *pieces;

/* Streaming thread. */
static GstFlowReturn render(GstBaseSink *sink, GstBuffer *buffer)
{
    GstMapInfo map;
    recorder_piece piece = {.begin = gst_segment_to_running_time(&sink->segment, GST_FORMAT_TIME,
                                                                 GST_BUFFER_PTS(buffer))};
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return GST_FLOW_ERROR;
    g_mutex_lock(&lock);
    piece.first = samples->len;
    piece.samples = map.size / sizeof(gint16);
    g_array_append_vals(samples, map.data, (guint)piece.samples);
    g_array_append_val(pieces, piece);
    g_mutex_unlock(&lock);
    gst_buffer_unmap(buffer, &map);
    return GST_FLOW_OK;
}

static void recorder_class_init(RecorderClass *class)
{
    static GstStaticPadTemplate template =
        GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
                                GST_STATIC_CAPS("audio/x-raw, format=(string)S16LE, "
                                                "layout=(string)interleaved, rate=(int)48000, "
                                                "channels=(int)1"));
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Recorder", "Sink/Audio",
                                          "Keeps what it plays", "frameshare");
    gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &template);
    class->render = render;
}

static void recorder_init(Recorder *recorder)
{
    gst_base_sink_set_sync(recorder, TRUE);
}

void recorder_register(void)
{
    gst_init(NULL, NULL);
    samples = g_array_new(FALSE, FALSE, sizeof(gint16));
    pieces = g_array_new(FALSE, FALSE, sizeof(recorder_piece));
    gst_element_register(NULL, "frsrecorder", GST_RANK_PRIMARY + 1000, recorder_get_type());
}

static GArray *copy(GArray *array)
{
    g_mutex_lock(&lock);
    GArray *it = g_array_copy(array);
    g_mutex_unlock(&lock);
    return it;
}

GArray *recorder_samples(void)
{
    return copy(samples);
}

GArray *recorder_pieces(void)
{
    return copy(pieces);
}
