/* SPDX-License-Identifier: MIT */
#include "audio.h"

#include "devices.h"

GstElement *frs_audio_sink_new_silent(void)
{
    GstElement *sink = gst_element_factory_make("fakesink", NULL);
    g_object_set(sink, "sync", TRUE, NULL);
    return sink;
}

/* The sinks that autoaudiosink would try. OpenAL plays through the others, and without a device
 * writes to the terminal. */
static gboolean is_candidate(GstPluginFeature *feature, gpointer user)
{
    (void)user;
    g_autofree char *name = gst_object_get_name(GST_OBJECT(feature));
    return GST_IS_ELEMENT_FACTORY(feature) &&
           gst_element_factory_list_is_type(GST_ELEMENT_FACTORY(feature),
                                            GST_ELEMENT_FACTORY_TYPE_SINK |
                                                GST_ELEMENT_FACTORY_TYPE_MEDIA_AUDIO) &&
           gst_plugin_feature_get_rank(feature) >= GST_RANK_MARGINAL &&
           g_strcmp0(name, "openalsink") != 0;
}

static gint compare_rank(gconstpointer a, gconstpointer b)
{
    return (gint)gst_plugin_feature_get_rank((GstPluginFeature *)b) -
           (gint)gst_plugin_feature_get_rank((GstPluginFeature *)a);
}

static GstElement *open_device(GstElementFactory *factory)
{
    GstElement *sink = gst_element_factory_create(factory, NULL);
    return sink != NULL ? frs_device_try(sink) : NULL;
}

static GstElement *open_best(void)
{
    GList *factories = gst_registry_feature_filter(gst_registry_get(), is_candidate, FALSE, NULL);
    GstElement *sink = NULL;
    factories = g_list_sort(factories, compare_rank);
    for (GList *it = factories; it != NULL && sink == NULL; it = it->next)
        sink = open_device(it->data);
    gst_plugin_feature_list_free(factories);
    return sink;
}

/* Probing ALSA, JACK and OSS for a device that does not exist takes longer than anything else
 * before a film's first picture: remember the result. */
#define SILENT_US (10 * G_USEC_PER_SEC)

/* When no device was found, for all players of the process; 0: one was found, or nobody has looked.
 */
static gint64 found_none;
static GMutex found_none_lock;

static gboolean is_known_silent(void)
{
    g_mutex_lock(&found_none_lock);
    gboolean known = found_none != 0 && g_get_monotonic_time() - found_none < SILENT_US;
    g_mutex_unlock(&found_none_lock);
    return known;
}

static void note(gboolean silent)
{
    g_mutex_lock(&found_none_lock);
    found_none = silent ? g_get_monotonic_time() : 0;
    g_mutex_unlock(&found_none_lock);
}

GstElement *frs_audio_sink_new(const char *device)
{
    GstElement *sink = device != NULL ? frs_device_open(device) : NULL;
    if (sink == NULL && !is_known_silent()) {
        sink = open_best();
        note(sink == NULL);
    }
    return sink != NULL ? sink : frs_audio_sink_new_silent();
}

void frs_audio_look(void)
{
    GstElement *sink = open_best();
    note(sink == NULL);
    if (sink == NULL)
        return;
    gst_element_set_state(sink, GST_STATE_NULL);
    gst_object_unref(gst_object_ref_sink(sink));
}
