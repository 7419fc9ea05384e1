/* SPDX-License-Identifier: MIT */
/**
 * The boxes of MP4 and QuickTime files, for what qtdemux does not read of them. A file may say
 * anything: nothing outside of it is read, and no more boxes than the reader sets out for.
 */
#ifndef FRS_PLAYER_MP4_BOXES_H
#define FRS_PLAYER_MP4_BOXES_H

#include <gst/gst.h>

#define FRS_MP4_TYPE(a, b, c, d)                                                                   \
    ((guint32)(a) << 24 | (guint32)(b) << 16 | (guint32)(c) << 8 | (guint32)(d))

typedef struct frs_mp4_file {
    int fd;      /* or, where there is `pad`, nothing */
    GstPad *pad; /* a source pad to pull from, or NULL */
    guint boxes; /* how many may still be looked at */
} frs_mp4_file;

/* Where the content of a box is in the file. */
typedef struct frs_mp4_box {
    guint32 type;
    gint64 from, to;
} frs_mp4_box;

/* A part of the file in memory; what is behind its end reads as 0. */
typedef struct frs_mp4_part {
    guint8 *bytes;
    gsize size;
} frs_mp4_part;

gboolean frs_mp4_read_at(const frs_mp4_file *file, gint64 at, void *to, gsize size);

/* The box at `*at`, and on to the one behind it. FALSE: there is none that fits before `end`. */
gboolean frs_mp4_next(frs_mp4_file *file, gint64 *at, gint64 end, frs_mp4_box *box);

gboolean frs_mp4_find(frs_mp4_file *file, const frs_mp4_box *in, guint32 type, frs_mp4_box *found);

/* `path` ends with 0. */
gboolean frs_mp4_find_path(frs_mp4_file *file, const frs_mp4_box *in, const guint32 *path,
                           frs_mp4_box *found);

/* `bytes` is freed by the caller; NULL: it is too large, or cannot be read. */
frs_mp4_part frs_mp4_load(const frs_mp4_file *file, const frs_mp4_box *box);
frs_mp4_part frs_mp4_load_path(frs_mp4_file *file, const frs_mp4_box *in, const guint32 *path);

gboolean frs_mp4_has(const frs_mp4_part *part, gsize at, gsize size);
guint8 frs_mp4_u8(const frs_mp4_part *part, gsize at);
guint32 frs_mp4_u32(const frs_mp4_part *part, gsize at);
guint64 frs_mp4_u64(const frs_mp4_part *part, gsize at);

/* Of a `trak`; 0: it says none. */
guint32 frs_mp4_track_id(frs_mp4_file *file, const frs_mp4_box *track);
guint32 frs_mp4_timescale(frs_mp4_file *file, const frs_mp4_box *track);

/* The local file that a demuxer reads; the caller frees it. NULL: it reads none. */
char *frs_mp4_path_of(GstElement *demuxer);

#endif
