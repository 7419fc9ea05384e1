/* SPDX-License-Identifier: MIT */
#include "audio.h"

GstElement *frs_audio_sink_new_silent(void)
{
    GstElement *sink = gst_element_factory_make("fakesink", "silence");
    g_object_set(sink, "sync", TRUE, NULL);
    return sink;
}

/* In READY autoaudiosink has opened a device, or put a fakesink in its place. */
static gboolean found_device(GstElement *sink)
{
    GstIterator *iterator = gst_bin_iterate_sinks(GST_BIN(sink));
    GValue item = G_VALUE_INIT;
    gboolean found = FALSE;
    while (!found && gst_iterator_next(iterator, &item) == GST_ITERATOR_OK) {
        GstElementFactory *factory = gst_element_get_factory(g_value_get_object(&item));
        found = factory != NULL && g_strcmp0(GST_OBJECT_NAME(factory), "fakesink") != 0;
        g_value_reset(&item);
    }
    g_value_unset(&item);
    gst_iterator_free(iterator);
    return found;
}

GstElement *frs_audio_sink_new(void)
{
    GstElement *sink = gst_element_factory_make("autoaudiosink", "sound");
    if (sink == NULL)
        return frs_audio_sink_new_silent();
    /* Without a bus the warnings of a machine without sound go nowhere. */
    if (gst_element_set_state(sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE &&
        found_device(sink))
        return sink;
    gst_element_set_state(sink, GST_STATE_NULL);
    gst_object_unref(gst_object_ref_sink(sink));
    return frs_audio_sink_new_silent();
}
