/* SPDX-License-Identifier: MIT */
/**
 * Have all inputs of a playbin3's decodebin3 ended? A file that is cut off behind its header ends
 * without a sample, and GStreamer 1.22 then waits forever for a first picture and posts nothing.
 */
#ifndef FRS_PLAYER_DECODEBIN3_INPUTS_H
#define FRS_PLAYER_DECODEBIN3_INPUTS_H

#include <gst/gst.h>

/* The message (GST_MESSAGE_APPLICATION, source: the decodebin3) that is posted when an input has
 * ended. */
#define FRS_INPUT_ENDED "frs-input-ended"

/* Make a playbin3 post FRS_INPUT_ENDED. Call in state NULL. */
void frs_inputs_watch(GstElement *playbin);

/* Have all inputs of the decodebin3 that posted the message ended? */
gboolean frs_inputs_all_ended(GstElement *decodebin);

#endif
