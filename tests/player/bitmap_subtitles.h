/* SPDX-License-Identifier: MIT */
/* Films with bitmap subtitles for tests: black pictures, and a white box of 200x40 at 220,400 of
 * 640x480 as the subtitle, for the first two seconds. */
#ifndef FRS_TESTS_PLAYER_BITMAP_SUBTITLES_H
#define FRS_TESTS_PLAYER_BITMAP_SUBTITLES_H

#include "dvdspu_size.h"
#include "subject.h"

/* The subtitle as segments of PGS, as they are in Matroska; the caller frees it. */
guint8 *bitmap_segments(gsize *size);

#define BITMAP_SECONDS 2

/* A film of three seconds, with pictures of that size and ffmpeg's `codec` for the subtitle; its
 * path. */
const char *bitmap_film(const char *name, const char *size, const char *codec);

/* Where the picture is white; all -1: nowhere. */
typedef struct bitmap_box {
    int top, bottom, left, right;
} bitmap_box;

bitmap_box bitmap_find(const frs_frame *frame);

/* Play what is loaded until a picture is white somewhere, or to its end. */
bitmap_box bitmap_play(void);

#endif
