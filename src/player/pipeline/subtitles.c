/* SPDX-License-Identifier: MIT */
#include "subtitles.h"

#include <string.h>

#include "ass.h"
#include "encoding.h"
#include "textoverlay_seek.h"

/* No file of subtitles is larger; what is behind that is left out. */
#define FILE_MAX_BYTES (32 * 1024 * 1024)

static gboolean add(GstBin *bin, GstElement *element)
{
    return element != NULL && gst_bin_add(bin, element);
}

static gboolean add_pad(GstElement *bin, const char *name, GstElement *inner, const char *target)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(inner, target);
    return gst_element_add_pad(bin, gst_ghost_pad_new(name, pad));
}

static void free_bytes(gpointer bytes)
{
    g_byte_array_unref(bytes);
}

static void take(GByteArray *file, GstBuffer *buffer)
{
    GstMapInfo map;
    if (file->len >= FILE_MAX_BYTES || !gst_buffer_map(buffer, &map, GST_MAP_READ))
        return;
    g_byte_array_append(file, map.data, (guint)MIN(map.size, FILE_MAX_BYTES - file->len));
    gst_buffer_unmap(buffer, &map);
}

/* In a form that subparse knows. */
static GstBuffer *convert(GByteArray *file)
{
    g_autofree char *text = frs_text_to_utf8((const char *)file->data, file->len);
    char *srt = frs_is_ass(text) ? frs_ass_to_srt(text) : g_steal_pointer(&text);
    GstBuffer *buffer = gst_buffer_new_wrapped(srt, strlen(srt));
    GST_BUFFER_OFFSET(buffer) = 0;
    return buffer;
}

/* Hand all of it on. */
static GstPadProbeReturn give(GstPad *pad, GByteArray *file)
{
    g_autoptr(GstPad) peer = gst_pad_get_peer(pad);
    g_autoptr(GstElement) source = gst_pad_get_parent_element(pad);
    GstBuffer *buffer = convert(file);
    g_byte_array_set_size(file, 0);
    if (peer != NULL && gst_buffer_get_size(buffer) > 0) {
        gst_pad_chain(peer, buffer);
        return GST_PAD_PROBE_OK;
    }
    gst_buffer_unref(buffer);
    if (source != NULL)
        GST_ELEMENT_ERROR(source, STREAM, WRONG_TYPE, ("There are no subtitles in it."), (NULL));
    return GST_PAD_PROBE_DROP;
}

/* Streaming thread of the source. It is read anew after each seek. */
static GstPadProbeReturn on_file(GstPad *pad, GstPadProbeInfo *info, gpointer file)
{
    if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
        take(file, GST_PAD_PROBE_INFO_BUFFER(info));
        return GST_PAD_PROBE_DROP;
    }
    GstEventType type = GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info));
    if (type == GST_EVENT_SEGMENT)
        g_byte_array_set_size(file, 0);
    return type == GST_EVENT_EOS ? give(pad, file) : GST_PAD_PROBE_OK;
}

static void read_whole(GstElement *source)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(source, "src");
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_file,
                      g_byte_array_new(), free_bytes);
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
    g_object_set(parse, "subtitle-encoding", "UTF-8", NULL); /* and not the locale's */
    read_whole(source);
    gst_element_link(source, parse);
    gst_element_link_pads(parse, "src", overlay, "text_sink");
    frs_textoverlay_seek_watch(parse, overlay);
    add_pad(bin, "sink", overlay, "video_sink");
    add_pad(bin, "src", overlay, "src");
    return bin;
}
