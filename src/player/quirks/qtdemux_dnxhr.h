/* SPDX-License-Identifier: MIT */
/**
 * DNxHR in QuickTime files. qtdemux (seen in 1.22) knows the letters of DNxHD alone, "AVdn", and
 * not "AVdh", whose frames the same decoders take: each frame says which of both it is. Here the
 * header says "AVdn". Of files of this machine: of others qtdemux gets the header in pieces.
 */
#ifndef FRS_PLAYER_QTDEMUX_DNXHR_H
#define FRS_PLAYER_QTDEMUX_DNXHR_H

#include <gst/gst.h>

/* On a qtdemux that has come into `bin`. */
void frs_dnxhr_watch(GstElement *bin, GstElement *demuxer);

#endif
