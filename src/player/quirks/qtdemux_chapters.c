/* SPDX-License-Identifier: MIT */
#include "qtdemux_chapters.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encoding.h"
#include "mp4_boxes.h"

/* Maximum chapters; no valid file has more. */
#define BOXES_MAX 20000
#define CHAPTERS_MAX 4096
#define TITLE_MAX 1024

#define CHAPTERS_READ "frs-chapters-read"

/* ---- chapters ---- */

typedef struct frs_chapters {
    GstToc *toc; /* or NULL */
    guint count;
    gint64 last; /* start of the last chapter, ns */
} frs_chapters;

/* Append a chapter. FALSE: the file is damaged, because the chapters are not in order. */
static gboolean add(frs_chapters *chapters, guint64 start, const char *title, gsize length)
{
    if (start > G_MAXINT64 || (gint64)start < chapters->last || chapters->count >= CHAPTERS_MAX)
        return FALSE;
    if (chapters->toc == NULL)
        chapters->toc = gst_toc_new(GST_TOC_SCOPE_GLOBAL);
    g_autofree char *id = g_strdup_printf("%u", ++chapters->count);
    g_autofree char *text = frs_text_to_utf8(title, length, NULL);
    GstTocEntry *entry = gst_toc_entry_new(GST_TOC_ENTRY_TYPE_CHAPTER, id);
    GstTagList *tags = gst_tag_list_new_empty();
    if (*text != '\0')
        gst_tag_list_add(tags, GST_TAG_MERGE_REPLACE, GST_TAG_TITLE, text, NULL);
    gst_toc_entry_set_tags(entry, tags);
    gst_toc_entry_set_start_stop_times(entry, (gint64)start, -1);
    gst_toc_append_entry(chapters->toc, entry);
    chapters->last = (gint64)start;
    return TRUE;
}

/* ---- Nero's: a version, how many, and of each the time in 100 ns and the title ---- */

static void read_nero(frs_mp4_file *file, const frs_mp4_box *moov, frs_chapters *chapters)
{
    static const guint32 path[] = {FRS_MP4_TYPE('u', 'd', 't', 'a'),
                                   FRS_MP4_TYPE('c', 'h', 'p', 'l'), 0};
    const frs_mp4_part part = frs_mp4_load_path(file, moov, path);
    g_autofree guint8 *bytes = part.bytes;
    gsize at = frs_mp4_u8(&part, 0) == 0 ? 4 : 8;
    guint count = frs_mp4_u8(&part, at++);
    for (guint i = 0; i < count && frs_mp4_has(&part, at, 9); i++) {
        guint64 start = frs_mp4_u64(&part, at);
        gsize length = frs_mp4_u8(&part, at + 8);
        if (!frs_mp4_has(&part, at + 9, length) || start > G_MAXINT64 / 100 ||
            !add(chapters, start * 100, (const char *)bytes + at + 9, length))
            return;
        at += 9 + length;
    }
}

/* ---- QuickTime's: a track of text ---- */

/* The id of the chapter track; 0: none. */
static guint32 chapter_track_id(frs_mp4_file *file, const frs_mp4_box *track)
{
    static const guint32 path[] = {FRS_MP4_TYPE('t', 'r', 'e', 'f'),
                                   FRS_MP4_TYPE('c', 'h', 'a', 'p'), 0};
    const frs_mp4_part part = frs_mp4_load_path(file, track, path);
    g_autofree guint8 *bytes = part.bytes;
    return frs_mp4_u32(&part, 0);
}

static gboolean find_chapter_track(frs_mp4_file *file, const frs_mp4_box *moov, frs_mp4_box *track)
{
    const guint32 type = FRS_MP4_TYPE('t', 'r', 'a', 'k');
    guint32 id = 0;
    for (gint64 at = moov->from; id == 0 && frs_mp4_next(file, &at, moov->to, track);)
        id = track->type == type ? chapter_track_id(file, track) : 0;
    for (gint64 at = moov->from; id != 0 && frs_mp4_next(file, &at, moov->to, track);)
        if (track->type == type && frs_mp4_track_id(file, track) == id)
            return TRUE;
    return FALSE;
}

/* Each table starts with four bytes of version and flags, and a count. */
typedef struct frs_tables {
    frs_mp4_part times;  /* stts rows: number of samples, duration of each */
    frs_mp4_part chunks; /* stsc rows: first chunk, samples per chunk, description (1) */
    frs_mp4_part sizes;  /* stsz: one size for all samples, or 0 and a table; a count; sizes */
    frs_mp4_part places; /* stco, co64: chunk offsets */
    gboolean wide;       /* offsets of 64 bits (co64) */
} frs_tables;

static frs_tables load_tables(frs_mp4_file *file, const frs_mp4_box *track)
{
    static const guint32 path[] = {FRS_MP4_TYPE('m', 'd', 'i', 'a'),
                                   FRS_MP4_TYPE('m', 'i', 'n', 'f'),
                                   FRS_MP4_TYPE('s', 't', 'b', 'l'), 0};
    frs_tables tables = {0};
    frs_mp4_box table, box;
    if (!frs_mp4_find_path(file, track, path, &table))
        return tables;
    if (frs_mp4_find(file, &table, FRS_MP4_TYPE('s', 't', 't', 's'), &box))
        tables.times = frs_mp4_load(file, &box);
    if (frs_mp4_find(file, &table, FRS_MP4_TYPE('s', 't', 's', 'c'), &box))
        tables.chunks = frs_mp4_load(file, &box);
    if (frs_mp4_find(file, &table, FRS_MP4_TYPE('s', 't', 's', 'z'), &box))
        tables.sizes = frs_mp4_load(file, &box);
    tables.wide = frs_mp4_find(file, &table, FRS_MP4_TYPE('c', 'o', '6', '4'), &box);
    if (tables.wide || frs_mp4_find(file, &table, FRS_MP4_TYPE('s', 't', 'c', 'o'), &box))
        tables.places = frs_mp4_load(file, &box);
    return tables;
}

