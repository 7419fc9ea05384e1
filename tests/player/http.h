/* SPDX-License-Identifier: MIT */
/* A server for tests: the files of one folder, in whole or in part, held back or refused, and what
 * it was asked. */
#ifndef FRS_TESTS_PLAYER_HTTP_H
#define FRS_TESTS_PLAYER_HTTP_H

#include <gio/gio.h>

typedef struct http http;

/* Serve the folder that `file` is in. With a certificate (PEM with its key, by its path): TLS.
 * Without `ranges` every answer is a whole file. */
http *http_start(const char *file, const char *certificate, gboolean ranges);
void http_stop(http *server);

/* The URI of that file; interned. */
const char *http_uri(http *server);

/* Send no "Accept-Ranges", before the first request. */
void http_say_nothing_of_ranges(http *server);

/* Send files without "Content-Length", as a radio station does, before the first request. */
void http_say_no_size(http *server);

/* Answer with this from now on: "404 Not Found". */
void http_refuse(http *server, const char *status);

/* Send no more than so many bytes of an answer, and then wait for http_go_on(). */
void http_hold_after(http *server, gsize bytes);
void http_go_on(http *server);

/* Send whoever asks for what is in the folder "redirect" to that of `other`; NULL: nobody. */
void http_redirect(http *server, http *other);

/* A line "NAME VALUE" for each request so far: the name of the file, and the value of a header ("-"
 * where there was none). The caller frees it. */
char *http_all_asked(http *server, const char *header);

/* The value that the last request had of a header, or NULL; the caller frees it. */
char *http_asked(http *server, const char *header);

#endif
