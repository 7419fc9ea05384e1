/* SPDX-License-Identifier: MIT */
/*
 * Who fills our buffers decides whether a copy may be an alias (allocator.c): a GstVideoDecoder
 * does not write to a frame that it has handed out; of other elements nobody knows.
 */
#include "upstream.h"

#include <gst/video/video.h>

/* The pad of a real element behind `peer`, where bins put ghost pads in between. Takes and gives a
 * reference. */
static GstPad *real_source(GstPad *peer)
{
    while (peer && GST_IS_PROXY_PAD(peer)) {
        GstPad *next;
        if (GST_IS_GHOST_PAD(peer)) { /* out of a bin: go in */
            next = gst_ghost_pad_get_target(GST_GHOST_PAD(peer));
        } else { /* the inner side of a bin's sink pad: go out */
            GstObject *ghost = gst_object_get_parent(GST_OBJECT(peer));
            next = ghost ? gst_pad_get_peer(GST_PAD(ghost)) : NULL;
            gst_clear_object(&ghost);
        }
        gst_object_unref(peer);
        peer = next;
    }
    return peer;
}

/* The sink pad that what leaves `source` came in by. */
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
