/* SPDX-License-Identifier: MIT */
/**
 * The text of one event of an ASS script: plain text with a look, as override tags.
 *
 * Whoever parses a file sets `look` and appends; tags are written when text follows that needs
 * them. What ASS would read as a tag or an escape is written so that it does not.
 */
#ifndef FRS_PLAYER_ASS_TEXT_H
#define FRS_PLAYER_ASS_TEXT_H

#include <glib.h>

#define FRS_ASS_NO_COLOR G_MAXUINT32

typedef struct frs_ass_look {
    gboolean bold, italic, underline, strike;
    guint32 color; /* 0xRRGGBBAA, AA 255: opaque; or FRS_ASS_NO_COLOR: the style's */
    guint32 box;   /* the same of what is behind the text, where the style has a box */
    guint size;    /* of the style's, percent */
    char face[64]; /* of the font; empty: the style's */
} frs_ass_look;

#define FRS_ASS_PLAIN                                                                              \
    ((frs_ass_look){.color = FRS_ASS_NO_COLOR, .box = FRS_ASS_NO_COLOR, .size = 100})

typedef struct frs_ass_text {
    GString *text;
    frs_ass_look look; /* of what is appended from now on */
    frs_ass_look written;
    guint font_size; /* of the style, in units of the script */
} frs_ass_text;

/* A name of a font; what cannot be one in ASS changes nothing. */
void frs_ass_look_set_face(frs_ass_look *look, const char *name, gsize length);

void frs_ass_text_init(frs_ass_text *it, guint font_size);

/* `bytes` of UTF-8. A line feed begins a line. */
void frs_ass_text_append(frs_ass_text *it, const char *bytes, gsize length);

/* Override tags as they are, braces and all. */
void frs_ass_text_append_raw(frs_ass_text *it, const char *bytes, gsize length);

/* The text, without lines at its end that are empty; the caller frees it. */
char *frs_ass_text_finish(frs_ass_text *it);

#endif
