/* SPDX-License-Identifier: MIT */
/* The parts of the sink: sink.c has its life cycle and its handling of frames; the others are
 * declared below. */
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

    /* Properties, protected by the object lock; the publisher has the others. */
    gchar *stream;
    frs_writer *given;
    guint64 max_memory; /* 0: the writer's own limit */
    gboolean lossy_qos; /* the QoS settings that lossless switched off */
    gint64 lossy_max_lateness;

    /* Valid from start() to stop(); changed under the object lock, because "stats" reads it. */
    frs_writer *writer;
    gboolean owns_writer;
    guint64 writers_max_memory; /* max_memory of a given writer, before ours */
    frs_writer_stats last_stats;
    GstFrameshareAllocator *allocator;

    /* Only the streaming thread uses these. */
    GstFramesharePublisher publisher;
    GstFrameshareView view;
    gboolean prerolling;
    GstBuffer
        *prerolled; /* the frame was published in preroll: do not publish it again in render */
};

/* ---- sink_properties.c ---- */

/** Install the properties and their accessors. */
void gst_frameshare_sink_install_properties(GObjectClass *class);

/** Apply the property's memory limit to the writer; call with the object lock held. */
void gst_frameshare_sink_limit_memory(GstFrameshareSink *self);

/* ---- sink_negotiation.c ---- */

/** Post an error if the sink must refuse `caps`. FALSE: there is nothing wrong. */
gboolean gst_frameshare_sink_refuse_caps(GstFrameshareSink *self, GstCaps *caps);

/**
 * Post an error for caps in another format, which never reach set_caps: upstream would only report
 * that it could not negotiate.
 */
void gst_frameshare_sink_watch_caps(GstFrameshareSink *self);

gboolean gst_frameshare_sink_set_info(GstVideoSink *sink, GstCaps *caps, const GstVideoInfo *video);
gboolean gst_frameshare_sink_propose_allocation(GstBaseSink *sink, GstQuery *query);

G_END_DECLS

#endif
