/* SPDX-License-Identifier: MIT */
#include "qtdemux_dnxhr.h"

#include <string.h>

/* An "stsd" box: its type, version and flags, a count, the size of the first entry, the entry's
 * four letters. */
#define ENTRY 16

/* Change a whole "moov" box in place. It is untrusted. */
static void rename_entries(guint8 *data, gsize size)
{
    const guint8 *end = data + size;
    while ((data = memmem(data, (gsize)(end - data), "stsd", 4)) != NULL &&
           end - data >= ENTRY + 4) {
        if (memcmp(data + ENTRY, "AVdh", 4) == 0)
            data[ENTRY + 3] = 'n';
        data += 4;
    }
}

static gboolean has_entries(GstBuffer *buffer)
{
    GstMapInfo map;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ))
        return FALSE;
    gboolean has = map.size >= 8 && memcmp(map.data + 4, "moov", 4) == 0 &&
                   memmem(map.data, map.size, "AVdh", 4) != NULL;
    gst_buffer_unmap(buffer, &map);
    return has;
}

static GstPadProbeReturn on_read(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    GstMapInfo map;
    if (buffer == NULL || !has_entries(buffer))
        return GST_PAD_PROBE_OK;
    buffer = gst_buffer_make_writable(buffer);
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    if (gst_buffer_map(buffer, &map, GST_MAP_READWRITE)) {
        rename_entries(map.data, map.size);
        gst_buffer_unmap(buffer, &map);
    }
    return GST_PAD_PROBE_OK;
}

void frs_dnxhr_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_PULL | GST_PAD_PROBE_TYPE_BUFFER, on_read, NULL, NULL);
}
