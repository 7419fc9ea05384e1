/* SPDX-License-Identifier: MIT */
/** The source that is loaded, or the next one, and what is known of its contents. */
#ifndef FRS_PLAYER_MEDIA_H
#define FRS_PLAYER_MEDIA_H

#include "state.h"

/* ---- of either ---- */

/* Lists of tracks, tags and missing plugins, all empty; to be closed. Closing is idempotent and
 * keeps the source. */
void frs_media_open(frs_media *media);
void frs_media_close(frs_media *media);

/* It becomes a copy of `source`, NULL: nothing. */
void frs_media_set_source(frs_media *media, const frs_source *source);

/* `to` becomes `from`, which has neither source nor lists any more. */
void frs_media_take(frs_media *to, frs_media *from);

/* ---- of the one that is loaded ---- */

/* It is loaded: what was known of another is forgotten. The choice of tracks stays (for `play`
 * after an end or an error), unless it is another source. */
void frs_media_forget(frs_playback *playback);
void frs_media_forget_tracks(frs_playback *playback);

/* The next build plays that track (NULL: none of that kind). A pipeline only has a place for what
 * it was built with. */
void frs_media_choose(frs_playback *playback, frs_track_kind kind, const char *id);

/* The next build is without its external subtitles. */
void frs_media_drop_subtitles(frs_playback *playback);

/* Does the pitch of its audio stay when the rate changes? FALSE: so it was. */
gboolean frs_media_preserve_pitch(frs_playback *playback, gboolean preserve);

/* The next build reads a source of HTTP in ranges, as a file is read, and no longer from its
 * beginning on. Some demuxers seek only so; it takes more requests. FALSE: it does already, or
 * cannot. */
gboolean frs_media_read_in_ranges(frs_playback *playback);

#endif
