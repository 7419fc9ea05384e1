/* SPDX-License-Identifier: MIT */
/**
 * Reads boxes of MP4 and QuickTime files that qtdemux does not report. Files are untrusted: nothing
 * outside the file is read, and no more boxes than the caller allows.
 */
#ifndef FRS_PLAYER_MP4_BOXES_H
#define FRS_PLAYER_MP4_BOXES_H

#include <gst/gst.h>

#define FRS_MP4_TYPE(a, b, c, d)                                                                   \
    ((guint32)(a) << 24 | (guint32)(b) << 16 | (guint32)(c) << 8 | (guint32)(d))

typedef struct frs_mp4_file {
    int fd;      /* the file, if `pad` is NULL */
    GstPad *pad; /* a source pad to pull from, or NULL */
    guint boxes; /* how many more boxes may be read */
} frs_mp4_file;

/* Offset and length of a box's content in the file. */
typedef struct frs_mp4_box {
    guint32 type;
    gint64 from, to;
} frs_mp4_box;

/* A part of the file in memory; bytes behind its end read as 0. */
typedef struct frs_mp4_part {
    guint8 *bytes;
    gsize size;
} frs_mp4_part;

gboolean frs_mp4_read_at(const frs_mp4_file *file, gint64 at, void *to, gsize size);

/* Read the box at `*at`, and advance `*at` to the next one. FALSE: no box fits before `end`. */
gboolean frs_mp4_next(frs_mp4_file *file, gint64 *at, gint64 end, frs_mp4_box *box);

gboolean frs_mp4_find(frs_mp4_file *file, const frs_mp4_box *in, guint32 type, frs_mp4_box *found);

/* `path` is a list of box types that ends with 0. */
gboolean frs_mp4_find_path(frs_mp4_file *file, const frs_mp4_box *in, const guint32 *path,
                           frs_mp4_box *found);

/* The caller frees `bytes`; NULL: too large, or unreadable. */
frs_mp4_part frs_mp4_load(const frs_mp4_file *file, const frs_mp4_box *box);
frs_mp4_part frs_mp4_load_path(frs_mp4_file *file, const frs_mp4_box *in, const guint32 *path);

gboolean frs_mp4_has(const frs_mp4_part *part, gsize at, gsize size);
guint8 frs_mp4_u8(const frs_mp4_part *part, gsize at);
guint32 frs_mp4_u32(const frs_mp4_part *part, gsize at);
guint64 frs_mp4_u64(const frs_mp4_part *part, gsize at);

/* The track id of a `trak` box; 0: it has none. */
guint32 frs_mp4_track_id(frs_mp4_file *file, const frs_mp4_box *track);
guint32 frs_mp4_timescale(frs_mp4_file *file, const frs_mp4_box *track);

/* The path of the local file that a demuxer reads; the caller frees it. NULL: it reads no local
 * file. */
char *frs_mp4_path_of(GstElement *demuxer);

#endif
