/* SPDX-License-Identifier: MIT */
/**
 * Subtitles from a file of their own, put to the pictures that pass.
 *
 * playbin3 has "suburi" for that, but that of GStreamer 1.22.0 links what it read to nothing. This
 * reads SubRip, WebVTT and whatever else subparse knows, and ASS and SSA by ass.h; which it is is
 * seen by what is in it. UTF-8 and UTF-16, other encodings are taken as Windows' for western
 * Europe.
 */
#ifndef FRS_PLAYER_SUBTITLES_H
#define FRS_PLAYER_SUBTITLES_H

#include <gst/gst.h>

#include "problem.h"

/* A new bin (floating) with pads "sink" and "src" for video, that reads `uri`. NULL, with what is
 * wrong, which the caller frees. */
GstElement *frs_subtitles_new(const char *uri, frs_problem **problem);

#endif
