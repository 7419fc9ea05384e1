/* SPDX-License-Identifier: MIT */
/**
 * HTTP servers that send whole files only (python3 -m http.server, many small ones). souphttpsrc of
 * GStreamer 1.22 takes each that tells a size for one that sends parts, unless it says
 * "Accept-Ranges: none", and fails at the first seek. Here the first request asks for the part that
 * is the whole file, as browsers do: who answers with all of it, and does not say that it sends
 * parts, is no server to seek in.
 */
#ifndef FRS_PLAYER_SOUP_RANGES_H
#define FRS_PLAYER_SOUP_RANGES_H

#include <gst/gst.h>

/* Watch the source of a playbin3 or uridecodebin3; in state NULL, after what sets headers of it
 * (source-setup). */
void frs_ranges_watch(GstElement *bin);

/* Does the server of that source send whole files only? Some demuxers (tsdemux) say that they can
 * seek, whatever their source says. Any thread. */
gboolean frs_ranges_are_none(GstElement *source);

#endif
