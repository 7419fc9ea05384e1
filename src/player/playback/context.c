/* SPDX-License-Identifier: MIT */
#include "context.h"

/* The callback of a timer or a bus watch. */
typedef struct frs_callback {
    frs_playback *playback;
    GstBusFunc on_message; /* this ... */
    GSourceFunc on_time;   /* ... or this */
} frs_callback;

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer user)
{
    const frs_callback *callback = user;
    gboolean goes_on = callback->on_message(bus, message, callback->playback);
    callback->playback->act(callback->playback);
    return goes_on;
}

static gboolean on_time(gpointer user)
{
    const frs_callback *callback = user;
    gboolean goes_on = callback->on_time(callback->playback);
    callback->playback->act(callback->playback);
    return goes_on;
}

static void attach(GSource *source, GSourceFunc function, frs_callback callback)
{
    g_source_set_callback(source, function, g_memdup2(&callback, sizeof callback), g_free);
    g_source_attach(source, callback.playback->context);
}

void frs_context_watch_bus(frs_playback *playback, GSource **watch, GstElement *pipeline,
                           GstBusFunc function)
{
    g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);
    *watch = gst_bus_create_watch(bus);
    attach(*watch, G_SOURCE_FUNC(on_message), (frs_callback){playback, .on_message = function});
}

void frs_context_set_timer(frs_playback *playback, GSource **timer, guint ms, GSourceFunc function)
{
    *timer = g_timeout_source_new(ms);
    attach(*timer, on_time, (frs_callback){playback, .on_time = function});
}

void frs_context_drop(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}
