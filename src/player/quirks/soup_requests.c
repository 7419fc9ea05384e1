/* SPDX-License-Identifier: MIT */
/* libsoup is not linked: GStreamer loads the version that it prefers, and the functions needed are
 * looked up by name. */
#include "soup_requests.h"

#include <dlfcn.h>
#include <string.h>

#include <gio/gio.h>

#include "quirks.h"

#define LIBSOUP "libsoup-3.0.so.0"

struct frs_requests {
    GUri *origin;
    GstStructure *headers; /* or NULL */
    gboolean verify;
};

static GMutex lock;
static GSList *all; /* of frs_requests */

/* libsoup's functions; either all or none were found. */
static struct {
    GType (*session_type)(void);
    GUri *(*uri_of)(gpointer message);
    gpointer (*headers_of)(gpointer message);
    const char *(*get)(gpointer headers, const char *name);
    void (*replace)(gpointer headers, const char *name, const char *value);
    void (*remove)(gpointer headers, const char *name);
} soup;

/* ---- origins ---- */

static gint port_of(GUri *uri)
{
    gint port = g_uri_get_port(uri);
    if (port >= 0)
        return port;
    return g_ascii_strcasecmp(g_uri_get_scheme(uri), "https") == 0 ? 443 : 80;
}

static gboolean is_same_origin(GUri *a, GUri *b)
{
    const char *host = g_uri_get_host(a), *other = g_uri_get_host(b);
    return host != NULL && other != NULL && g_ascii_strcasecmp(host, other) == 0 &&
           g_ascii_strcasecmp(g_uri_get_scheme(a), g_uri_get_scheme(b)) == 0 &&
           port_of(a) == port_of(b);
}

/* With the lock held. The newest entry for the message's origin, or NULL. */
static const frs_requests *find(gpointer message)
{
    GUri *uri = soup.uri_of(message);
    for (GSList *it = all; it != NULL && uri != NULL; it = it->next)
        if (is_same_origin(((const frs_requests *)it->data)->origin, uri))
            return it->data;
    return NULL;
}

/* ---- a message ---- */

static void add(gpointer message, const GstStructure *headers)
{
    for (gint i = 0; i < gst_structure_n_fields(headers); i++) {
        const char *name = gst_structure_nth_field_name(headers, (guint)i);
        soup.replace(soup.headers_of(message), name, gst_structure_get_string(headers, name));
    }
}

/* Remove these headers from the message, if their values are ours. */
static void take_away(gpointer message, const GstStructure *headers)
{
    for (gint i = 0; i < gst_structure_n_fields(headers); i++) {
        const char *name = gst_structure_nth_field_name(headers, (guint)i);
        const char *value = soup.get(soup.headers_of(message), name);
        if (g_strcmp0(value, gst_structure_get_string(headers, name)) == 0)
            soup.remove(soup.headers_of(message), name);
    }
}

/* Connected to each start of a message, because a redirection may lead to another origin, and a
 * demuxer may pass on cookies. Connected after libsoup's cookie jar, which would replace the Cookie
 * header. */
static void on_starting(gpointer message, gpointer user)
{
    (void)user;
    g_mutex_lock(&lock);
    const frs_requests *ours = find(message);
    for (GSList *it = all; it != NULL && ours == NULL; it = it->next)
        if (((const frs_requests *)it->data)->headers != NULL)
            take_away(message, ((const frs_requests *)it->data)->headers);
    if (ours != NULL && ours->headers != NULL)
        add(message, ours->headers);
    g_mutex_unlock(&lock);
}

static gboolean on_certificate(gpointer message, GTlsCertificate *certificate,
                               GTlsCertificateFlags flags, gpointer user)
{
    (void)certificate;
    (void)flags;
    (void)user;
    g_mutex_lock(&lock);
    const frs_requests *ours = find(message);
    gboolean accepted = ours != NULL && !ours->verify;
    g_mutex_unlock(&lock);
    return accepted;
}

/* On the thread that sends the request. */
static gboolean on_queued(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user)
{
    (void)hint;
    (void)user;
    gpointer message = n == 2 ? g_value_get_object(&values[1]) : NULL;
    g_mutex_lock(&lock);
    gboolean any = all != NULL;
    g_mutex_unlock(&lock);
    if (message != NULL && any) {
        g_signal_connect_after(message, "starting", G_CALLBACK(on_starting), NULL);
        g_signal_connect(message, "accept-certificate", G_CALLBACK(on_certificate), NULL);
    }
    return TRUE;
}

/* ---- libsoup ---- */

static gboolean look_up(gpointer library, const char *name, gpointer function)
{
    gpointer found = dlsym(library, name);
    memcpy(function, &found, sizeof found);
    return found != NULL;
}

/* With the lock held. The hook stays as long as libsoup does. */
static void listen(void)
{
    static gboolean listening;
    gpointer library = listening ? NULL : dlopen(LIBSOUP, RTLD_LAZY | RTLD_NOLOAD);
    if (library == NULL ||
        !look_up(library, "soup_session_get_type", (gpointer)&soup.session_type) ||
        !look_up(library, "soup_message_get_uri", (gpointer)&soup.uri_of) ||
        !look_up(library, "soup_message_get_request_headers", (gpointer)&soup.headers_of) ||
        !look_up(library, "soup_message_headers_get_one", (gpointer)&soup.get) ||
        !look_up(library, "soup_message_headers_replace", (gpointer)&soup.replace) ||
        !look_up(library, "soup_message_headers_remove", (gpointer)&soup.remove))
        return;
    listening = TRUE;
    gpointer type = g_type_class_ref(soup.session_type());
    guint signal = g_signal_lookup("request-queued", G_TYPE_FROM_CLASS(type));
    if (signal != 0)
        g_signal_add_emission_hook(signal, 0, on_queued, NULL, NULL);
}

/* ---- what is added ---- */

frs_requests *frs_requests_add(const char *uri, const GstStructure *headers, gboolean verify)
{
    g_autoptr(GUri) origin = g_uri_parse(uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
    if (origin == NULL || !frs_quirk_is_active(FRS_QUIRK_SOUP_HEADERS))
        return NULL;
    frs_requests *requests = g_new0(frs_requests, 1);
    requests->origin = g_uri_ref(origin);
    requests->headers = headers != NULL ? gst_structure_copy(headers) : NULL;
    requests->verify = verify;
    g_mutex_lock(&lock);
    listen();
    all = g_slist_prepend(all, requests);
    g_mutex_unlock(&lock);
    return requests;
}

void frs_requests_remove(frs_requests *requests)
{
    if (requests == NULL)
        return;
    g_mutex_lock(&lock);
    all = g_slist_remove(all, requests);
    g_mutex_unlock(&lock);
    g_uri_unref(requests->origin);
    if (requests->headers != NULL)
        gst_structure_free(requests->headers);
    g_free(requests);
}
