/* SPDX-License-Identifier: MIT */
/**
 * Text and pictures in step over a seek: textoverlay lets the pictures seek before the text, and
 * subparse lets its source seek before it has noted the new place itself. Either way text is lost.
 */
#ifndef FRS_PLAYER_TEXTOVERLAY_SEEK_H
#define FRS_PLAYER_TEXTOVERLAY_SEEK_H

#include <gst/gst.h>

/* Seek the text of that subparse, which is linked to the textoverlay, before the pictures. */
void frs_textoverlay_seek_watch(GstElement *parse, GstElement *overlay);

#endif