static void free_tables(frs_tables *tables)
{
    g_free(tables->times.bytes);
    g_free(tables->chunks.bytes);
    g_free(tables->sizes.bytes);
    g_free(tables->places.bytes);
}

/* A position in these tables. */
typedef struct frs_cursor {
    guint64 time;        /* in the track's timescale */
    gsize time_row, run; /* row of `times`, and how many samples of that row have been counted */
    guint64 chunk,
        in_chunk;    /* chunk number from 0, and how many of its samples have been counted */
    gsize chunk_row; /* row of `chunks` */
    guint64 offset_in_chunk;
} frs_cursor;

static guint32 size_of(const frs_tables *tables, gsize sample)
{
    guint32 all = frs_mp4_u32(&tables->sizes, 4);
    return all != 0 ? all : frs_mp4_u32(&tables->sizes, 12 + 4 * sample);
}

static guint64 place_of(const frs_tables *tables, guint64 chunk)
{
    return tables->wide ? frs_mp4_u64(&tables->places, 8 + 8 * (gsize)chunk)
                        : frs_mp4_u32(&tables->places, 8 + 4 * (gsize)chunk);
}

static void advance(frs_cursor *cursor, const frs_tables *tables, guint32 size)
{
    cursor->time += frs_mp4_u32(&tables->times, 8 + 8 * cursor->time_row + 4);
    if (++cursor->run >= frs_mp4_u32(&tables->times, 8 + 8 * cursor->time_row)) {
        cursor->time_row++;
        cursor->run = 0;
    }
    cursor->offset_in_chunk += size;
    if (++cursor->in_chunk < frs_mp4_u32(&tables->chunks, 8 + 12 * cursor->chunk_row + 4))
        return;
    cursor->chunk++;
    cursor->in_chunk = cursor->offset_in_chunk = 0;
    guint32 next = frs_mp4_u32(&tables->chunks, 8 + 12 * (cursor->chunk_row + 1));
    if (next != 0 && cursor->chunk + 1 >= next)
        cursor->chunk_row++;
}

/* A title sample: its length in two bytes, and the text. */
static gboolean add_sample(const frs_mp4_file *file, frs_chapters *chapters, guint64 start,
                           guint64 at, guint32 size)
{
    guint8 bytes[2 + TITLE_MAX];
    if (size < 2 || at > G_MAXINT64 - sizeof bytes ||
        !frs_mp4_read_at(file, (gint64)at, bytes, MIN(size, sizeof bytes)))
        return FALSE;
    gsize length = MIN((gsize)(bytes[0] << 8 | bytes[1]), MIN(size - 2, TITLE_MAX));
    return add(chapters, start, (const char *)bytes + 2, length);
}

static void read_quicktime(frs_mp4_file *file, const frs_mp4_box *moov, frs_chapters *chapters)
{
    frs_mp4_box track;
    if (!find_chapter_track(file, moov, &track))
        return;
    guint32 units = frs_mp4_timescale(file, &track);
    frs_tables tables = load_tables(file, &track);
    frs_cursor cursor = {0};
    guint32 count = MIN(frs_mp4_u32(&tables.sizes, 8), CHAPTERS_MAX);
    for (guint32 i = 0; i < count && units != 0; i++) {
        guint32 size = size_of(&tables, i);
        guint64 start = gst_util_uint64_scale(cursor.time, GST_SECOND, units);
        guint64 place = place_of(&tables, cursor.chunk);
        if (place == 0 || !add_sample(file, chapters, start, place + cursor.offset_in_chunk, size))
            break;
        advance(&cursor, &tables, size);
    }
    free_tables(&tables);
}

/* ---- the file ---- */

GstToc *frs_mp4_chapters_read(int fd)
{
    struct stat st;
    frs_mp4_file file = {.fd = fd, .boxes = BOXES_MAX};
    frs_chapters chapters = {0};
    frs_mp4_box moov;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        !frs_mp4_find(&file, &(frs_mp4_box){.to = st.st_size}, FRS_MP4_TYPE('m', 'o', 'o', 'v'),
                      &moov))
        return NULL;
    read_nero(&file, &moov, &chapters);
    if (chapters.toc == NULL)
        read_quicktime(&file, &moov, &chapters);
    return chapters.toc;
}

/* ---- the playbin ---- */

/* On the demuxer's streaming thread, which may block on the file. */
static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer user)
{
    (void)pad;
    (void)user;
    if (g_object_get_data(G_OBJECT(demuxer), CHAPTERS_READ) != NULL)
        return;
    g_object_set_data(G_OBJECT(demuxer), CHAPTERS_READ, GINT_TO_POINTER(TRUE));
    g_autofree char *path = frs_mp4_path_of(demuxer);
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0)
        return;
    GstToc *toc = frs_mp4_chapters_read(fd);
    close(fd);
    if (toc == NULL)
        return;
    gst_element_post_message(demuxer, gst_message_new_toc(GST_OBJECT(demuxer), toc, FALSE));
    gst_toc_unref(toc);
}

void frs_mp4_chapters_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_pad_added), NULL);
}
