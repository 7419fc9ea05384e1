/* SPDX-License-Identifier: MIT */
/** Elements that GStreamer lacks to play something. */
#ifndef FRS_PLAYER_MISSING_H
#define FRS_PLAYER_MISSING_H

#include <gst/gst.h>

typedef enum frs_missing_kind {
    FRS_MISSING_VIDEO,  /* a video decoder, or the parser or demuxer in front of it */
    FRS_MISSING_AUDIO,  /* the same for audio */
    FRS_MISSING_TEXT,   /* the same for subtitles */
    FRS_MISSING_FIELDS, /* the element that deinterlaces */
    FRS_MISSING_OTHER,
} frs_missing_kind;

typedef struct frs_missing {
    frs_missing_kind kind;
    char *description;   /* a name for people: "H.265 (Main 10 Profile) decoder" */
    char *detail;        /* the caps (without a stream's header), scheme or element name */
    char *type;          /* the name of the caps: "video/x-h265"; NULL: none */
    char *element;       /* GStreamer's name of the element that asked for it */
    const char *package; /* the Debian package that has it, static; NULL: not known */
    gboolean refused;    /* libav has it, but is disabled in this process: see libav.h */
    gboolean told;       /* a warning about it has been sent */
} frs_missing;

/* Creates a list; the caller unrefs it. */
GPtrArray *frs_missing_list_new(void);

/* Add the element of a missing-plugin message to `list`, once. FALSE for other messages. */
gboolean frs_missing_list_note(GPtrArray *list, GstMessage *message);

/* Add an element by its factory name. */
void frs_missing_list_note_element(GPtrArray *list, const char *factory);

/* Add the deinterlacer: without that element interlaced video is shown as it is. */
void frs_missing_list_note_fields(GPtrArray *list, const char *factory);

/* The first one of a kind, or NULL. */
frs_missing *frs_missing_list_find(GPtrArray *list, frs_missing_kind kind);

/* Is it an encrypted stream? */
gboolean frs_missing_is_encrypted(const frs_missing *missing);

/* Is it part of a media file? An executable, for instance, is not, and no plugin would help. */
gboolean frs_missing_is_medium(const frs_missing *missing);

/* A description for people, with the package that has it; the caller frees it. */
char *frs_missing_for_people(const frs_missing *missing);

#endif
