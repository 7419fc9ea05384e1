/* SPDX-License-Identifier: MIT */
/**
 * HTTP servers without range requests (python3 -m http.server, many small ones). GStreamer 1.22's
 * souphttpsrc assumes that a server with a Content-Length supports ranges unless it sends
 * "Accept-Ranges: none", and fails at the first seek. Here the first request asks for the range of
 * the whole file, as browsers do: a server that answers with status 200, and without
 * "Accept-Ranges: bytes", counts as not seekable.
 */
#ifndef FRS_PLAYER_SOUP_RANGES_H
#define FRS_PLAYER_SOUP_RANGES_H

#include <gst/gst.h>

/* Watch the source of a playbin3 or uridecodebin3. Call in state NULL, after the handlers that set
 * its headers (source-setup). */
void frs_ranges_watch(GstElement *bin);

/* Does the server of that source ignore range requests? Some demuxers (tsdemux) report that they
 * can seek whatever the source reports. Any thread. */
gboolean frs_ranges_are_none(GstElement *source);

#endif
