/* SPDX-License-Identifier: MIT */
/**
 * A file's metadata: tags such as the title, the cover picture, chapters.
 *
 * Only the player's thread uses it.
 */
#ifndef FRS_PLAYER_TAGS_H
#define FRS_PLAYER_TAGS_H

#include <gst/gst.h>

typedef struct frs_tags frs_tags;

frs_tags *frs_tags_new(void);

/* Forget everything: another source is loaded. */
void frs_tags_reset(frs_tags *tags);

/* Handle a sink's TAG or TOC message. */
void frs_tags_note(frs_tags *tags, GstMessage *message);

/* The line of the event "tags". Tags of a single stream count as the file's when it has only sound
 * (`sound`): in a film they may be the name of a track. NULL when nothing has changed, or at first
 * when there are none; else the caller frees it. */
char *frs_tags_event(frs_tags *tags, gboolean sound);

/* The line of the event "chapters"; `duration` of the file in ns, -1: unknown. NULL when nothing
 * has changed; else the caller frees it. */
char *frs_tags_chapters_event(frs_tags *tags, gint64 duration);

/* The cover picture; the caller unrefs it. NULL: there is none. */
GstSample *frs_tags_cover(const frs_tags *tags);

void frs_tags_free(frs_tags *tags);

#endif
