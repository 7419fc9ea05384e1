/* SPDX-License-Identifier: MIT */
#include "mp4_fragments.h"

#include <string.h>
#include <sys/stat.h>

#include "mp4_boxes.h"

/* Maximum boxes: a day of one-second fragments with a dozen boxes each. */
#define BOXES_MAX (24 * 3600 * 12)
/* Time limit, for disks that hang; fragments behind that point are reached from the last known one.
 */
#define LIMIT_US (5 * G_USEC_PER_SEC)
/* Maximum fragments of a network source: each may be a request, and the load waits for them. */
#define LIMIT_REMOTE_US (2 * G_USEC_PER_SEC)

#define NOT_SYNC 0x10000
/* No time may be larger: so sums of a few do not overflow. */
#define TIME_MAX (G_MAXINT64 / 4)

/* Flag bits in `tfhd` and `trun`: which fields the box has. */
enum {
    TFHD_BASE_OFFSET = 0x01,
    TFHD_DESCRIPTION = 0x02,
    TFHD_DURATION = 0x08,
    TFHD_SIZE = 0x10,
    TFHD_FLAGS = 0x20,
    TRUN_OFFSET = 0x001,
    TRUN_FIRST_FLAGS = 0x004,
    TRUN_DURATION = 0x100,
    TRUN_SIZE = 0x200,
    TRUN_FLAGS = 0x400,
    TRUN_SHIFT = 0x800,
};

typedef struct entry {
    guint64 time, moof;
} entry;

/* A track. All times are in the track's own timescale. */
typedef struct track {
    guint32 id;
    gboolean pictures;
    guint32 duration, flags; /* duration of a sample that does not specify one */
    gint64 edit;             /* from a sample's decoding time to its presentation time */
    guint64 next;            /* decoding time of the next fragment, if that does not specify one */
    guint64 end;
    guint64 last_moof;
    GArray *entries; /* of entry, sorted by time */
} track;

typedef struct fragment_index {
    frs_mp4_file file;
    GArray *tracks; /* of track */
    gboolean fragmented;
    gboolean plain; /* there are samples outside the fragments */
    gboolean begun; /* there has been a fragment */
} fragment_index;

static void clear_track(gpointer data)
{
    g_array_unref(((track *)data)->entries);
}

static track *find_track(const fragment_index *it, guint32 id)
{
    for (guint i = 0; i < it->tracks->len; i++)
        if (g_array_index(it->tracks, track, i).id == id)
            return &g_array_index(it->tracks, track, i);
    return NULL;
}

/* ---- the header ---- */

static guint32 handler(fragment_index *it, const frs_mp4_box *trak)
{
    static const guint32 path[] = {FRS_MP4_TYPE('m', 'd', 'i', 'a'),
                                   FRS_MP4_TYPE('h', 'd', 'l', 'r'), 0};
    const frs_mp4_part part = frs_mp4_load_path(&it->file, trak, path);
    g_autofree guint8 *bytes = part.bytes;
    return frs_mp4_u32(&part, 8);
}

/* The timescale of the whole file (mvhd). */
static guint32 movie_timescale(fragment_index *it, const frs_mp4_box *moov)
{
    static const guint32 path[] = {FRS_MP4_TYPE('m', 'v', 'h', 'd'), 0};
    const frs_mp4_part part = frs_mp4_load_path(&it->file, moov, path);
    g_autofree guint8 *bytes = part.bytes;
    return frs_mp4_u32(&part, frs_mp4_u8(&part, 0) == 0 ? 12 : 20);
}

/* An edit list starts with empty edits, in the file's timescale, and then says where in the track's
 * media it starts. */
