/* SPDX-License-Identifier: MIT */
/**
 * Names of codecs that GStreamer has no caps for: its demuxers of AVI and QuickTime then say what
 * the file calls them, four letters.
 */
#ifndef FRS_PLAYER_FOURCC_H
#define FRS_PLAYER_FOURCC_H

#include <gst/gst.h>

/* "UT Video (ULY0) decoder", for caps of such a demuxer; the caller frees it. NULL: they are not.
 */
char *frs_fourcc_describe(const GstCaps *caps);

#endif
