/* SPDX-License-Identifier: MIT */
/**
 * The element that reads a URI is set up as its options say, each where the element has a property
 * for it. NULL is allowed: no options.
 */
#ifndef FRS_PLAYER_SOURCE_SETUP_H
#define FRS_PLAYER_SOURCE_SETUP_H

#include <gst/gst.h>

#include "source_options.h"

/* Set them on a source, in state NULL. */
void frs_options_apply(const frs_options *options, GstElement *source);

/* Set them on whatever source a playbin makes for `uri`, and on all requests to its origin
 * (soup_requests.h) for as long as the playbin is there. */
void frs_options_watch(frs_options *options, GstElement *playbin, const char *uri);

#endif
