/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <string.h>

/* Marks of an input: it will have a first sample, it has had it. */
#define INPUT_EXPECTED "frs-input-expected"
#define INPUT_BEGUN "frs-input-begun"
/* How long an input that ends waits for others to begin: they are behind it by a few samples. */
#define OTHERS_POLL_US 2000
#define OTHERS_POLLS 1000

/* Streaming thread; behind the decodebin's own probes. */
static GstPadProbeReturn on_begin(GstPad *pad, GstPadProbeInfo *info, gpointer input)
{
    (void)pad;
    gboolean event = (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) != 0;
    if (event && GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_GAP)
        return GST_PAD_PROBE_OK;
    g_object_set_data(input, INPUT_BEGUN, GINT_TO_POINTER(TRUE));
    return GST_PAD_PROBE_REMOVE;
}

/* An input that is parsed already goes through an identity, behind which the decodebin holds it
 * until its first sample. */
static void expect_begin(GstPad *input)
{
    g_autoptr(GstPad) target = gst_ghost_pad_get_target(GST_GHOST_PAD(input));
    g_autoptr(GstElement) inner = target ? gst_pad_get_parent_element(target) : NULL;
    if (inner == NULL || strcmp(G_OBJECT_TYPE_NAME(inner), "GstIdentity") != 0 ||
        g_object_get_data(G_OBJECT(input), INPUT_EXPECTED) != NULL)
        return;
    g_autoptr(GstPad) out = gst_element_get_static_pad(inner, "src");
    g_object_set_data(G_OBJECT(input), INPUT_EXPECTED, GINT_TO_POINTER(TRUE));
    gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                      on_begin, gst_object_ref(input), gst_object_unref);
}

static gboolean check_waiting(GstElement *decodebin, GstPad *input, gpointer user)
{
    (void)decodebin;
    gboolean *waiting = user;
    *waiting = g_object_get_data(G_OBJECT(input), INPUT_EXPECTED) != NULL &&
               g_object_get_data(G_OBJECT(input), INPUT_BEGUN) == NULL &&
               g_object_get_data(G_OBJECT(input), FRS_INPUT_ENDED) == NULL;
    return !*waiting;
}

/* A decodebin3 of GStreamer 1.22 takes an input that ends before another one's first sample for a
 * stream of something before, throws it away, and crashes when it stops. A short file does that. */
static void let_others_begin(GstElement *decodebin, GstPad *input)
{
    gboolean waiting = TRUE;
    for (guint i = 0; i < OTHERS_POLLS && waiting && !GST_PAD_IS_FLUSHING(input); i++) {
        waiting = FALSE;
        gst_element_foreach_sink_pad(decodebin, check_waiting, &waiting);
        if (waiting)
            g_usleep(OTHERS_POLL_US);
    }
}

/* Streaming thread. */
static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    expect_begin(pad);
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_EOS)
        return GST_PAD_PROBE_OK;
    /* The pad's own EOS flag comes after this, maybe after the message has been read. */
    g_object_set_data(G_OBJECT(pad), FRS_INPUT_ENDED, GINT_TO_POINTER(TRUE));
    g_autoptr(GstElement) decodebin = gst_pad_get_parent_element(pad);
    if (decodebin == NULL)
        return GST_PAD_PROBE_OK;
    let_others_begin(decodebin, pad);
    gst_element_post_message(decodebin,
                             gst_message_new_application(GST_OBJECT(decodebin),
                                                         gst_structure_new_empty(FRS_INPUT_ENDED)));
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *decodebin, GstPad *pad, gpointer user)
{
    (void)decodebin;
    (void)user;
    if (GST_PAD_IS_SINK(pad))
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, NULL, NULL);
}

static void watch(const GValue *item, gpointer user)
{
    GstElement *element = g_value_get_object(item);
    if (strcmp(G_OBJECT_TYPE_NAME(element), "GstDecodebin3") != 0)
        return;
    g_autoptr(GstPad) pad = gst_element_get_static_pad(element, "sink");
    on_pad_added(element, pad, user);
    g_signal_connect(element, "pad-added", G_CALLBACK(on_pad_added), NULL);
}

void frs_inputs_watch(GstElement *playbin)
{
    /* A playbin3 has its decodebin3 from birth. */
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(playbin));
    gst_iterator_foreach(iterator, watch, NULL);
    gst_iterator_free(iterator);
}

static gboolean check_pad(GstElement *decodebin, GstPad *pad, gpointer user)
{
    (void)decodebin;
    gboolean *all = user;
    *all = !gst_pad_is_linked(pad) || g_object_get_data(G_OBJECT(pad), FRS_INPUT_ENDED) != NULL;
    return *all;
}

gboolean frs_inputs_all_ended(GstElement *decodebin)
{
    gboolean all = TRUE;
    gst_element_foreach_sink_pad(decodebin, check_pad, &all);
    return all;
}
