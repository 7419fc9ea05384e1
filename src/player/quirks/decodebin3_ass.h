/* SPDX-License-Identifier: MIT */
/**
 * ASS within a film. parsebin plugs ssaparse, which turns each event into plain text, and
 * decodebin3 does not output ASS: places, colours and sizes are lost, and textoverlay draws one of
 * the events that are shown at once. Here ASS goes to playsink as it is, whose subtitleoverlay has
 * assrender (libass) draw it.
 */
#ifndef FRS_PLAYER_DECODEBIN3_ASS_H
#define FRS_PLAYER_DECODEBIN3_ASS_H

#include <gst/gst.h>

/* Let the decodebin3 in `bin`, or that it is, output ASS. Call in state NULL, before the handlers
 * of "select-stream" are connected that decide. */
void frs_ass_watch(GstElement *bin);

/* Let a parsebin, which was added to `bin`, plug no parser of ASS. */
void frs_ass_keep(GstElement *bin, GstElement *parsebin);

#endif
