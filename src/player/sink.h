/* SPDX-License-Identifier: MIT */
/**
 * The video sink of a player: framesharesink, with a converter in front that stays out of the way.
 *
 *     videoconvert ! capsfilter ! framesharesink
 *
 * When the decoder's format is one that can be published, videoconvert is in passthrough: it hands
 * on the buffers and the allocation query, so the decoder still writes into the slots. Otherwise it
 * converts into a slot: YUV of more bits or more chroma to I420, RGB of another order to RGBA.
 */
#ifndef FRS_PLAYER_SINK_H
#define FRS_PLAYER_SINK_H

#include <gst/gst.h>

#include <frameshare/writer.h>

/* The message (GST_MESSAGE_APPLICATION, source: the framesharesink) that a new picture format
 * makes: this structure, with a GstCaps "caps". */
#define FRS_SINK_CAPS "frs-caps"

/* A new bin (floating) that publishes on `writer`, which must outlive it. With `rgba` everything is
 * converted to RGBA. `*frameshare` gets the framesharesink in it, owned by the bin. NULL when an
 * element is missing: `*missing` is then its name. */
GstElement *frs_sink_new(frs_writer *writer, gboolean rgba, GstElement **frameshare,
                         const char **missing);

/* Make a framesharesink post FRS_SINK_CAPS whenever its format changes. */
void frs_sink_watch_caps(GstElement *frameshare);

/* Put a converter to RGBA before a framesharesink that is linked already, into the bin it is in,
 * before that runs. False when it is not linked. */
gboolean frs_sink_force_rgba(GstElement *frameshare);

#endif
