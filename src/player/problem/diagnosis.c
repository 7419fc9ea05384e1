/* SPDX-License-Identifier: MIT */
#include "diagnosis.h"

#include <gio/gio.h>
#include <string.h>

/* Time limit of the whole diagnosis, during which the player's thread does nothing else. */
#define TIMEOUT_MS 3000

static const struct {
    const char *scheme;
    guint16 port;
    gboolean tls;
} servers[] = {
    {"http", 80, FALSE}, {"https", 443, TRUE}, {"rtsp", 554, FALSE}, {"rtsps", 322, TRUE}};

typedef struct frs_attempt {
    GCancellable *cancellable;
    gboolean over, late;
    GError *error;
} frs_attempt;

static void on_connected(GObject *client, GAsyncResult *result, gpointer user)
{
    frs_attempt *attempt = user;
    g_autoptr(GSocketConnection) connection =
        g_socket_client_connect_to_uri_finish(G_SOCKET_CLIENT(client), result, &attempt->error);
    attempt->over = TRUE;
}

static gboolean on_late(gpointer user)
{
    frs_attempt *attempt = user;
    attempt->late = TRUE;
    g_cancellable_cancel(attempt->cancellable);
    return G_SOURCE_REMOVE;
}

static void set_late(GError **error)
{
    g_clear_error(error);
    *error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the server does not answer");
}

/* Runs in its own main context, so that no other source of the player is dispatched meanwhile. */
static GError *connect_to(GSocketClient *client, const char *uri, guint16 port)
{
    g_autoptr(GMainContext) context = g_main_context_new();
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GSource) timer = g_timeout_source_new(TIMEOUT_MS);
    frs_attempt attempt = {.cancellable = cancellable};
    g_main_context_push_thread_default(context);
    g_source_set_callback(timer, on_late, &attempt, NULL);
    g_source_attach(timer, context);
    g_socket_client_connect_to_uri_async(client, uri, port, cancellable, on_connected, &attempt);
    while (!attempt.over)
        g_main_context_iteration(context, TRUE);
    g_source_destroy(timer);
    g_main_context_pop_thread_default(context);
    if (attempt.late && attempt.error != NULL)
        set_late(&attempt.error);
    return attempt.error;
}

static GError *try(const char *uri, guint16 port, gboolean tls, gboolean verify)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_socket_client_set_tls(client, tls);
    if (!verify) {
        G_GNUC_BEGIN_IGNORE_DEPRECATIONS
        g_socket_client_set_tls_validation_flags(client, 0);
        G_GNUC_END_IGNORE_DEPRECATIONS
    }
    return connect_to(client, uri, port);
}

static gboolean is_without_reason(const frs_problem *problem)
{
    return strcmp(problem->code, "resource") == 0 && problem->element != NULL &&
           (g_str_has_prefix(problem->element, "souphttpsrc") ||
            g_str_has_prefix(problem->element, "rtspsrc"));
}

static void set_reason(frs_problem *problem, const char *uri, const GError *error)
{
    g_autofree char *name = frs_uri_for_people(uri);
    g_free(problem->message);
    problem->message = g_strdup_printf("%s: %s (%s)", name, error->message, problem->element);
    problem->code = error->domain == G_RESOLVER_ERROR ? "not-found" : "network";
}

void frs_problem_diagnose(frs_problem *problem, const char *uri, gboolean verify)
{
    g_autofree char *scheme = g_uri_parse_scheme(uri);
    for (guint i = 0; i < G_N_ELEMENTS(servers) && is_without_reason(problem); i++) {
        if (g_strcmp0(scheme, servers[i].scheme) != 0)
            continue;
        g_autoptr(GError) error = try(uri, servers[i].port, servers[i].tls, verify);
        if (error != NULL)
            set_reason(problem, uri, error);
        return;
    }
}