static gint64 edit_of(fragment_index *it, const frs_mp4_box *trak, guint32 units,
                      guint32 movie_units)
{
    static const guint32 path[] = {FRS_MP4_TYPE('e', 'd', 't', 's'),
                                   FRS_MP4_TYPE('e', 'l', 's', 't'), 0};
    const frs_mp4_part part = frs_mp4_load_path(&it->file, trak, path);
    g_autofree guint8 *bytes = part.bytes;
    gboolean wide = frs_mp4_u8(&part, 0) == 1;
    gsize size = wide ? 20 : 12;
    gint64 edit = 0;
    for (gsize at = 8; frs_mp4_has(&part, at, size); at += size) {
        guint64 length = wide ? frs_mp4_u64(&part, at) : frs_mp4_u32(&part, at);
        gint64 start =
            wide ? (gint64)frs_mp4_u64(&part, at + 8) : (gint32)frs_mp4_u32(&part, at + 4);
        if (start >= 0)
            return edit - MIN(start, TIME_MAX);
        guint64 empty = gst_util_uint64_scale(length, units, MAX(movie_units, 1));
        edit = MIN(edit + (gint64)MIN(empty, TIME_MAX), TIME_MAX);
    }
    return edit;
}

static gboolean has_samples(fragment_index *it, const frs_mp4_box *trak)
{
    static const guint32 path[] = {
        FRS_MP4_TYPE('m', 'd', 'i', 'a'), FRS_MP4_TYPE('m', 'i', 'n', 'f'),
        FRS_MP4_TYPE('s', 't', 'b', 'l'), FRS_MP4_TYPE('s', 't', 's', 'z'), 0};
    const frs_mp4_part part = frs_mp4_load_path(&it->file, trak, path);
    g_autofree guint8 *bytes = part.bytes;
    return frs_mp4_u32(&part, 8) > 0;
}

static void read_trak(fragment_index *it, const frs_mp4_box *trak, guint32 movie_units)
{
    guint32 type = handler(it, trak), units = frs_mp4_timescale(&it->file, trak);
    it->plain = it->plain || has_samples(it, trak);
    if (units == 0 ||
        (type != FRS_MP4_TYPE('v', 'i', 'd', 'e') && type != FRS_MP4_TYPE('s', 'o', 'u', 'n')))
        return;
    track new = {.id = frs_mp4_track_id(&it->file, trak),
                 .pictures = type == FRS_MP4_TYPE('v', 'i', 'd', 'e'),
                 .edit = edit_of(it, trak, units, movie_units),
                 .entries = g_array_new(FALSE, FALSE, sizeof(entry))};
    g_array_append_val(it->tracks, new);
}

static void read_defaults(fragment_index *it, const frs_mp4_box *trex)
{
    const frs_mp4_part part = frs_mp4_load(&it->file, trex);
    g_autofree guint8 *bytes = part.bytes;
    track *of = find_track(it, frs_mp4_u32(&part, 4));
    if (of == NULL)
        return;
    of->duration = frs_mp4_u32(&part, 12);
    of->flags = frs_mp4_u32(&part, 20);
}

static void read_moov(fragment_index *it, const frs_mp4_box *moov)
{
    frs_mp4_box mvex, box;
    it->fragmented = frs_mp4_find(&it->file, moov, FRS_MP4_TYPE('m', 'v', 'e', 'x'), &mvex);
    if (!it->fragmented)
        return;
    guint32 units = movie_timescale(it, moov);
    for (gint64 at = moov->from; frs_mp4_next(&it->file, &at, moov->to, &box);)
        if (box.type == FRS_MP4_TYPE('t', 'r', 'a', 'k'))
            read_trak(it, &box, units);
    for (gint64 at = mvex.from; frs_mp4_next(&it->file, &at, mvex.to, &box);)
        if (box.type == FRS_MP4_TYPE('t', 'r', 'e', 'x'))
            read_defaults(it, &box);
}

/* ---- a fragment ---- */

/* The samples of one track in one fragment. */
typedef struct fragment {
    track *of;
    guint64 moof, time;
    guint32 duration, flags;
    gboolean noted; /* it has an entry in the index already */
} fragment;

