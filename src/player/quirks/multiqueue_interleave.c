/* SPDX-License-Identifier: MIT */
#include "multiqueue_interleave.h"

#include <string.h>

/* Of a bin: an oggdemux was added to it. */
#define OGG "frs-ogg"
/* An Ogg page may last a second. */
#define INTERLEAVE (1500 * GST_MSECOND)

static void set_interleave(GstElement *queue)
{
    g_object_set(queue, "min-interleave-time", (guint64)INTERLEAVE, NULL);
}

static void set_of_queue(const GValue *item, gpointer user)
{
    GstElement *element = g_value_get_object(item);
    (void)user;
    if (strcmp(G_OBJECT_TYPE_NAME(element), "GstMultiQueue") == 0)
        set_interleave(element);
}

void frs_interleave_watch_ogg(GstElement *bin, GstElement *demuxer)
{
    g_object_set_data(G_OBJECT(bin), OGG, demuxer);
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(bin));
    gst_iterator_foreach(iterator, set_of_queue, NULL);
    gst_iterator_free(iterator);
}

void frs_interleave_watch_queue(GstElement *bin, GstElement *queue)
{
    if (g_object_get_data(G_OBJECT(bin), OGG) != NULL)
        set_interleave(queue);
}
