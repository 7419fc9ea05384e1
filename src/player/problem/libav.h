/* SPDX-License-Identifier: MIT */
/**
 * libav's decoders in a process that has an FFmpeg of its own. Electron loads libffmpeg.so, whose
 * av_* symbols win over those of the libavcodec that GStreamer's libav plugin was built for. Where
 * the two are of different major versions, structures differ, and the first decoder crashes the
 * process.
 *
 * There the plugin is taken out of this process's registry before anything loads it, so that no
 * element of it can be made. A stream that libav would decode counts as one without a decoder, even
 * where another decoder of a lower rank could take it: who wants that one ranks it higher.
 *
 * In the host's own process there is no other FFmpeg, and nothing of this applies.
 */
#ifndef FRS_PLAYER_LIBAV_H
#define FRS_PLAYER_LIBAV_H

#include <gst/gst.h>

/* Before the first pipeline, after gst_init(); again changes nothing. Any thread. */
void frs_libav_check(void);

/* Why libav's elements are not used here, in a sentence or more; NULL: they are. */
const char *frs_libav_refusal(void);

/* Is libav refused, and what would decode these caps: no other decoder has a higher rank? */
gboolean frs_libav_would_decode(const GstCaps *caps);

/* Is libav refused, and this element one of its own? */
gboolean frs_libav_has_element(const char *factory);

/* The major version of libavcodec that the library or plugin at `path` needs; 0: none. */
guint frs_libav_version_needed(const char *path);

#endif