static void note_entry(fragment *it, guint64 time, gint64 shift)
{
    GArray *entries = it->of->entries;
    gint64 shown = MAX((gint64)MIN(time, TIME_MAX) + shift + it->of->edit, 0);
    entry new = {(guint64)shown, it->moof};
    it->noted = TRUE;
    if (entries->len == 0 || g_array_index(entries, entry, entries->len - 1).time <= new.time)
        g_array_append_val(entries, new);
}

static void read_sample(fragment *it, guint32 duration, guint32 flags, gint32 shift)
{
    if (!it->noted && (!it->of->pictures || (flags & NOT_SYNC) == 0))
        note_entry(it, it->time, shift);
    it->time += duration;
}

static void read_run(fragment_index *in, fragment *it, const frs_mp4_box *trun)
{
    const frs_mp4_part part = frs_mp4_load(&in->file, trun);
    g_autofree guint8 *bytes = part.bytes;
    guint32 has = frs_mp4_u32(&part, 0), count = frs_mp4_u32(&part, 4);
    gsize at = 8 + ((has & TRUN_OFFSET) != 0 ? 4 : 0);
    guint32 first = (has & TRUN_FIRST_FLAGS) != 0 ? frs_mp4_u32(&part, at) : it->flags;
    at += (has & TRUN_FIRST_FLAGS) != 0 ? 4 : 0;
    gsize size = 0;
    for (guint32 field = TRUN_DURATION; field <= TRUN_SHIFT; field <<= 1)
        size += (has & field) != 0 ? 4 : 0;
    /* Samples that specify nothing have the same defaults, except for the first one. */
    guint32 looked = size > 0 ? count : MIN(count, 2);
    for (guint32 i = 0; i < looked && frs_mp4_has(&part, at, size); i++, at += size) {
        gsize field = at;
        guint32 duration = it->duration, flags = i == 0 ? first : it->flags, shift = 0;
        if ((has & TRUN_DURATION) != 0) {
            duration = frs_mp4_u32(&part, field);
            field += 4;
        }
        field += (has & TRUN_SIZE) != 0 ? 4 : 0;
        if ((has & TRUN_FLAGS) != 0) {
            flags = i == 0 && (has & TRUN_FIRST_FLAGS) != 0 ? first : frs_mp4_u32(&part, field);
            field += 4;
        }
        if ((has & TRUN_SHIFT) != 0)
            shift = frs_mp4_u32(&part, field);
        read_sample(it, duration, flags, (gint32)shift);
    }
    it->time += (guint64)it->duration * (count - looked);
}

/* FALSE: it belongs to a track that is not indexed. */
static gboolean read_fragment_header(fragment_index *in, fragment *it, const frs_mp4_box *tfhd)
{
    const frs_mp4_part part = frs_mp4_load(&in->file, tfhd);
    g_autofree guint8 *bytes = part.bytes;
    guint32 has = frs_mp4_u32(&part, 0);
    it->of = find_track(in, frs_mp4_u32(&part, 4));
    if (it->of == NULL)
        return FALSE;
    gsize at =
        8 + ((has & TFHD_BASE_OFFSET) != 0 ? 8 : 0) + ((has & TFHD_DESCRIPTION) != 0 ? 4 : 0);
    it->duration = (has & TFHD_DURATION) != 0 ? frs_mp4_u32(&part, at) : it->of->duration;
    at += ((has & TFHD_DURATION) != 0 ? 4 : 0) + ((has & TFHD_SIZE) != 0 ? 4 : 0);
    it->flags = (has & TFHD_FLAGS) != 0 ? frs_mp4_u32(&part, at) : it->of->flags;
    it->time = it->of->next;
    return TRUE;
}

static void read_time(fragment_index *in, fragment *it, const frs_mp4_box *tfdt)
{
    const frs_mp4_part part = frs_mp4_load(&in->file, tfdt);
    g_autofree guint8 *bytes = part.bytes;
    it->time = frs_mp4_u8(&part, 0) == 1 ? frs_mp4_u64(&part, 4) : frs_mp4_u32(&part, 4);
}

