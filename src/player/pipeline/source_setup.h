/* SPDX-License-Identifier: MIT */
/**
 * Applies a source's options to the element that reads its URI, each if the element has a property
 * for it. NULL is allowed: no options.
 */
#ifndef FRS_PLAYER_SOURCE_SETUP_H
#define FRS_PLAYER_SOURCE_SETUP_H

#include <gst/gst.h>

#include "source_options.h"

/* Apply them to a source element, in state NULL. */
void frs_options_apply(const frs_options *options, GstElement *source);

/* Apply them to every source element that a playbin3 creates for `uri`, and to all requests to its
 * origin (soup_requests.h) as long as the playbin3 exists. */
void frs_options_watch(frs_options *options, GstElement *playbin, const char *uri);

#endif
