/* SPDX-License-Identifier: MIT */
/**
 * The player's video sink: framesharesink, behind elements that normally pass data through.
 *
 *     deinterlace ! subtitles ! videoconvert ! framesharesink
 *
 * deinterlace works only on interlaced caps, and videoconvert only on formats that cannot be
 * published: it converts them to the nearest format that loses nothing. Otherwise both pass on
 * buffers and the allocation query, so the decoder still writes into the slots.
 *
 * Every field of interlaced video becomes a picture (50i gives 50 a second): half of the movement
 * is in the second fields. Each picture is made of its own field alone; GStreamer 1.22's methods
 * that use other fields (yadif, greedyh) give the first and the last pictures of a stream wrong
 * times. Formats that deinterlace does not support (more than 8 bits, alpha planes) pass unchanged,
 * and their descriptor says so.
 */
#ifndef FRS_PLAYER_SINK_H
#define FRS_PLAYER_SINK_H

#include <gst/gst.h>

#include <frameshare/writer.h>

/* The message (GST_MESSAGE_APPLICATION, source: the framesharesink) for new caps: this structure,
 * with a GstCaps "caps". */
#define FRS_SINK_CAPS "frs-caps"

/* The caps in that message, which the caller unrefs; NULL: another message. */
GstCaps *frs_sink_message_caps(GstMessage *message);

/* The factory name of the deinterlacer; without it progressive video still plays. */
#define FRS_DEINTERLACER "deinterlace"

/* Are pictures with these caps shown interlaced because that element is missing? */
gboolean frs_sink_lacks_deinterlacer(const GstCaps *caps);

/* The message for a new segment, with its sequence number. */
#define FRS_SINK_SEGMENT "frs-segment"

/* The message for the first picture whose orientation differs from the one before it. */
#define FRS_SINK_DIRECTION "frs-direction"

/* A new bin (floating) that publishes on `writer`, which must outlive it; `deinterlace` as above.
 * `rgba`: convert everything to RGBA. `subtitles` (taken; may be NULL) is put in between.
 * `*frameshare` gets the framesharesink in it, owned by the bin. NULL when an element is missing:
 * `*missing` is then its name. */
GstElement *frs_sink_new(frs_writer *writer, gboolean rgba, gboolean deinterlace,
                         GstElement *subtitles, GstElement **frameshare, const char **missing);

/* Make a framesharesink post the messages above. `audio`, the audio sink of the same pipeline, may
 * be NULL; it posts FRS_SINK_SEGMENT, too. */
void frs_sink_watch(GstElement *frameshare, GstElement *audio);

/* Insert a converter to RGBA in front of a framesharesink that is already linked, in the same bin,
 * before the pipeline starts. FALSE when the sink is not linked. */
gboolean frs_sink_force_rgba(GstElement *frameshare);

#endif