static void read_traf(fragment_index *in, const frs_mp4_box *traf, guint64 moof)
{
    fragment it = {.moof = moof};
    frs_mp4_box box;
    if (!frs_mp4_find(&in->file, traf, FRS_MP4_TYPE('t', 'f', 'h', 'd'), &box) ||
        !read_fragment_header(in, &it, &box))
        return;
    if (frs_mp4_find(&in->file, traf, FRS_MP4_TYPE('t', 'f', 'd', 't'), &box))
        read_time(in, &it, &box);
    for (gint64 at = traf->from; frs_mp4_next(&in->file, &at, traf->to, &box);)
        if (box.type == FRS_MP4_TYPE('t', 'r', 'u', 'n'))
            read_run(in, &it, &box);
    it.of->next = it.time;
    it.of->end = MAX(it.of->end, it.time);
    it.of->last_moof = moof;
}

static void read_moof(fragment_index *it, const frs_mp4_box *moof, guint64 begin)
{
    frs_mp4_box box;
    it->begun = TRUE;
    for (gint64 at = moof->from; frs_mp4_next(&it->file, &at, moof->to, &box);)
        if (box.type == FRS_MP4_TYPE('t', 'r', 'a', 'f'))
            read_traf(it, &box, begin);
}

/* Does this `sidx` box index all that follows, and not a single fragment, as DASH files have it? */
static gboolean lists_all(fragment_index *it, const frs_mp4_box *sidx, gint64 size)
{
    const frs_mp4_part part = frs_mp4_load(&it->file, sidx);
    g_autofree guint8 *bytes = part.bytes;
    gsize at = frs_mp4_u8(&part, 0) == 0 ? 20 : 28;
    guint64 first = at == 20 ? frs_mp4_u32(&part, 16) : frs_mp4_u64(&part, 20);
    guint32 count = frs_mp4_u32(&part, at) & 0xffff;
    gint64 end = sidx->to + (gint64)MIN(first, (guint64)size);
    frs_mp4_box next;
    for (at += 4; count > 0 && frs_mp4_has(&part, at, 12); count--, at += 12)
        end += frs_mp4_u32(&part, at) & G_MAXINT32;
    return !frs_mp4_next(&it->file, &end, size, &next) ||
           next.type == FRS_MP4_TYPE('m', 'f', 'r', 'a');
}

/* Is further reading useless? */
static gboolean is_done(fragment_index *it, const frs_mp4_box *box, gint64 size)
{
    if (box->type == FRS_MP4_TYPE('s', 'i', 'd', 'x'))
        return it->file.pad != NULL && !it->begun &&
               lists_all(it, box, size); /* a complete index exists: qtdemux uses it */
    return box->type == FRS_MP4_TYPE('m', 'o', 'o', 'v') && (!it->fragmented || it->plain);
}

/* FALSE: gave up. */
static gboolean read_file(fragment_index *it, gint64 size)
{
    gint64 limit = it->file.pad != NULL ? LIMIT_REMOTE_US : LIMIT_US;
    gint64 until = g_get_monotonic_time() + limit, begin = 0;
    frs_mp4_box box;
    for (gint64 at = 0; frs_mp4_next(&it->file, &at, size, &box); begin = at) {
        if (box.type == FRS_MP4_TYPE('m', 'o', 'o', 'v'))
            read_moov(it, &box);
        else if (box.type == FRS_MP4_TYPE('m', 'o', 'o', 'f'))
            read_moof(it, &box, (guint64)begin);
        if (is_done(it, &box, size) || g_get_monotonic_time() > until)
            return FALSE;
    }
    return TRUE;
}

/* ---- the trailer ---- */

static void add_32(GByteArray *bytes, guint32 value)
{
    value = GUINT32_TO_BE(value);
    g_byte_array_append(bytes, (const guint8 *)&value, sizeof value);
}

