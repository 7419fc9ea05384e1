/* SPDX-License-Identifier: MIT */
#include "decodebin3_ass.h"

#include <string.h>

#define ASS "application/x-ass; application/x-ssa"

/* Where assrender is missing, plain text is better than none. */
static gboolean can_draw(void)
{
    g_autoptr(GstElementFactory) factory = gst_element_factory_find("assrender");
    return factory != NULL;
}

static gboolean is_ass(const GstCaps *caps)
{
    const GstStructure *structure =
        gst_caps_is_fixed(caps) ? gst_caps_get_structure(caps, 0) : NULL;
    return structure != NULL && (gst_structure_has_name(structure, "application/x-ass") ||
                                 gst_structure_has_name(structure, "application/x-ssa"));
}

/* parsebin does not know these caps as text. */
static void set_type(GstStream *stream)
{
    g_autoptr(GstCaps) caps = gst_stream_get_caps(stream);
    if (caps != NULL && gst_stream_get_stream_type(stream) == GST_STREAM_TYPE_UNKNOWN &&
        is_ass(caps))
        gst_stream_set_stream_type(stream, GST_STREAM_TYPE_TEXT);
}

/* Decides nothing: the handlers behind this one select the streams, by their types. */
static gint on_select_stream(GstElement *element, GstStreamCollection *collection,
                             GstStream *stream, gpointer user)
{
    (void)element;
    (void)stream;
    (void)user;
    for (guint i = 0; i < gst_stream_collection_get_size(collection); i++)
        set_type(gst_stream_collection_get_stream(collection, i));
    return -1;
}

static void add_caps(GstElement *element)
{
    GstCaps *caps = NULL;
    g_object_get(element, "caps", &caps, NULL);
    caps = gst_caps_merge(caps, gst_caps_from_string(ASS));
    g_object_set(element, "caps", caps, NULL);
    gst_caps_unref(caps);
}

static void watch(const GValue *item, gpointer user)
{
    GstElement *element = g_value_get_object(item);
    const char *type = G_OBJECT_TYPE_NAME(element);
    (void)user;
    if (strcmp(type, "GstDecodebin3") != 0 && strcmp(type, "GstURIDecodeBin3") != 0)
        return;
    add_caps(element);
    g_signal_connect(element, "select-stream", G_CALLBACK(on_select_stream), NULL);
}

void frs_ass_watch(GstElement *bin)
{
    GValue item = G_VALUE_INIT;
    if (!can_draw())
        return;
    g_value_init(&item, GST_TYPE_ELEMENT);
    g_value_set_object(&item, bin);
    watch(&item, NULL);
    g_value_unset(&item);
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(bin));
    gst_iterator_foreach(iterator, watch, NULL);
    gst_iterator_free(iterator);
}

static gboolean on_autoplug_continue(GstElement *parsebin, GstPad *pad, GstCaps *caps,
                                     gpointer user)
{
    (void)parsebin;
    (void)pad;
    (void)user;
    return !is_ass(caps);
}

void frs_ass_keep(GstElement *bin, GstElement *parsebin)
{
    (void)bin;
    if (can_draw())
        g_signal_connect(parsebin, "autoplug-continue", G_CALLBACK(on_autoplug_continue), NULL);
}
