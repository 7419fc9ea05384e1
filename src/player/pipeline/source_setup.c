/* SPDX-License-Identifier: MIT */
#include "source_setup.h"

#include <string.h>

#include "soup_requests.h"

static gboolean has(GstElement *source, const char *property)
{
    return g_object_class_find_property(G_OBJECT_GET_CLASS(source), property) != NULL;
}

/* souphttpsrc and curlhttpsrc have "ssl-strict"; rtspsrc and others have "tls-validation-flags". */
static void skip_verifying(GstElement *source)
{
    if (has(source, "ssl-strict"))
        g_object_set(source, "ssl-strict", FALSE, NULL);
    if (has(source, "tls-validation-flags"))
        gst_util_set_object_arg(G_OBJECT(source), "tls-validation-flags", "0");
}

void frs_options_apply(const frs_options *options, GstElement *source)
{
    if (options == NULL)
        return;
    if (options->headers != NULL && has(source, "extra-headers"))
        g_object_set(source, "extra-headers", options->headers, NULL);
    if (options->user_agent != NULL && has(source, "user-agent"))
        g_object_set(source, "user-agent", options->user_agent, NULL);
    if (options->transport != NULL && has(source, "protocols"))
        gst_util_set_object_arg(G_OBJECT(source), "protocols", options->transport);
    if (options->latency >= 0 && strcmp(G_OBJECT_TYPE_NAME(source), "GstRTSPSrc") == 0)
        g_object_set(source, "latency", (guint)options->latency, NULL);
    if (!options->verify)
        skip_verifying(source);
}

typedef struct frs_opening {
    frs_options *options;
    char *uri;
    GMutex lock;
    frs_requests *requests; /* or NULL, until the source element exists */
} frs_opening;

/* On the streaming thread. */
static void on_source(GstElement *playbin, GstElement *source, gpointer user)
{
    (void)playbin;
    frs_opening *opening = user;
    const frs_options *options = opening->options;
    frs_options_apply(options, source);
    g_mutex_lock(&opening->lock);
    if (opening->requests == NULL && (options->headers != NULL || !options->verify) &&
        has(source, "extra-headers"))
        opening->requests = frs_requests_add(opening->uri, options->headers, options->verify);
    g_mutex_unlock(&opening->lock);
}

static void free_closure(gpointer user, GClosure *closure)
{
    (void)closure;
    frs_opening *opening = user;
    frs_requests_remove(opening->requests);
    frs_options_unref(opening->options);
    g_mutex_clear(&opening->lock);
    g_free(opening->uri);
    g_free(opening);
}

void frs_options_watch(frs_options *options, GstElement *playbin, const char *uri)
{
    if (options == NULL)
        return;
    frs_opening *opening = g_new0(frs_opening, 1);
    opening->options = frs_options_ref(options);
    opening->uri = g_strdup(uri);
    g_mutex_init(&opening->lock);
    g_signal_connect_data(playbin, "source-setup", G_CALLBACK(on_source), opening, free_closure, 0);
}