static void add_64(GByteArray *bytes, guint64 value)
{
    value = GUINT64_TO_BE(value);
    g_byte_array_append(bytes, (const guint8 *)&value, sizeof value);
}

static void add_entry(GByteArray *bytes, guint64 time, guint64 moof)
{
    static const guint8 numbers[] = {1, 1,
                                     1}; /* field sizes: the numbers of traf, trun and sample */
    add_64(bytes, time);
    add_64(bytes, moof);
    g_byte_array_append(bytes, numbers, sizeof numbers);
}

static void end_box(GByteArray *bytes, guint begin)
{
    guint32 size = GUINT32_TO_BE(bytes->len - begin);
    memcpy(bytes->data + begin, &size, sizeof size);
}

static void add_track(GByteArray *bytes, const track *it)
{
    guint begin = bytes->len;
    add_32(bytes, 0);
    add_32(bytes, FRS_MP4_TYPE('t', 'f', 'r', 'a'));
    add_32(bytes, 1 << 24); /* version 1: times and offsets have 64 bits */
    add_32(bytes, it->id);
    add_32(bytes, 0); /* those three numbers have one byte each */
    add_32(bytes, it->entries->len + 1);
    for (guint i = 0; i < it->entries->len; i++)
        add_entry(bytes, g_array_index(it->entries, entry, i).time,
                  g_array_index(it->entries, entry, i).moof);
    add_entry(bytes, (guint64)MAX((gint64)MIN(it->end, TIME_MAX) + it->edit, 0), it->last_moof);
    end_box(bytes, begin);
}

/* An empty fragment. */
static void add_last_fragment(GByteArray *bytes)
{
    add_32(bytes, 24);
    add_32(bytes, FRS_MP4_TYPE('m', 'o', 'o', 'f'));
    add_32(bytes, 16);
    add_32(bytes, FRS_MP4_TYPE('m', 'f', 'h', 'd'));
    add_32(bytes, 0);
    add_32(bytes, G_MAXUINT32); /* sequence number */
}

static GBytes *make_trailer(const fragment_index *it)
{
    GByteArray *bytes = g_byte_array_new();
    add_last_fragment(bytes);
    guint begin = bytes->len;
    add_32(bytes, 0);
    add_32(bytes, FRS_MP4_TYPE('m', 'f', 'r', 'a'));
    for (guint i = 0; i < it->tracks->len; i++)
        if (g_array_index(it->tracks, track, i).entries->len > 0)
            add_track(bytes, &g_array_index(it->tracks, track, i));
    add_32(bytes, 16);
    add_32(bytes, FRS_MP4_TYPE('m', 'f', 'r', 'o'));
    add_32(bytes, 0);
    add_32(bytes, bytes->len + 4 - begin);
    end_box(bytes, begin);
    return g_byte_array_free_to_bytes(bytes);
}

static gboolean has_entries(const fragment_index *it)
{
    for (guint i = 0; i < it->tracks->len; i++)
        if (g_array_index(it->tracks, track, i).entries->len > 0)
            return TRUE;
    return FALSE;
}

static GBytes *read_trailer(frs_mp4_file file, gint64 size)
{
    fragment_index it = {.file = file, .tracks = g_array_new(FALSE, FALSE, sizeof(track))};
    it.file.boxes = BOXES_MAX;
    g_array_set_clear_func(it.tracks, clear_track);
    gboolean all = read_file(&it, size);
    gboolean use = it.fragmented && !it.plain && has_entries(&it) && (all || file.pad == NULL);
    GBytes *trailer = use ? make_trailer(&it) : NULL;
    g_array_unref(it.tracks);
    return trailer;
}

GBytes *frs_mp4_fragments_trailer(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
               ? read_trailer((frs_mp4_file){.fd = fd}, st.st_size)
               : NULL;
}

GBytes *frs_mp4_fragments_pull_trailer(GstPad *pad, gint64 size)
{
    return read_trailer((frs_mp4_file){.fd = -1, .pad = pad}, size);
}
