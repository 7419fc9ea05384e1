/* SPDX-License-Identifier: MIT */
#include "context.h"

void frs_context_watch_bus(frs_playback *playback, GSource **watch, GstElement *pipeline,
                           GstBusFunc function)
{
    g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);
    *watch = gst_bus_create_watch(bus);
    g_source_set_callback(*watch, G_SOURCE_FUNC(function), playback, NULL);
    g_source_attach(*watch, playback->context);
}

void frs_context_set_timer(frs_playback *playback, GSource **timer, guint ms, GSourceFunc function)
{
    *timer = g_timeout_source_new(ms);
    g_source_set_callback(*timer, function, playback, NULL);
    g_source_attach(*timer, playback->context);
}

void frs_context_drop(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}
