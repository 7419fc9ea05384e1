/* SPDX-License-Identifier: MIT */
/**
 * What a file says of itself: its title and so on, its picture, its chapters.
 *
 * Everything belongs to the player's thread.
 */
#ifndef FRS_PLAYER_TAGS_H
#define FRS_PLAYER_TAGS_H

#include <gst/gst.h>

typedef struct frs_tags frs_tags;

frs_tags *frs_tags_new(void);

/* Forget everything: something else is loaded. */
void frs_tags_reset(frs_tags *tags);

/* Note what a message of a sink says (TAG, TOC). */
void frs_tags_note(frs_tags *tags, GstMessage *message);

/* The event "tags". A tag of a single stream is one of the file when that has nothing but sound
 * (`sound`): else it may be the name of a track. NULL when it is what it was the last time, or
 * empty at first; else the caller frees it. */
char *frs_tags_event(frs_tags *tags, gboolean sound);

/* The event "chapters", of a file so long (ns, -1: not known). The same. */
char *frs_tags_chapters_event(frs_tags *tags, gint64 duration);

/* The picture of its cover; the caller unrefs it. NULL: it has none. */
GstSample *frs_tags_cover(const frs_tags *tags);

void frs_tags_free(frs_tags *tags);

#endif
