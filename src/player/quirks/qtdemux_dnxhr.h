/* SPDX-License-Identifier: MIT */
/**
 * DNxHR in QuickTime files. qtdemux (seen in 1.22) knows only DNxHD's code, "AVdn", and not "AVdh",
 * although the same decoders take both: each frame says which one it is. Here the header's "AVdh"
 * becomes "AVdn". Local files only: of others qtdemux gets the header in pieces.
 */
#ifndef FRS_PLAYER_QTDEMUX_DNXHR_H
#define FRS_PLAYER_QTDEMUX_DNXHR_H

#include <gst/gst.h>

/* Install on a qtdemux that was added to `bin`. */
void frs_dnxhr_watch(GstElement *bin, GstElement *demuxer);

#endif
