/* SPDX-License-Identifier: MIT */
/**
 * The video sink of a player: framesharesink, with elements in front that stay out of the way.
 *
 *     deinterlace ! subtitles ! videoconvert ! framesharesink
 *
 * deinterlace only works on what says that it is interlaced, and videoconvert only on the formats
 * that cannot be published: it turns them into the nearest that loses nothing. Otherwise both hand
 * on the buffers and the allocation query, so the decoder still writes into the slots.
 *
 * Of interlaced video every field becomes a picture (50 a second of 50i): half of its movement is
 * in the second fields. Each is made of its own field alone; GStreamer 1.22's methods that look at
 * others (yadif, greedyh) give the first and the last pictures of a stream wrong times. What
 * deinterlace cannot work on (more than 8 bits, planes of alpha) passes as it is, and its
 * descriptor says so.
 */
#ifndef FRS_PLAYER_SINK_H
#define FRS_PLAYER_SINK_H

#include <gst/gst.h>

#include <frameshare/writer.h>

/* The message (GST_MESSAGE_APPLICATION, source: the framesharesink) that a new picture format
 * makes: this structure, with a GstCaps "caps". */
#define FRS_SINK_CAPS "frs-caps"

/* Those caps, which the caller unrefs; NULL: it is another message. */
GstCaps *frs_sink_message_caps(GstMessage *message);

/* The element that makes pictures of fields; without it progressive video plays as ever. */
#define FRS_DEINTERLACER "deinterlace"

/* Are pictures of these caps shown as they are stored for want of it? */
gboolean frs_sink_lacks_deinterlacer(const GstCaps *caps);

/* And the one that a new segment makes, with its sequence number. */
#define FRS_SINK_SEGMENT "frs-segment"

/* And the one that the first picture makes that is turned another way than the one before it. */
#define FRS_SINK_DIRECTION "frs-direction"

/* A new bin (floating) that publishes on `writer`, which must outlive it; `deinterlace` as above.
 * With `rgba` everything is converted to RGBA. `subtitles` (taken; may be NULL) is put in between.
 * `*frameshare` gets the framesharesink in it, owned by the bin. NULL when an element is missing:
 * `*missing` is then its name. */
GstElement *frs_sink_new(frs_writer *writer, gboolean rgba, gboolean deinterlace,
                         GstElement *subtitles, GstElement **frameshare, const char **missing);

/* Make a framesharesink post the messages above. `audio`, the sink of the sound that goes with it,
 * may be NULL; it posts FRS_SINK_SEGMENT, too. */
void frs_sink_watch(GstElement *frameshare, GstElement *audio);

/* Put a converter to RGBA before a framesharesink that is linked already, into the bin it is in,
 * before that runs. False when it is not linked. */
gboolean frs_sink_force_rgba(GstElement *frameshare);

#endif
