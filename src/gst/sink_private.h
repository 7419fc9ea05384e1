/* SPDX-License-Identifier: MIT */
/* The parts of the sink: sink.c is its life and what it does with a frame; the others are told
 * below. */
#ifndef GST_FRAMESHARE_SINK_PRIVATE_H
#define GST_FRAMESHARE_SINK_PRIVATE_H

#include <frameshare/frameshare.h>

#include "allocator.h"
#include "publisher.h"
#include "sink.h"
#include "view.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN(framesharesink_debug);

struct _GstFrameshareSink {
    GstVideoSink parent;

    /* Properties, under the object lock; the others are the publisher's. */
    gchar *stream;
    frs_writer *given;
    guint64 max_memory; /* 0: the writer's own */
    gboolean lossy_qos; /* what lossless switched off */
    gint64 lossy_max_lateness;

    /* From start() to stop(); changed under the object lock, for "stats". */
    frs_writer *writer;
    gboolean owns_writer;
    guint64 writers_max_memory; /* before ours */
    frs_writer_stats last_stats;
    GstFrameshareAllocator *allocator;

    /* The streaming thread's. */
    GstFramesharePublisher publisher;
    GstFrameshareView view;
    gboolean prerolling;
    GstBuffer *prerolled; /* published in preroll: not again when it is rendered */
};

/* ---- sink_properties.c ---- */

/** Install the properties, with their functions. */
void gst_frameshare_sink_install_properties(GObjectClass *class);

/** Give the writer the limit of the property; the object lock is held. */
void gst_frameshare_sink_limit_memory(GstFrameshareSink *self);

/* ---- sink_negotiation.c ---- */

/** Post what is wrong with `caps`, which the sink must not take. FALSE: nothing is. */
gboolean gst_frameshare_sink_refuse_caps(GstFrameshareSink *self, GstCaps *caps);

/** Name caps in a format of others, which do not get as far as set_caps: upstream would only say
 * that it did not agree on a format with somebody. */
void gst_frameshare_sink_watch_caps(GstFrameshareSink *self);

gboolean gst_frameshare_sink_set_info(GstVideoSink *sink, GstCaps *caps, const GstVideoInfo *video);
gboolean gst_frameshare_sink_propose_allocation(GstBaseSink *sink, GstQuery *query);

G_END_DECLS

#endif
