/* SPDX-License-Identifier: MIT */
/**
 * The tracks of the current source: which exist, which play, which are selected.
 *
 * decodebin3 posts the streams as a collection and takes a selection of them; a pipeline without a
 * collection has a single video track. GStreamer 1.22's decodebin3 does not reliably change its
 * selection while it runs, and then posts errors; so the player rebuilds the pipeline, and applies
 * the new selection before it starts.
 *
 * Only the player's thread uses this, except for what the pipeline's threads ask, which is locked.
 */
#ifndef FRS_PLAYER_TRACKS_H
#define FRS_PLAYER_TRACKS_H

#include <gst/gst.h>

#include "problem.h"
#include "track_kind.h"

typedef struct frs_tracks frs_tracks;

frs_tracks *frs_tracks_new(void);

/* Forget the selection: another source is loaded. `subtitles`: the URI of an external subtitle
 * file, which is a track with that id, or NULL. */
void frs_tracks_reset(frs_tracks *tracks, const char *subtitles);

/* The external subtitle file is now that URI, or NULL: none. */
void frs_tracks_set_external(frs_tracks *tracks, const char *subtitles);

/* Apply the selection to a pipeline that has not started yet, as soon as it knows its streams.
 * `text`: it can show text. Forgets which tracks the last pipeline played; the list of tracks stays
 * until the new pipeline posts its own. */
void frs_tracks_watch(frs_tracks *tracks, GstElement *pipeline, gboolean text);

/* Handle a message about streams. FALSE: it was none. */
gboolean frs_tracks_note(frs_tracks *tracks, GstMessage *message);

/* The streams that can be selected; NULL: not known. Borrowed until the next message. */
GstStreamCollection *frs_tracks_collection(const frs_tracks *tracks);

/* The selected id of that kind, or NULL. Borrowed until the selection changes. */
const char *frs_tracks_chosen(const frs_tracks *tracks, frs_track_kind kind);

/* Add to `missing` the tracks without a decoder. `element` (may be NULL) announced them. FALSE: the
 * video cannot be played for that reason, or the sound of a source without video. */
gboolean frs_tracks_note_missing(const frs_tracks *tracks, GstElement *element, GPtrArray *missing);

/* Is that the id of the external subtitle file? */
gboolean frs_tracks_is_external(const frs_tracks *tracks, const char *id);

/* Select a track by its id; NULL selects none. Returns NULL, or the error, which the caller frees.
 */
frs_problem *frs_tracks_choose(frs_tracks *tracks, frs_track_kind kind, const char *id);

/* Does that track play (NULL: does none play)? FALSE while that is not known, and always for
 * external subtitles. */
gboolean frs_tracks_plays(const frs_tracks *tracks, frs_track_kind kind, const char *id);

/* The line of the event "tracks"; `subtitles` is the URI of the external subtitles that are shown,
 * or NULL. NULL when nothing has changed; else the caller frees it. */
char *frs_tracks_event(frs_tracks *tracks, const char *subtitles);

void frs_tracks_free(frs_tracks *tracks);

#endif
