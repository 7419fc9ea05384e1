/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define PIECE 16384

struct http {
    GSocketListener *listener;
    GCancellable *cancellable;
    GThread *accepting;
    GTlsCertificate *certificate;
    char *folder;
    const char *uri;
    gboolean ranges;
    gboolean silent; /* says nothing of ranges ... */
    gboolean open;   /* ... nor of the size of a file */

    GMutex lock;
    GCond changed;
    char *status;      /* of a refusal, or NULL */
    gsize hold;        /* 0: not at all */
    GHashTable *asked; /* names in lower case */
    GPtrArray *all;    /* of request */
    http *other;       /* or NULL */
    gboolean ending;
};

/* ---- one request ---- */

typedef struct request {
    char *path;
    GHashTable *headers;
} request;

static gboolean read_request(GDataInputStream *in, request *it)
{
    g_autofree char *first = g_data_input_stream_read_line(in, NULL, NULL, NULL);
    g_auto(GStrv) words = first ? g_strsplit(first, " ", 3) : NULL;
    if (words == NULL || g_strv_length(words) < 2)
        return FALSE;
    it->path = g_uri_unescape_string(words[1], NULL);
    it->headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (;;) {
        g_autofree char *line = g_data_input_stream_read_line(in, NULL, NULL, NULL);
        if (line == NULL || *g_strstrip(line) == '\0')
            return line != NULL;
        char *colon = strchr(line, ':');
        if (colon != NULL) {
            *colon = '\0';
            g_hash_table_insert(it->headers, g_ascii_strdown(line, -1),
                                g_strdup(g_strstrip(colon + 1)));
        }
    }
}

/* How much may be sent of an answer now? Waits while it is held. */
static gsize allowed(http *server, gsize sent, gsize wanted)
{
    g_mutex_lock(&server->lock);
    while (server->hold != 0 && sent >= server->hold && !server->ending)
        g_cond_wait(&server->changed, &server->lock);
    gsize now = MIN(wanted, PIECE);
    if (server->hold != 0)
        now = MIN(now, server->hold - MIN(sent, server->hold));
    if (server->ending)
        now = 0;
    g_mutex_unlock(&server->lock);
    return now;
}

static void send_body(http *server, GOutputStream *out, const char *bytes, gsize length)
{
    gsize sent = 0, now;
    while (sent < length && (now = allowed(server, sent, length - sent)) > 0) {
        if (!g_output_stream_write_all(out, bytes + sent, now, NULL, NULL, NULL))
            return;
        sent += now;
    }
}

static gboolean send_elsewhere(http *server, GOutputStream *out, const request *it)
{
    if (server->other == NULL || !g_str_has_prefix(it->path, "/redirect/"))
        return FALSE;
    g_autofree char *base = g_path_get_dirname(server->other->uri);
    return g_output_stream_printf(out, NULL, NULL, NULL,
                                  "HTTP/1.1 302 Found\r\nLocation: %s/%s\r\n"
                                  "Content-Length: 0\r\nConnection: close\r\n\r\n",
                                  base, it->path + strlen("/redirect/"));
}

