/* SPDX-License-Identifier: MIT */
/**
 * Names of codecs that GStreamer has no caps for: its AVI and QuickTime demuxers then report the
 * four-letter code in the file.
 */
#ifndef FRS_PLAYER_FOURCC_H
#define FRS_PLAYER_FOURCC_H

#include <gst/gst.h>

/* A name such as "UT Video (ULY0) decoder", for caps of such a demuxer; the caller frees it. NULL
 * for other caps. */
char *frs_fourcc_describe(const GstCaps *caps);

#endif
