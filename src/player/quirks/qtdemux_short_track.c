/* SPDX-License-Identifier: MIT */
/* Boxes as in ISO/IEC 14496-12: moov { mvhd, trak { mdia { mdhd, hdlr } } ... }. */
#include "qtdemux_short_track.h"

#include <string.h>

#include "bytes.h"
#include "probe.h"

#define PICTURES_MENDED "frs-short-pictures"
#define HEADER 8 /* a box header: its size and type */
#define VIDEO "vide"
#define SOUND "soun"
/* qtdemux compares integer quotients, and takes this duration for an unknown one. */
#define SHORT_TENTHS 2
#define UNKNOWN 0x7fffffff

/* The content of a box. */
typedef struct {
    guint8 *data;
    gsize size;
} box;

/* The times in an mvhd or mdhd box. */
typedef struct {
    guint64 timescale, duration;
    guint8 *place; /* bytes of the duration field */
    gboolean wide;
} length;

/* Remove the first box from `rest`. */
static gboolean take(box *rest, const char **type, box *inside)
{
    gsize size = rest->size < HEADER ? 0 : frs_read_32(rest->data);
    if (size < HEADER || size > rest->size)
        return FALSE;
    *type = (const char *)rest->data + 4;
    *inside = (box){.data = rest->data + HEADER, .size = size - HEADER};
    rest->data += size;
    rest->size -= size;
    return TRUE;
}

static gboolean find(box in, const char *wanted, box *inside)
{
    const char *type;
    while (take(&in, &type, inside))
        if (memcmp(type, wanted, 4) == 0)
            return TRUE;
    return FALSE;
}

/* Both boxes start with version and flags, two dates, the timescale, the duration. */
static gboolean read_length(box header, length *it)
{
    it->wide = header.size > 0 && header.data[0] == 1;
    gsize at = it->wide ? 20 : 12;
    if (header.size < at + (it->wide ? 12 : 8))
        return FALSE;
    it->timescale = frs_read_32(header.data + at);
    it->place = header.data + at + 4;
    it->duration = it->wide ? frs_read_64(it->place) : frs_read_32(it->place);
    return it->timescale > 0;
}

/* The kind and duration of a track. */
static gboolean read_track(box track, const char *kind, length *it)
{
    box media, inside;
    return find(track, "mdia", &media) && find(media, "hdlr", &inside) && inside.size >= 12 &&
           memcmp(inside.data + 8, kind, 4) == 0 && find(media, "mdhd", &inside) &&
           read_length(inside, it);
}

static guint64 shortest(const length *track, const length *film)
{
    return gst_util_uint64_scale_ceil(film->duration, track->timescale * SHORT_TENTHS,
                                      film->timescale * 10);
}

static gboolean mend_only(box moov, const char *kind, const length *film)
{
    length only = {0}, it;
    box track;
    const char *type;
    guint n = 0;
    while (take(&moov, &type, &track))
        if (memcmp(type, "trak", 4) == 0 && read_track(track, kind, &it)) {
            only = it;
            n++;
        }
    guint64 least = n == 1 ? shortest(&only, film) : 0;
    if (only.duration >= least || least >= UNKNOWN)
        return FALSE;
    if (only.wide)
        frs_write_64(only.place, least);
    else
        frs_write_32(only.place, (guint32)least);
    return TRUE;
}

/* FFmpeg 7 says of a track of one picture that it lasts 0, as each fragmented file does of all. */
gboolean frs_short_tracks_mend(guint8 *moov, gsize size)
{
    box rest = {.data = moov, .size = size}, inside, header;
    const char *type;
    length film;
    if (!take(&rest, &type, &inside) || memcmp(type, "moov", 4) != 0 ||
        find(inside, "mvex", &header) || !find(inside, "mvhd", &header) ||
        !read_length(header, &film) || film.duration == 0)
        return FALSE;
    mend_only(inside, SOUND, &film);
    return mend_only(inside, VIDEO, &film);
}

/* ---- the demuxer that plays ---- */

static gboolean is_moov(GstBuffer *buffer)
{
    guint8 header[HEADER];
    return gst_buffer_extract(buffer, 0, header, sizeof header) == sizeof header &&
           memcmp(header + 4, "moov", 4) == 0 && frs_read_32(header) <= gst_buffer_get_size(buffer);
}

static GstPadProbeReturn on_read(GstPad *pad, GstPadProbeInfo *info, gpointer demuxer)
{
    (void)pad;
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    GstMapInfo map;
    if (buffer == NULL || !is_moov(buffer))
        return GST_PAD_PROBE_OK;
    buffer = gst_buffer_make_writable(buffer);
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READWRITE))
        return GST_PAD_PROBE_OK;
    if (frs_short_tracks_mend(map.data, map.size))
        g_object_set_data(demuxer, PICTURES_MENDED, demuxer);
    gst_buffer_unmap(buffer, &map);
    return GST_PAD_PROBE_OK;
}

/* qtdemux computes the frame rate from the track's duration and its number of pictures. */
static GstPadProbeReturn on_caps(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstCaps *caps;
    if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    gst_event_parse_caps(event, &caps);
    g_autoptr(GstCaps) rateless = gst_caps_copy(caps);
    gst_structure_remove_field(gst_caps_get_structure(rateless, 0), "framerate");
    frs_probe_replace(info, gst_event_new_caps(rateless));
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer user)
{
    if (g_str_has_prefix(GST_PAD_NAME(pad), "video") &&
        g_object_get_data(G_OBJECT(demuxer), PICTURES_MENDED) != NULL)
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_caps, user, NULL);
}

void frs_short_tracks_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_PULL | GST_PAD_PROBE_TYPE_BUFFER, on_read, demuxer,
                      NULL);
    g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_pad_added), NULL);
}
