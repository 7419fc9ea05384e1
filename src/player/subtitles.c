/* SPDX-License-Identifier: MIT */
#include "subtitles.h"

static gboolean add(GstBin *bin, GstElement *element)
{
    return element != NULL && gst_bin_add(bin, element);
}

static gboolean add_pad(GstElement *bin, const char *name, GstElement *inner, const char *target)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(inner, target);
    return gst_element_add_pad(bin, gst_ghost_pad_new(name, pad));
}

static gboolean is_seek(GstPadProbeInfo *info)
{
    return GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) == GST_EVENT_SEEK;
}

static GstPadProbeReturn wait(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)info;
    (void)user;
    return GST_PAD_PROBE_OK;
}

/* subparse lets its source go to the new place before it has noted that itself: what came by until
 * then would get the old segment. */
static void seek_text(GstElement *parse, GstEvent *seek)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(parse, "sink");
    g_autoptr(GstPad) out = gst_element_get_static_pad(parse, "src");
    gulong held = gst_pad_add_probe(
        in, GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM, wait, NULL, NULL);
    gst_pad_send_event(out, gst_event_ref(seek));
    gst_pad_remove_probe(in, held);
}

/* textoverlay lets the pictures seek first. The first of the new place then meets the text's old
 * segment, in which it is long past, and goes by without waiting for its text. */
static GstPadProbeReturn seek_text_first(GstPad *pad, GstPadProbeInfo *info, gpointer parse)
{
    (void)pad;
    if (is_seek(info))
        seek_text(parse, GST_PAD_PROBE_INFO_EVENT(info));
    return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn drop_seek(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    return is_seek(info) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void order_seeks(GstElement *parse, GstElement *overlay)
{
    g_autoptr(GstPad) out = gst_element_get_static_pad(overlay, "src");
    g_autoptr(GstPad) text = gst_element_get_static_pad(overlay, "text_sink");
    gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, seek_text_first, parse, NULL);
    gst_pad_add_probe(text, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, drop_seek, NULL, NULL);
}

GstElement *frs_subtitles_new(const char *uri, frs_problem **problem)
{
    g_autoptr(GError) error = NULL;
    GstElement *source = gst_element_make_from_uri(GST_URI_SRC, uri, NULL, &error);
    if (source == NULL) {
        *problem = frs_problem_from_error(error, "the subtitles cannot be read");
        return NULL;
    }
    GstElement *bin = gst_bin_new("subtitles");
    GstElement *parse = gst_element_factory_make("subparse", NULL);
    GstElement *overlay = gst_element_factory_make("textoverlay", NULL);
    if (!add(GST_BIN(bin), source) || !add(GST_BIN(bin), parse) || !add(GST_BIN(bin), overlay)) {
        *problem = frs_problem_missing_element(parse == NULL ? "subparse" : "textoverlay");
        gst_object_unref(gst_object_ref_sink(bin));
        return NULL;
    }
    g_object_set(parse, "subtitle-encoding", "WINDOWS-1252", NULL);
    gst_element_link(source, parse);
    gst_element_link_pads(parse, "src", overlay, "text_sink");
    order_seeks(parse, overlay);
    add_pad(bin, "sink", overlay, "video_sink");
    add_pad(bin, "src", overlay, "src");
    return bin;
}
