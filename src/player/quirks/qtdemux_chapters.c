/* SPDX-License-Identifier: MIT */
#include "qtdemux_chapters.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encoding.h"

/* What no file that is meant well has more of. */
#define BOXES_MAX 20000
#define TABLE_MAX (1024 * 1024)
#define CHAPTERS_MAX 4096
#define TITLE_MAX 1024

#define CHAPTERS_READ "frs-chapters-read"

#define TYPE(a, b, c, d)                                                                           \
    ((guint32)(a) << 24 | (guint32)(b) << 16 | (guint32)(c) << 8 | (guint32)(d))

typedef struct frs_file {
    int fd;
    guint boxes; /* looked at so far */
} frs_file;

/* Where the content of a box is in the file. */
typedef struct frs_box {
    guint32 type;
    gint64 from, to;
} frs_box;

/* A part of the file in memory; what is behind its end reads as 0. */
typedef struct frs_part {
    guint8 *bytes;
    gsize size;
} frs_part;

/* ---- reading ---- */

static gboolean read_at(const frs_file *file, gint64 at, void *to, gsize size)
{
    for (gsize done = 0; done < size;) {
        ssize_t n = pread(file->fd, (char *)to + done, size - done, at + (gint64)done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return FALSE;
        done += n > 0 ? (gsize)n : 0;
    }
    return TRUE;
}

/* The box at `*at`, and on to the one behind it. FALSE: there is none that fits before `end`. */
static gboolean next_box(frs_file *file, gint64 *at, gint64 end, frs_box *box)
{
    guint8 head[16];
    gint64 room = end - *at, size, header = 8;
    if (room < header || file->boxes++ >= BOXES_MAX || !read_at(file, *at, head, 8))
        return FALSE;
    size = GST_READ_UINT32_BE(head);
    if (size == 1) {
        header = 16;
        if (room < header || !read_at(file, *at + 8, head + 8, 8))
            return FALSE;
        size = (gint64)GST_READ_UINT64_BE(head + 8);
    }
    if (size < header || size > room)
        return FALSE;
    *box = (frs_box){GST_READ_UINT32_BE(head + 4), *at + header, *at + size};
    *at += size;
    return TRUE;
}

static gboolean find(frs_file *file, const frs_box *in, guint32 type, frs_box *found)
{
    for (gint64 at = in->from; next_box(file, &at, in->to, found);)
        if (found->type == type)
            return TRUE;
    return FALSE;
}

/* `path` ends with 0. */
static gboolean find_path(frs_file *file, const frs_box *in, const guint32 *path, frs_box *found)
{
    frs_box box = *in;
    for (; *path != 0; path++) {
        frs_box outer = box;
        if (!find(file, &outer, *path, &box))
            return FALSE;
    }
    *found = box;
    return TRUE;
}

/* `bytes` is freed by the caller; NULL: it is too large, or cannot be read. */
static frs_part load(const frs_file *file, const frs_box *box)
{
    frs_part part = {.size = (gsize)(box->to - box->from)};
    if (part.size == 0 || part.size > TABLE_MAX)
        return (frs_part){0};
    part.bytes = g_malloc(part.size);
    if (!read_at(file, box->from, part.bytes, part.size)) {
        g_free(part.bytes);
        return (frs_part){0};
    }
    return part;
}

static frs_part load_path(frs_file *file, const frs_box *in, const guint32 *path)
{
    frs_box box;
    return find_path(file, in, path, &box) ? load(file, &box) : (frs_part){0};
}

static gboolean has(const frs_part *part, gsize at, gsize size)
{
    return at <= part->size && size <= part->size - at;
}

static guint8 u8(const frs_part *part, gsize at)
{
    return has(part, at, 1) ? part->bytes[at] : 0;
}

static guint32 u32(const frs_part *part, gsize at)
{
    guint32 value = 0; /* at no even place: GST_READ_UINT32_BE() asks for one */
    if (has(part, at, sizeof value))
        memcpy(&value, part->bytes + at, sizeof value);
    return GUINT32_FROM_BE(value);
}

static guint64 u64(const frs_part *part, gsize at)
{
    guint64 value = 0;
    if (has(part, at, sizeof value))
        memcpy(&value, part->bytes + at, sizeof value);
    return GUINT64_FROM_BE(value);
}

/* ---- chapters ---- */

typedef struct frs_chapters {
    GstToc *toc; /* or NULL */
    guint count;
    gint64 last; /* where the last one begins, ns */
} frs_chapters;

/* They come in their order, else the file is damaged: FALSE. */
static gboolean add(frs_chapters *chapters, guint64 start, const char *title, gsize length)
{
    if (start > G_MAXINT64 || (gint64)start < chapters->last || chapters->count >= CHAPTERS_MAX)
        return FALSE;
    if (chapters->toc == NULL)
        chapters->toc = gst_toc_new(GST_TOC_SCOPE_GLOBAL);
    g_autofree char *id = g_strdup_printf("%u", ++chapters->count);
    g_autofree char *text = frs_text_to_utf8(title, length);
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

static void read_nero(frs_file *file, const frs_box *moov, frs_chapters *chapters)
{
    static const guint32 path[] = {TYPE('u', 'd', 't', 'a'), TYPE('c', 'h', 'p', 'l'), 0};
    const frs_part part = load_path(file, moov, path);
    g_autofree guint8 *bytes = part.bytes;
    gsize at = u8(&part, 0) == 0 ? 4 : 8;
    guint count = u8(&part, at++);
    for (guint i = 0; i < count && has(&part, at, 9); i++) {
        guint64 start = u64(&part, at);
        gsize length = u8(&part, at + 8);
        if (!has(&part, at + 9, length) || start > G_MAXINT64 / 100 ||
            !add(chapters, start * 100, (const char *)bytes + at + 9, length))
            return;
        at += 9 + length;
    }
}

/* ---- QuickTime's: a track of text ---- */

static guint32 track_id(frs_file *file, const frs_box *track)
{
    static const guint32 path[] = {TYPE('t', 'k', 'h', 'd'), 0};
    const frs_part part = load_path(file, track, path);
    g_autofree guint8 *bytes = part.bytes;
    return u32(&part, u8(&part, 0) == 0 ? 12 : 20);
}

/* 0: it has no chapters. */
static guint32 chapter_track_id(frs_file *file, const frs_box *track)
{
    static const guint32 path[] = {TYPE('t', 'r', 'e', 'f'), TYPE('c', 'h', 'a', 'p'), 0};
    const frs_part part = load_path(file, track, path);
    g_autofree guint8 *bytes = part.bytes;
    return u32(&part, 0);
}

static gboolean find_chapter_track(frs_file *file, const frs_box *moov, frs_box *track)
{
    const guint32 type = TYPE('t', 'r', 'a', 'k');
    guint32 id = 0;
    for (gint64 at = moov->from; id == 0 && next_box(file, &at, moov->to, track);)
        id = track->type == type ? chapter_track_id(file, track) : 0;
    for (gint64 at = moov->from; id != 0 && next_box(file, &at, moov->to, track);)
        if (track->type == type && track_id(file, track) == id)
            return TRUE;
    return FALSE;
}

static guint32 timescale(frs_file *file, const frs_box *track)
{
    static const guint32 path[] = {TYPE('m', 'd', 'i', 'a'), TYPE('m', 'd', 'h', 'd'), 0};
    const frs_part part = load_path(file, track, path);
    g_autofree guint8 *bytes = part.bytes;
    return u32(&part, u8(&part, 0) == 0 ? 12 : 20);
}

/* Each begins with four bytes that say nothing here, and a count. */
typedef struct frs_tables {
    frs_part times;  /* stts: {samples, units of time each} */
    frs_part chunks; /* stsc: {first chunk, samples in each, 1} */
    frs_part sizes;  /* stsz: a size of all or 0, and a count; sizes */
    frs_part places; /* stco, co64: of chunks */
    gboolean wide;   /* co64 */
} frs_tables;

static frs_tables load_tables(frs_file *file, const frs_box *track)
{
    static const guint32 path[] = {TYPE('m', 'd', 'i', 'a'), TYPE('m', 'i', 'n', 'f'),
                                   TYPE('s', 't', 'b', 'l'), 0};
    frs_tables tables = {0};
    frs_box table, box;
    if (!find_path(file, track, path, &table))
        return tables;
    if (find(file, &table, TYPE('s', 't', 't', 's'), &box))
        tables.times = load(file, &box);
    if (find(file, &table, TYPE('s', 't', 's', 'c'), &box))
        tables.chunks = load(file, &box);
    if (find(file, &table, TYPE('s', 't', 's', 'z'), &box))
        tables.sizes = load(file, &box);
    tables.wide = find(file, &table, TYPE('c', 'o', '6', '4'), &box);
    if (tables.wide || find(file, &table, TYPE('s', 't', 'c', 'o'), &box))
        tables.places = load(file, &box);
    return tables;
}

static void free_tables(frs_tables *tables)
{
    g_free(tables->times.bytes);
    g_free(tables->chunks.bytes);
    g_free(tables->sizes.bytes);
    g_free(tables->places.bytes);
}

/* Where in the tables a sample is. */
typedef struct frs_cursor {
    guint64 time;            /* in units */
    gsize time_row, run;     /* of `times`, and how many samples of that row have been */
    guint64 chunk, in_chunk; /* from 0; samples of it that have been */
    gsize chunk_row;         /* of `chunks` */
    guint64 offset_in_chunk;
} frs_cursor;

static guint32 size_of(const frs_tables *tables, gsize sample)
{
    guint32 all = u32(&tables->sizes, 4);
    return all != 0 ? all : u32(&tables->sizes, 12 + 4 * sample);
}

static guint64 place_of(const frs_tables *tables, guint64 chunk)
{
    return tables->wide ? u64(&tables->places, 8 + 8 * (gsize)chunk)
                        : u32(&tables->places, 8 + 4 * (gsize)chunk);
}

static void advance(frs_cursor *cursor, const frs_tables *tables, guint32 size)
{
    cursor->time += u32(&tables->times, 8 + 8 * cursor->time_row + 4);
    if (++cursor->run >= u32(&tables->times, 8 + 8 * cursor->time_row)) {
        cursor->time_row++;
        cursor->run = 0;
    }
    cursor->offset_in_chunk += size;
    if (++cursor->in_chunk < u32(&tables->chunks, 8 + 12 * cursor->chunk_row + 4))
        return;
    cursor->chunk++;
    cursor->in_chunk = cursor->offset_in_chunk = 0;
    guint32 next = u32(&tables->chunks, 8 + 12 * (cursor->chunk_row + 1));
    if (next != 0 && cursor->chunk + 1 >= next)
        cursor->chunk_row++;
}

/* A length in two bytes, and the title. */
static gboolean add_sample(const frs_file *file, frs_chapters *chapters, guint64 start, guint64 at,
                           guint32 size)
{
    guint8 bytes[2 + TITLE_MAX];
    if (size < 2 || at > G_MAXINT64 - sizeof bytes ||
        !read_at(file, (gint64)at, bytes, MIN(size, sizeof bytes)))
        return FALSE;
    gsize length = MIN((gsize)(bytes[0] << 8 | bytes[1]), MIN(size - 2, TITLE_MAX));
    return add(chapters, start, (const char *)bytes + 2, length);
}

static void read_quicktime(frs_file *file, const frs_box *moov, frs_chapters *chapters)
{
    frs_box track;
    if (!find_chapter_track(file, moov, &track))
        return;
    guint32 units = timescale(file, &track);
    frs_tables tables = load_tables(file, &track);
    frs_cursor cursor = {0};
    guint32 count = MIN(u32(&tables.sizes, 8), CHAPTERS_MAX);
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
    frs_file file = {.fd = fd};
    frs_chapters chapters = {0};
    frs_box moov;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        !find(&file, &(frs_box){.to = st.st_size}, TYPE('m', 'o', 'o', 'v'), &moov))
        return NULL;
    read_nero(&file, &moov, &chapters);
    if (chapters.toc == NULL)
        read_quicktime(&file, &moov, &chapters);
    return chapters.toc;
}

/* ---- the playbin ---- */

static char *path_of(GstElement *demuxer)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(demuxer, "sink");
    g_autofree char *uri = NULL;
    GstQuery *query = gst_query_new_uri();
    if (gst_pad_peer_query(in, query))
        gst_query_parse_uri(query, &uri);
    gst_query_unref(query);
    return uri != NULL ? g_filename_from_uri(uri, NULL, NULL) : NULL;
}

/* Streaming thread of the demuxer, which may wait for the file. */
static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer user)
{
    (void)pad;
    (void)user;
    if (g_object_get_data(G_OBJECT(demuxer), CHAPTERS_READ) != NULL)
        return;
    g_object_set_data(G_OBJECT(demuxer), CHAPTERS_READ, GINT_TO_POINTER(TRUE));
    g_autofree char *path = path_of(demuxer);
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
