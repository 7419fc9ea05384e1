/* SPDX-License-Identifier: MIT */
/**
 * Options for opening a source: HTTP headers, transports, latency. Immutable once read, and
 * reference-counted: any thread may use them.
 */
#ifndef FRS_PLAYER_SOURCE_OPTIONS_H
#define FRS_PLAYER_SOURCE_OPTIONS_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

#include "problem.h"

typedef struct frs_options {
    GstStructure *headers; /* {name: value}, or NULL */
    char *user_agent;
    const char *transport; /* rtspsrc's "protocols", static; NULL: rtspsrc's default */
    gint latency;          /* RTSP latency in ms; -1: rtspsrc's default */
    gboolean verify;       /* verify the server's certificate */
    char *encoding;        /* of external subtitles; or NULL */
} frs_options;

/* Read the member "options" of a "load" (docs/protocol.md). Returns NULL, or the error, which the
 * caller frees. `*options` is NULL when there are none, or after an error; else the caller unrefs
 * it. */
frs_problem *frs_options_parse(JsonObject *load, frs_options **options);

/* All of these accept NULL: no options. */

frs_options *frs_options_ref(frs_options *options);
void frs_options_unref(frs_options *options);

/* Is the server's certificate verified? */
gboolean frs_options_verify(const frs_options *options);

/* What a file of subtitles is encoded in, if it does not say so itself; or NULL. */
const char *frs_options_encoding(const frs_options *options);

#endif
