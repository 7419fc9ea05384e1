/* SPDX-License-Identifier: MIT */
/**
 * What GStreamer would need to play something and does not have.
 */
#ifndef FRS_PLAYER_MISSING_H
#define FRS_PLAYER_MISSING_H

#include <gst/gst.h>

typedef enum frs_missing_kind {
    FRS_MISSING_VIDEO,  /* a decoder of it, or what finds it in a file */
    FRS_MISSING_AUDIO,  /* the same of sound */
    FRS_MISSING_TEXT,   /* of subtitles */
    FRS_MISSING_FIELDS, /* what makes pictures of the fields of interlaced video */
    FRS_MISSING_OTHER,
} frs_missing_kind;

typedef struct frs_missing {
    frs_missing_kind kind;
    char *description;   /* what people call it: "H.265 (Main 10 Profile) decoder" */
    char *detail;        /* the caps (without a stream's header), scheme or element it lacks */
    char *type;          /* of the caps: "video/x-h265"; NULL: none */
    char *element;       /* GStreamer's name of the element that wants it */
    const char *package; /* Debian's that has it, static; NULL: not known */
    gboolean refused;    /* libav has it, which this process cannot use: see libav.h */
    gboolean told;       /* as a warning */
} frs_missing;

/* A list of them; the caller unrefs it. */
GPtrArray *frs_missing_list_new(void);

/* Note what a missing-plugin message says in `list`, once. False when it is another message. */
gboolean frs_missing_list_note(GPtrArray *list, GstMessage *message);

/* Note an element that was to be made. */
void frs_missing_list_note_element(GPtrArray *list, const char *factory);

/* Note that interlaced video stays as it is for want of that element. */
void frs_missing_list_note_fields(GPtrArray *list, const char *factory);

/* The first of a kind, or NULL. */
frs_missing *frs_missing_list_find(GPtrArray *list, frs_missing_kind kind);

/* Is it there, and encrypted? */
gboolean frs_missing_is_encrypted(const frs_missing *missing);

/* Would anybody play it who had what is missing? A program, say, nobody would. */
gboolean frs_missing_is_medium(const frs_missing *missing);

/* One for people, with what has it; the caller frees it. */
char *frs_missing_for_people(const frs_missing *missing);

#endif
