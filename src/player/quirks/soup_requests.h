/* SPDX-License-Identifier: MIT */
/**
 * What is asked of HTTP servers: GStreamer's demuxers of HLS and DASH ask for playlists, segments
 * and keys by themselves, with libsoup, and nothing that a source is told gets to them. This adds
 * headers to each request of this process to one origin, and to no other: a redirection to another
 * host takes none of them along.
 *
 * All of libsoup's messages come by here, so it asks of nobody to be told of requests. Where
 * GStreamer uses another library it does nothing.
 */
#ifndef FRS_PLAYER_SOUP_REQUESTS_H
#define FRS_PLAYER_SOUP_REQUESTS_H

#include <gst/gst.h>

typedef struct frs_requests frs_requests;

/* From now on each request to the origin (scheme, host, port) of `uri` has these headers
 * ({name: string}; NULL: none); `verify` FALSE: whatever certificate it shows will do. After
 * GStreamer's HTTP source has been made. NULL: that is no URI, or the quirk is not active. Any
 * thread. */
frs_requests *frs_requests_add(const char *uri, const GstStructure *headers, gboolean verify);

/* No longer. NULL is allowed. Any thread. */
void frs_requests_remove(frs_requests *requests);

#endif
