/* SPDX-License-Identifier: MIT */
#include "qtdemux_fragments.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "mp4_boxes.h"
#include "mp4_fragments.h"
#include "probe.h"

#define DATA "frs-fragments"
#define MESSAGE "frs-fragments-pushed"

/* State of one demuxer. Only its streaming thread uses it. */
typedef struct {
    GstElement *demuxer; /* the demuxer, which owns this */
    gboolean looked;
    GBytes *trailer; /* bytes to append to the file; NULL: none */
    guint64 size;    /* the file's own size */
} fragments;

static void fragments_free(gpointer user)
{
    fragments *it = user;
    g_clear_pointer(&it->trailer, g_bytes_unref);
    g_free(it);
}

static GBytes *read_trailer(GstElement *demuxer, GstPad *in, gint64 size)
{
    g_autofree char *path = frs_mp4_path_of(demuxer);
    g_autoptr(GstPad) from = gst_pad_get_peer(in);
    if (path == NULL)
        return from != NULL ? frs_mp4_fragments_pull_trailer(from, size) : NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    GBytes *trailer = frs_mp4_fragments_trailer(fd);
    close(fd);
    return trailer;
}

/* The demuxer shall now read the appended bytes, and no trailer of the file. */
static gboolean has_grown(const fragments *it, GstPad *pad)
{
    g_autoptr(GstPad) source = gst_pad_get_peer(pad);
    gint64 size;
    return source != NULL && gst_pad_query_duration(source, GST_FORMAT_BYTES, &size) &&
           (guint64)size != it->size;
}

static GstPadProbeReturn on_pull(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    fragments *it = user;
    guint64 offset = GST_PAD_PROBE_INFO_OFFSET(info);
    if (offset < it->size)
        return GST_PAD_PROBE_PASS; /* this is a blocking probe: GST_PAD_PROBE_OK would leave the pad
                                      blocked */
    if (has_grown(it, pad))
        g_clear_pointer(&it->trailer, g_bytes_unref);
    if (it->trailer == NULL)
        return GST_PAD_PROBE_REMOVE;
    gsize length = g_bytes_get_size(it->trailer), size = GST_PAD_PROBE_INFO_SIZE(info);
    if (offset - it->size > length || size > length - (offset - it->size))
        return GST_PAD_PROBE_PASS;
    g_autoptr(GBytes) part = g_bytes_new_from_bytes(it->trailer, (gsize)(offset - it->size), size);
    GST_PAD_PROBE_INFO_DATA(info) = gst_buffer_new_wrapped_bytes(part);
    return GST_PAD_PROBE_DROP;
}

/* qtdemux queries the size of the file before it looks for an index at the end. */
static GstPadProbeReturn on_size(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    fragments *it = user;
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    GstFormat format;
    gint64 size;
    if (GST_QUERY_TYPE(query) != GST_QUERY_DURATION || !frs_pad_has_mode(pad, GST_PAD_MODE_PULL))
        return GST_PAD_PROBE_OK;
    gst_query_parse_duration(query, &format, &size);
    if (format != GST_FORMAT_BYTES || size < 0)
        return GST_PAD_PROBE_OK;
    if (!it->looked) {
        it->looked = TRUE;
        it->trailer = read_trailer(it->demuxer, pad, size);
        it->size = (guint64)size;
        if (it->trailer != NULL)
            gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_PULL | GST_PAD_PROBE_TYPE_BLOCK, on_pull, it,
                              NULL);
    }
    if (it->trailer != NULL)
        gst_query_set_duration(query, format, (gint64)(it->size + g_bytes_get_size(it->trailer)));
    return GST_PAD_PROBE_OK;
}

/* ---- what is pushed ---- */

/* Parses box headers in a stream of buffers. Only the streaming thread uses it. */
typedef struct {
    guint64 skip;   /* bytes up to the next box */
    guint8 head[8]; /* the header of a box ... */
    gsize have;     /* ... and how many of its bytes have come */
} boxes;

static gboolean could_pull(GstPad *in)
{
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(in, GST_EVENT_SEGMENT, 0);
    const GstSegment *segment;
    gboolean seekable = FALSE;
    if (event == NULL)
        return FALSE;
    gst_event_parse_segment(event, &segment);
    if (segment->format != GST_FORMAT_BYTES) /* it is a segment of DASH or HLS */
        return FALSE;
    GstQuery *query = gst_query_new_seeking(GST_FORMAT_BYTES);
    if (gst_pad_peer_query(in, query))
        gst_query_parse_seeking(query, NULL, &seekable, NULL, NULL);
    gst_query_unref(query);
    return seekable;
}

/* The type of the next box header in the buffer, from `*at` on; 0: none. */
static guint32 next_type(boxes *it, const GstMapInfo *map, gsize *at)
{
    gsize skip = (gsize)MIN(it->skip, map->size - *at);
    it->skip -= skip;
    *at += skip;
    gsize part = MIN(sizeof it->head - it->have, map->size - *at);
    memcpy(it->head + it->have, map->data + *at, part);
    it->have += part;
    *at += part;
    if (it->have < sizeof it->head)
        return 0;
    guint32 size = frs_read_32(it->head);
    it->skip = MAX(size, sizeof it->head) - sizeof it->head;
    it->have = 0;
    return frs_read_32(it->head + 4);
}

/* Parse up to the first fragment, or to samples outside the fragments. */
static GstPadProbeReturn on_buffer(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    boxes *it = user;
    GstMapInfo map;
    guint32 type;
    if (!gst_buffer_map(GST_PAD_PROBE_INFO_BUFFER(info), &map, GST_MAP_READ))
        return GST_PAD_PROBE_REMOVE;
    gsize at = 0;
    do
        type = next_type(it, &map, &at);
    while (type != 0 && type != FRS_MP4_TYPE('m', 'o', 'o', 'f') &&
           type != FRS_MP4_TYPE('m', 'd', 'a', 't'));
    gst_buffer_unmap(GST_PAD_PROBE_INFO_BUFFER(info), &map);
    if (type == 0)
        return GST_PAD_PROBE_OK;
    g_autoptr(GstElement) demuxer = gst_pad_get_parent_element(pad);
    if (type == FRS_MP4_TYPE('m', 'o', 'o', 'f') && demuxer != NULL && could_pull(pad))
        gst_element_post_message(
            demuxer,
            gst_message_new_application(GST_OBJECT(demuxer), gst_structure_new_empty(MESSAGE)));
    return GST_PAD_PROBE_REMOVE;
}

gboolean frs_fragments_message(GstMessage *message)
{
    return gst_message_has_name(message, MESSAGE);
}

/* ---- the demuxer ---- */

void frs_fragments_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    if (g_object_get_data(G_OBJECT(demuxer), DATA) != NULL)
        return;
    fragments *it = g_new0(fragments, 1);
    it->demuxer = demuxer;
    g_object_set_data_full(G_OBJECT(demuxer), DATA, it, fragments_free);
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PULL, on_size, it,
                      NULL);
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_PUSH | GST_PAD_PROBE_TYPE_BUFFER, on_buffer,
                      g_new0(boxes, 1), g_free);
}
