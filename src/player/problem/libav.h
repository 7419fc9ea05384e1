/* SPDX-License-Identifier: MIT */
/**
 * libav's decoders in a process that has another FFmpeg. Electron loads libffmpeg.so, whose av_*
 * symbols take precedence over those of the libavcodec that GStreamer's libav plugin was built for.
 * If their major versions differ, their structures differ, and the first decoder crashes the
 * process.
 *
 * In such a process the plugin is removed from the registry before anything loads it, so that its
 * elements cannot be created. A stream that libav would decode counts as one without a decoder,
 * even if a decoder of lower rank could decode it: raise that decoder's rank to use it.
 *
 * The host's own process has no other FFmpeg, so this does nothing there.
 */
#ifndef FRS_PLAYER_LIBAV_H
#define FRS_PLAYER_LIBAV_H

#include <gst/gst.h>

/* Call after gst_init() and before the first pipeline; later calls do nothing. Any thread. */
void frs_libav_check(void);

/* Why libav's elements are disabled, in a sentence or more; NULL: they are not. */
const char *frs_libav_refusal(void);

/* Is libav disabled, and has one of its decoders the highest rank for these caps? */
gboolean frs_libav_would_decode(const GstCaps *caps);

/* Is libav disabled, and is this one of its elements? */
gboolean frs_libav_has_element(const char *factory);

/* The major version of libavcodec that the library or plugin at `path` is linked to; 0: none. */
guint frs_libav_version_needed(const char *path);

#endif
