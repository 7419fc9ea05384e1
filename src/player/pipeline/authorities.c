/* SPDX-License-Identifier: MIT */
#include "authorities.h"

#include <stdio.h>

#include <gio/gio.h>

static void use(void)
{
    const char *file = g_getenv("SSL_CERT_FILE");
    GTlsBackend *backend = file != NULL && *file != '\0' ? g_tls_backend_get_default() : NULL;
    if (backend == NULL || !g_tls_backend_supports_tls(backend))
        return;
    g_autoptr(GError) error = NULL;
    g_autoptr(GTlsDatabase) database = g_tls_file_database_new(file, &error);
    if (database != NULL)
        g_tls_backend_set_default_database(backend, database);
    else
        fprintf(stderr, "frameshare-player: the certificates in SSL_CERT_FILE: %s\n",
                error->message);
}

void frs_authorities_use(void)
{
    static gsize done;
    if (g_once_init_enter(&done)) {
        use();
        g_once_init_leave(&done, 1);
    }
}
