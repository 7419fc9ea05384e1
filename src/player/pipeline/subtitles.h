/* SPDX-License-Identifier: MIT */
/**
 * Subtitles from a file of their own, put to the pictures that pass.
 *
 * playbin3 has "suburi" for that, but that of GStreamer 1.22.0 links what it read to nothing. Here
 * the file is read whole and becomes one script of ASS (subtitle_script.h, subparse.h), which
 * assrender draws (libass). assrender gets all of it at once, before the first picture, which waits
 * for it; nothing is sent again after a seek, and text cannot be late.
 */
#ifndef FRS_PLAYER_SUBTITLES_H
#define FRS_PLAYER_SUBTITLES_H

#include <gst/gst.h>

#include "problem.h"

/* A new bin (floating) with pads "sink" and "src" for video, that reads `uri`, in that
 * encoding (encoding.h; may be NULL). NULL, with what is wrong, which the caller frees. */
GstElement *frs_subtitles_new(const char *uri, const char *encoding, frs_problem **problem);

#endif
