/* SPDX-License-Identifier: MIT */
/**
 * The tracks of what is loaded: which there are, which of them play, and which ones are to.
 *
 * GStreamer's decodebin3 tells them as a collection of streams and takes a choice of them; a
 * pipeline without one has a single video track. While it runs that of GStreamer 1.22 takes another
 * choice only sometimes, and complains of itself then; so who chooses builds the pipeline anew, and
 * that is told the choice before it plays anything.
 *
 * Everything belongs to the player's thread, but what a pipeline's threads ask for: that is locked.
 */
#ifndef FRS_PLAYER_TRACKS_H
#define FRS_PLAYER_TRACKS_H

#include <gst/gst.h>

#include "problem.h"
#include "track_kind.h"

typedef struct frs_tracks frs_tracks;

frs_tracks *frs_tracks_new(void);

/* Forget what was chosen: something else is loaded. `subtitles`: the URI of text beside it, which
 * is a track with that id, or NULL. */
void frs_tracks_reset(frs_tracks *tracks, const char *subtitles);

/* The URI of text beside it is another, or NULL. */
void frs_tracks_set_beside(frs_tracks *tracks, const char *subtitles);

/* Tell the choice to a pipeline, not started yet, whenever it learns what there is; `text`: it has
 * a place for text of its own. Which ones another pipeline played is forgotten; what there is to
 * choose from stays until the pipeline tells it anew. */
void frs_tracks_watch(frs_tracks *tracks, GstElement *pipeline, gboolean text);

/* Note what a message says of tracks. False: nothing. */
gboolean frs_tracks_note(frs_tracks *tracks, GstMessage *message);

/* What there is to choose from; NULL: nothing is known. Borrowed until the next message. */
GstStreamCollection *frs_tracks_collection(const frs_tracks *tracks);

/* The id of the one that was chosen of that kind, or NULL. Borrowed until the next choice. */
const char *frs_tracks_chosen(const frs_tracks *tracks, frs_track_kind kind);

/* Note in `missing` what there is no decoder for, `element` (may be NULL) having told of tracks.
 * False: so the video cannot be played, or the sound of what has sound alone. */
gboolean frs_tracks_note_missing(const frs_tracks *tracks, GstElement *element, GPtrArray *missing);

/* Is that the id of the text beside it? */
gboolean frs_tracks_is_beside(const frs_tracks *tracks, const char *id);

/* Choose one by its id; NULL is none. NULL, or the problem, which the caller frees. */
frs_problem *frs_tracks_choose(frs_tracks *tracks, frs_track_kind kind, const char *id);

/* Is that the one that plays (NULL: is none playing)? False while that is not known, as it never is
 * of text beside it. */
gboolean frs_tracks_plays(const frs_tracks *tracks, frs_track_kind kind, const char *id);

/* The event "tracks"; `subtitles` is what is shown of text beside it, or NULL. NULL when it is what
 * it was the last time; else the caller frees it. */
char *frs_tracks_event(frs_tracks *tracks, const char *subtitles);

void frs_tracks_free(frs_tracks *tracks);

#endif
