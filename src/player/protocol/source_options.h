/* SPDX-License-Identifier: MIT */
/**
 * How a source is to be opened: what a server is told, and how one is spoken to. They do not change
 * once they are read, and are counted: any thread may have them.
 */
#ifndef FRS_PLAYER_SOURCE_OPTIONS_H
#define FRS_PLAYER_SOURCE_OPTIONS_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

#include "problem.h"

typedef struct frs_options {
    GstStructure *headers; /* name: value; or NULL */
    char *user_agent;
    const char *transport; /* rtspsrc's "protocols", static; NULL: its own choice */
    gint latency;          /* of RTSP, ms; -1: its own */
    gboolean verify;       /* who a server says it is */
} frs_options;

/* Read the member "options" of a "load" (docs/protocol.md). NULL, or the problem, which the caller
 * frees.
 * `*options` is NULL when there is none, or a problem; else the caller unrefs it. */
frs_problem *frs_options_parse(JsonObject *load, frs_options **options);

/* All of these take NULL: no options. */

frs_options *frs_options_ref(frs_options *options);
void frs_options_unref(frs_options *options);

/* Is the certificate of a server looked at? */
gboolean frs_options_verify(const frs_options *options);

#endif
