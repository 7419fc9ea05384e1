/* SPDX-License-Identifier: MIT */
/**
 * The video sink of a player: framesharesink, with two elements in front that stay out of the way.
 *
 *     deinterlace ! videoconvert ! framesharesink
 *
 * deinterlace only works on what says that it is interlaced, and videoconvert only on the formats
 * that cannot be published (then into the nearest that loses nothing). Otherwise both hand on the
 * buffers and the allocation query, so the decoder still writes into the slots.
 *
 * Of interlaced video every field becomes a picture (50 a second of 50i): half of its movement is
 * in the second fields. What deinterlace cannot work on (more than 8 bits, alpha planes) passes as
 * it is, and says so in its descriptor.
 */
#ifndef FRS_PLAYER_SINK_H
#define FRS_PLAYER_SINK_H

#include <gst/gst.h>

#include <frameshare/writer.h>

/* The message (GST_MESSAGE_APPLICATION, source: the framesharesink) that a new picture format
 * makes: this structure, with a GstCaps "caps". */
#define FRS_SINK_CAPS "frs-caps"

typedef struct frs_sink_options {
    gboolean rgba;        /* convert everything to RGBA */
    gboolean deinterlace; /* what says that it is interlaced */
} frs_sink_options;

/* A new bin (floating) that publishes on `writer`, which must outlive it. `*frameshare` gets the
 * framesharesink in it, owned by the bin. NULL when an element is missing: `*missing` is then its
 * name. */
GstElement *frs_sink_new(frs_writer *writer, const frs_sink_options *options,
                         GstElement **frameshare, const char **missing);

/* Make a framesharesink post FRS_SINK_CAPS whenever its format changes. */
void frs_sink_watch_caps(GstElement *frameshare);

/* Put a converter to RGBA before a framesharesink that is linked already, into the bin it is in,
 * before that runs. False when it is not linked. */
gboolean frs_sink_force_rgba(GstElement *frameshare);

#endif
