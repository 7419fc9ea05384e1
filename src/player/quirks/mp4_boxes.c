/* SPDX-License-Identifier: MIT */
#include "mp4_boxes.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"

/* Maximum bytes of a table; no valid file has a larger one. */
#define TABLE_MAX (4 * 1024 * 1024)

static gboolean pull_at(GstPad *pad, gint64 at, void *to, gsize size)
{
    GstBuffer *buffer = NULL;
    if (size > G_MAXUINT ||
        gst_pad_get_range(pad, (guint64)at, (guint)size, &buffer) != GST_FLOW_OK)
        return FALSE;
    gsize read = gst_buffer_extract(buffer, 0, to, size);
    gst_buffer_unref(buffer);
    return read == size;
}

gboolean frs_mp4_read_at(const frs_mp4_file *file, gint64 at, void *to, gsize size)
{
    if (file->pad != NULL)
        return pull_at(file->pad, at, to, size);
    for (gsize done = 0; done < size;) {
        ssize_t n = pread(file->fd, (char *)to + done, size - done, at + (gint64)done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return FALSE;
        done += n > 0 ? (gsize)n : 0;
    }
    return TRUE;
}

gboolean frs_mp4_next(frs_mp4_file *file, gint64 *at, gint64 end, frs_mp4_box *box)
{
    guint8 head[16];
    gint64 room = end - *at, size, header = 8;
    if (room < header || file->boxes == 0 || !frs_mp4_read_at(file, *at, head, 8))
        return FALSE;
    file->boxes--;
    size = frs_read_32(head);
    if (size == 1) {
        header = 16;
        if (room < header || !frs_mp4_read_at(file, *at + 8, head + 8, 8))
            return FALSE;
        size = (gint64)frs_read_64(head + 8);
    }
    if (size < header || size > room)
        return FALSE;
    *box = (frs_mp4_box){frs_read_32(head + 4), *at + header, *at + size};
    *at += size;
    return TRUE;
}

gboolean frs_mp4_find(frs_mp4_file *file, const frs_mp4_box *in, guint32 type, frs_mp4_box *found)
{
    for (gint64 at = in->from; frs_mp4_next(file, &at, in->to, found);)
        if (found->type == type)
            return TRUE;
    return FALSE;
}

gboolean frs_mp4_find_path(frs_mp4_file *file, const frs_mp4_box *in, const guint32 *path,
                           frs_mp4_box *found)
{
    frs_mp4_box box = *in;
    for (; *path != 0; path++) {
        frs_mp4_box outer = box;
        if (!frs_mp4_find(file, &outer, *path, &box))
            return FALSE;
    }
    *found = box;
    return TRUE;
}

frs_mp4_part frs_mp4_load(const frs_mp4_file *file, const frs_mp4_box *box)
{
    frs_mp4_part part = {.size = (gsize)(box->to - box->from)};
    if (part.size == 0 || part.size > TABLE_MAX)
        return (frs_mp4_part){0};
    part.bytes = g_malloc(part.size);
    if (!frs_mp4_read_at(file, box->from, part.bytes, part.size)) {
        g_free(part.bytes);
        return (frs_mp4_part){0};
    }
    return part;
}

frs_mp4_part frs_mp4_load_path(frs_mp4_file *file, const frs_mp4_box *in, const guint32 *path)
{
    frs_mp4_box box;
    return frs_mp4_find_path(file, in, path, &box) ? frs_mp4_load(file, &box) : (frs_mp4_part){0};
}

gboolean frs_mp4_has(const frs_mp4_part *part, gsize at, gsize size)
{
    return at <= part->size && size <= part->size - at;
}

guint8 frs_mp4_u8(const frs_mp4_part *part, gsize at)
{
    return frs_mp4_has(part, at, 1) ? part->bytes[at] : 0;
}

guint32 frs_mp4_u32(const frs_mp4_part *part, gsize at)
{
    return frs_mp4_has(part, at, sizeof(guint32)) ? frs_read_32(part->bytes + at) : 0;
}

guint64 frs_mp4_u64(const frs_mp4_part *part, gsize at)
{
    return frs_mp4_has(part, at, sizeof(guint64)) ? frs_read_64(part->bytes + at) : 0;
}

/* ---- tracks ---- */

guint32 frs_mp4_track_id(frs_mp4_file *file, const frs_mp4_box *track)
{
    static const guint32 path[] = {FRS_MP4_TYPE('t', 'k', 'h', 'd'), 0};
    const frs_mp4_part part = frs_mp4_load_path(file, track, path);
    g_autofree guint8 *bytes = part.bytes;
    return frs_mp4_u32(&part, frs_mp4_u8(&part, 0) == 0 ? 12 : 20);
}

guint32 frs_mp4_timescale(frs_mp4_file *file, const frs_mp4_box *track)
{
    static const guint32 path[] = {FRS_MP4_TYPE('m', 'd', 'i', 'a'),
                                   FRS_MP4_TYPE('m', 'd', 'h', 'd'), 0};
    const frs_mp4_part part = frs_mp4_load_path(file, track, path);
    g_autofree guint8 *bytes = part.bytes;
    return frs_mp4_u32(&part, frs_mp4_u8(&part, 0) == 0 ? 12 : 20);
}

/* ---- demuxers ---- */

char *frs_mp4_path_of(GstElement *demuxer)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    g_autofree char *uri = NULL;
    GstQuery *query = gst_query_new_uri();
    if (gst_pad_peer_query(in, query))
        gst_query_parse_uri(query, &uri);
    gst_query_unref(query);
    return uri != NULL ? g_filename_from_uri(uri, NULL, NULL) : NULL;
}
