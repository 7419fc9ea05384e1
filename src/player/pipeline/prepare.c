/* SPDX-License-Identifier: MIT */
#include "prepare.h"

#include <gst/gst.h>

#include "audio.h"

/* The plugins that a film in a local file needs, in the order in which it needs them, and the sinks
 * that autoaudiosink probes. libav comes last: it takes as long as all others together. */
static const char *const plugins[] = {
    "coreelements", "playback",     "typefindfunctions",
    "isomp4",       "matroska",     "videoparsersbad",
    "audioparsers", "autodetect",   "pulseaudio",
    "alsa",         "audioconvert", "audioresample",
    "volume",       "deinterlace",  "videoconvertscale",
    "videoconvert", "libav",
};

static gboolean load_next(gpointer user)
{
    guint *next = user;
    if (*next == G_N_ELEMENTS(plugins)) {
        frs_audio_look();
        return G_SOURCE_REMOVE;
    }
    GstPlugin *plugin = gst_registry_find_plugin(gst_registry_get(), plugins[*next]);
    if (plugin != NULL) {
        GstPlugin *loaded = gst_plugin_load(plugin);
        gst_clear_object(&loaded);
        gst_object_unref(plugin);
    }
    ++*next;
    return G_SOURCE_CONTINUE;
}

void frs_prepare(GMainContext *context)
{
    GSource *source = g_idle_source_new();
    g_source_set_priority(source, G_PRIORITY_LOW);
    g_source_set_callback(source, load_next, g_new0(guint, 1), g_free);
    g_source_attach(source, context);
    g_source_unref(source);
}
