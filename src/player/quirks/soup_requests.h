/* SPDX-License-Identifier: MIT */
/**
 * Adds headers to HTTP requests: GStreamer's HLS and DASH demuxers request playlists, segments and
 * keys by themselves, with libsoup, and ignore the options of the source. This adds headers to each
 * request of this process to one origin, and to no other: a redirection to another host takes none
 * of them along.
 *
 * It hooks into all of libsoup's messages, so it needs no element's help. If GStreamer uses another
 * library it does nothing.
 */
#ifndef FRS_PLAYER_SOUP_REQUESTS_H
#define FRS_PLAYER_SOUP_REQUESTS_H

#include <gst/gst.h>

typedef struct frs_requests frs_requests;

/* From now on each request to the origin (scheme, host, port) of `uri` has these headers ({name:
 * string}; NULL: none); `verify` FALSE accepts any certificate. Call after GStreamer's HTTP source
 * has been created. NULL: no URI, or the quirk is not active. Any thread. */
frs_requests *frs_requests_add(const char *uri, const GstStructure *headers, gboolean verify);

/* Remove the headers. NULL is allowed. Any thread. */
void frs_requests_remove(frs_requests *requests);

#endif
