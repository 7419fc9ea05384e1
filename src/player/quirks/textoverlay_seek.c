/* SPDX-License-Identifier: MIT */
#include "textoverlay_seek.h"

#include "quirks.h"

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

/* subparse forwards the seek to its source before it stores the new segment: data that arrives
 * before that would get the old segment. */
static void seek_text(GstElement *parse, GstEvent *seek)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(parse, "sink");
    g_autoptr(GstPad) out = gst_element_get_static_pad(parse, "src");
    gulong held = gst_pad_add_probe(
        in, GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM, wait, NULL, NULL);
    gst_pad_send_event(out, gst_event_ref(seek));
    gst_pad_remove_probe(in, held);
}

/* textoverlay sends the seek to the video first. The first new picture then meets the text's old
 * segment, which lies in the past, and does not wait for its text. */
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

void frs_textoverlay_seek_watch(GstElement *parse, GstElement *overlay)
{
    if (!frs_quirk_is_active(FRS_QUIRK_TEXTOVERLAY_SEEK))
        return;
    g_autoptr(GstPad) out = gst_element_get_static_pad(overlay, "src");
    g_autoptr(GstPad) text = gst_element_get_static_pad(overlay, "text_sink");
    gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, seek_text_first, parse, NULL);
    gst_pad_add_probe(text, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, drop_seek, NULL, NULL);
}
