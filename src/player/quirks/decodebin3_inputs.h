/* SPDX-License-Identifier: MIT */
/**
 * The inputs of a playbin's decodebin: have they all ended? A file that is cut off behind its
 * header ends before it had a sample, and GStreamer 1.22 then waits for ever for a first picture,
 * without a word.
 */
#ifndef FRS_PLAYER_DECODEBIN3_INPUTS_H
#define FRS_PLAYER_DECODEBIN3_INPUTS_H

#include <gst/gst.h>

/* The message (GST_MESSAGE_APPLICATION, source: the decodebin3) when one input has ended. */
#define FRS_INPUT_ENDED "frs-input-ended"

/* Make a playbin3 post FRS_INPUT_ENDED. In state NULL. */
void frs_inputs_watch(GstElement *playbin);

/* The source of such a message: have all its inputs ended? */
gboolean frs_inputs_all_ended(GstElement *decodebin);

#endif
