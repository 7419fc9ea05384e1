/* SPDX-License-Identifier: MIT */
/* Whether a copy may be an alias (allocator.c) depends on the element that fills the buffers: a
 * GstVideoDecoder does not write to a frame that it has output; nothing is known about other
 * elements. */
#include "upstream.h"

#include <gst/video/video.h>

/* The pad of a real element behind `peer`, skipping the ghost pads of bins. Takes and returns a
 * reference. */
static GstPad *real_source(GstPad *peer)
{
    while (peer && GST_IS_PROXY_PAD(peer)) {
        GstPad *next;
        if (GST_IS_GHOST_PAD(peer)) { /* the peer is a bin's source pad: go into the bin */
            next = gst_ghost_pad_get_target(GST_GHOST_PAD(peer));
        } else { /* the peer is the inner side of a bin's sink pad: leave the bin */
            GstObject *ghost = gst_object_get_parent(GST_OBJECT(peer));
            next = ghost ? gst_pad_get_peer(GST_PAD(ghost)) : NULL;
            gst_clear_object(&ghost);
        }
        gst_object_unref(peer);
        peer = next;
    }
    return peer;
}

/* The sink pad through which the data of `source` entered its element. */
static GstPad *way_in(GstPad *source)
{
    GstIterator *links = gst_pad_iterate_internal_links(source);
    GValue item = G_VALUE_INIT;
    GstPad *sink = NULL;

    if (links && gst_iterator_next(links, &item) == GST_ITERATOR_OK)
        sink = g_value_dup_object(&item);
    if (G_IS_VALUE(&item))
        g_value_unset(&item);
    g_clear_pointer(&links, gst_iterator_free);
    return sink;
}

gboolean gst_frameshare_upstream_is_decoder(GstPad *pad)
{
    gboolean found = FALSE;
    GstPad *sink = gst_object_ref(pad);

    while (sink && !found) {
        GstPad *source = real_source(gst_pad_get_peer(sink));
        gst_clear_object(&sink);
        if (!source)
            break;
        GstElement *element = gst_pad_get_parent_element(source);
        found = element && GST_IS_VIDEO_DECODER(element);
        if (!found)
            sink = way_in(source);
        gst_clear_object(&element);
        gst_object_unref(source);
    }
    gst_clear_object(&sink);
    return found;
}
