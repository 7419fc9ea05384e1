/* SPDX-License-Identifier: MIT */
#include "diagnosis.h"

#include <gio/gio.h>
#include <string.h>

#define TIMEOUT_SECONDS 3

static const struct {
    const char *scheme;
    guint16 port;
    gboolean tls;
} servers[] = {
    {"http", 80, FALSE}, {"https", 443, TRUE}, {"rtsp", 554, FALSE}, {"rtsps", 322, TRUE}};

static GError *try(const char *uri, guint16 port, gboolean tls, gboolean verify)
{
    GError *error = NULL;
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_socket_client_set_timeout(client, TIMEOUT_SECONDS);
    g_socket_client_set_tls(client, tls);
    if (!verify) {
        G_GNUC_BEGIN_IGNORE_DEPRECATIONS
        g_socket_client_set_tls_validation_flags(client, 0);
        G_GNUC_END_IGNORE_DEPRECATIONS
    }
    g_autoptr(GSocketConnection) connection =
        g_socket_client_connect_to_uri(client, uri, port, NULL, &error);
    return error;
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
