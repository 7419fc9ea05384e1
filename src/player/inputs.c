/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <string.h>

/* Streaming thread. */
static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_EOS)
        return GST_PAD_PROBE_OK;
    /* The pad's own EOS flag comes after this, maybe after the message has been read. */
    g_object_set_data(G_OBJECT(pad), FRS_INPUT_ENDED, GINT_TO_POINTER(TRUE));
    g_autoptr(GstElement) decodebin = gst_pad_get_parent_element(pad);
    if (decodebin != NULL)
        gst_element_post_message(
            decodebin, gst_message_new_application(GST_OBJECT(decodebin),
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
