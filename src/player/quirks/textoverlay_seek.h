/* SPDX-License-Identifier: MIT */
/**
 * Keeps text and video together over a seek: textoverlay seeks the video before the text, and
 * subparse forwards the seek to its source before it stores the new segment itself. Both lose text.
 */
#ifndef FRS_PLAYER_TEXTOVERLAY_SEEK_H
#define FRS_PLAYER_TEXTOVERLAY_SEEK_H

#include <gst/gst.h>

/* Let a seek reach that subparse, which is linked to the textoverlay, before the video. */
void frs_textoverlay_seek_watch(GstElement *parse, GstElement *overlay);

#endif
