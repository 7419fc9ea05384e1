/* SPDX-License-Identifier: MIT */
/**
 * How a source is to be opened: what a server is told, and how one is spoken to. Each is for the
 * elements that have it; others do without.
 *
 * They do not change once they are made, and are counted: any thread may have them.
 */
#ifndef FRS_PLAYER_OPTIONS_H
#define FRS_PLAYER_OPTIONS_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

#include "problem.h"

typedef struct frs_options frs_options;

/* Read the member "options" of a "load" (protocol.h). NULL, or the problem, which the caller frees.
 * `*options` is NULL when there is none, or a problem; else the caller unrefs it. */
frs_problem *frs_options_parse(JsonObject *load, frs_options **options);

/* All of these take NULL: no options. */

frs_options *frs_options_ref(frs_options *options);
void frs_options_unref(frs_options *options);

/* Set them on a source, in state NULL. */
void frs_options_apply(const frs_options *options, GstElement *source);

/* Is the certificate of a server looked at? */
gboolean frs_options_verify(const frs_options *options);

/* Set them on whatever source a playbin makes for `uri`, and on all requests to its origin
 * (requests.h) for as long as the playbin is there. */
void frs_options_watch(frs_options *options, GstElement *playbin, const char *uri);

#endif