static void send_file(http *server, GOutputStream *out, request *it)
{
    g_autofree char *name = g_path_get_basename(it->path);
    g_autofree char *path = g_build_filename(server->folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length;
    if (!g_file_get_contents(path, &bytes, &length, NULL)) {
        g_output_stream_printf(out, NULL, NULL, NULL,
                               "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
                               "Connection: close\r\n\r\n");
        return;
    }
    const char *range = server->ranges ? g_hash_table_lookup(it->headers, "range") : NULL;
    gboolean part = range != NULL && g_str_has_prefix(range, "bytes=");
    gsize from = part ? MIN((gsize)strtoull(range + 6, NULL, 10), length) : 0;
    g_output_stream_printf(out, NULL, NULL, NULL, "HTTP/1.1 %s\r\n",
                           part ? "206 Partial Content" : "200 OK");
    if (!server->open)
        g_output_stream_printf(out, NULL, NULL, NULL, "Content-Length: %zu\r\n", length - from);
    if (part && length > 0)
        g_output_stream_printf(out, NULL, NULL, NULL, "Content-Range: bytes %zu-%zu/%zu\r\n", from,
                               length - 1, length);
    if (!server->silent)
        g_output_stream_printf(out, NULL, NULL, NULL, "Accept-Ranges: %s\r\n",
                               server->ranges ? "bytes" : "none");
    g_output_stream_printf(out, NULL, NULL, NULL, "Connection: close\r\n\r\n");
    send_body(server, out, bytes + from, length - from);
}

static void free_request(gpointer data)
{
    request *it = data;
    g_clear_pointer(&it->headers, g_hash_table_unref);
    g_free(it->path);
    g_free(it);
}

static char *note(http *server, const request *it)
{
    request copy = {g_strdup(it->path), g_hash_table_ref(it->headers)};
    g_mutex_lock(&server->lock);
    g_clear_pointer(&server->asked, g_hash_table_unref);
    server->asked = g_hash_table_ref(it->headers);
    g_ptr_array_add(server->all, g_memdup2(&copy, sizeof copy));
    char *status = g_strdup(server->status);
    g_mutex_unlock(&server->lock);
    return status;
}

static GIOStream *secure(http *server, GSocketConnection *connection)
{
    if (server->certificate == NULL)
        return g_object_ref(G_IO_STREAM(connection));
    return g_tls_server_connection_new(G_IO_STREAM(connection), server->certificate, NULL);
}

typedef struct visit {
    http *server;
    GSocketConnection *connection;
} visit;

static gpointer answer(gpointer user)
{
    g_autofree visit *this = user;
    http *server = this->server;
    g_autoptr(GSocketConnection) connection = this->connection;
    request it = {0};
    g_autoptr(GIOStream) stream = secure(server, connection);
    g_autoptr(GDataInputStream) in = g_data_input_stream_new(g_io_stream_get_input_stream(stream));
    GOutputStream *out = g_io_stream_get_output_stream(stream);
    if (read_request(in, &it)) {
        g_autofree char *status = note(server, &it);
        if (status == NULL && !send_elsewhere(server, out, &it))
            send_file(server, out, &it);
        else if (status != NULL)
            g_output_stream_printf(out, NULL, NULL, NULL,
                                   "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                                   status);
    }
    g_clear_pointer(&it.headers, g_hash_table_unref);
    g_free(it.path);
    g_io_stream_close(stream, NULL, NULL);
    return NULL;
}

static gpointer accept_all(gpointer user)
{
    http *server = user;
    GSocketConnection *connection;
    while ((connection = g_socket_listener_accept(server->listener, NULL, server->cancellable,
                                                  NULL)) != NULL) {
        visit *one = g_new(visit, 1);
        *one = (visit){server, connection};
        g_thread_unref(g_thread_new("answer", answer, one));
    }
    return NULL;
}

/* ---- the server ---- */

http *http_start(const char *file, const char *certificate, gboolean ranges)
{
    http *server = g_new0(http, 1);
    g_autoptr(GError) error = NULL;
    g_autofree char *name = g_path_get_basename(file);
    server->folder = g_path_get_dirname(file);
    server->ranges = ranges;
    if (certificate != NULL)
        server->certificate = g_tls_certificate_new_from_file(certificate, &error);
    ck_assert_msg(error == NULL, "%s", error ? error->message : "");
    server->all = g_ptr_array_new_with_free_func(free_request);
    server->listener = g_socket_listener_new();
    server->cancellable = g_cancellable_new();
    guint16 port = g_socket_listener_add_any_inet_port(server->listener, NULL, &error);
    ck_assert_msg(port != 0, "%s", error ? error->message : "");
    g_autofree char *uri =
        g_strdup_printf("%s://localhost:%u/%s", certificate ? "https" : "http", (guint)port, name);
    server->uri = g_intern_string(uri);
    server->accepting = g_thread_new("accept", accept_all, server);
    return server;
}

const char *http_uri(http *server)
{
    return server->uri;
}

static void change(http *server, gsize hold, gboolean ending)
{
    g_mutex_lock(&server->lock);
    server->hold = hold;
    server->ending = ending;
    g_cond_broadcast(&server->changed);
    g_mutex_unlock(&server->lock);
}

void http_refuse(http *server, const char *status)
{
    g_mutex_lock(&server->lock);
    g_free(server->status);
    server->status = g_strdup(status);
    g_mutex_unlock(&server->lock);
}

void http_hold_after(http *server, gsize bytes)
{
    change(server, bytes, FALSE);
}

void http_go_on(http *server)
{
    change(server, 0, FALSE);
}

void http_say_nothing_of_ranges(http *server)
{
    server->silent = TRUE;
}

void http_say_no_size(http *server)
{
    server->open = TRUE;
}

void http_redirect(http *server, http *other)
{
    server->other = other;
}

char *http_all_asked(http *server, const char *header)
{
    GString *text = g_string_new(NULL);
    g_autofree char *name = g_ascii_strdown(header, -1);
    g_mutex_lock(&server->lock);
    for (guint i = 0; i < server->all->len; i++) {
        const request *it = g_ptr_array_index(server->all, i);
        const char *value = g_hash_table_lookup(it->headers, name);
        g_autofree char *file = g_path_get_basename(it->path);
        g_string_append_printf(text, "%s %s\n", file, value ? value : "-");
    }
    g_mutex_unlock(&server->lock);
    return g_string_free(text, FALSE);
}

char *http_asked(http *server, const char *header)
{
    g_autofree char *name = g_ascii_strdown(header, -1);
    g_mutex_lock(&server->lock);
    char *value = server->asked ? g_strdup(g_hash_table_lookup(server->asked, name)) : NULL;
    g_mutex_unlock(&server->lock);
    return value;
}

/* The connections' threads may still run: what they look at stays until the process ends. */
void http_stop(http *server)
{
    static GSList *stopped;
    stopped = g_slist_prepend(stopped, server);
    change(server, 0, TRUE);
    g_cancellable_cancel(server->cancellable);
    g_thread_join(server->accepting);
    g_socket_listener_close(server->listener);
}
