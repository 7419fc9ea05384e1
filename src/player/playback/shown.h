/* SPDX-License-Identifier: MIT */
/** What is shown: which picture, where it is in the source, how it is turned. */
#ifndef FRS_PLAYER_SHOWN_H
#define FRS_PLAYER_SHOWN_H

#include "state.h"

/* Has the sink been told of a picture, that of the sound of what it is? */
gboolean frs_shown_has_picture(const frs_playback *playback);
gboolean frs_shown_has_sound(const frs_playback *playback);

/* Has the sink of the pictures ended, without any that of the sound? */
gboolean frs_shown_sinks_ended(const frs_playback *playback);

/* Is what is next being loaded, or in front of the sinks, and has nobody heard of it yet? */
gboolean frs_shown_next_is_coming(const frs_playback *playback);

/* The pictures' caps; the caller unrefs them. NULL: there is none yet. */
GstCaps *frs_shown_caps(const frs_playback *playback);

/* As the pipeline says: ns, -1: it has none; can it be sought? */
gint64 frs_shown_duration(frs_playback *playback);
gboolean frs_shown_seekable(frs_playback *playback);

/* Not live, and not of a server that sends whole files only. */
gboolean frs_shown_comes_in_parts(const frs_playback *playback);

/* The picture in the sink. False: there is none. */
gboolean frs_shown_look_at_sample(frs_playback *playback, frs_shown *shown);

/* The same, or after a step the one that was seen last: a sink that stepped to its end has none. */
gboolean frs_shown_look(frs_playback *playback, frs_shown *shown);

/* Where the picture that is shown begins, and where to seek for it to be shown; ns. */
gint64 frs_shown_begin(frs_playback *playback);
gint64 frs_shown_resume(frs_playback *playback);

/* Where the last picture is taken to begin, ns; 0 where the duration is not known. */
gint64 frs_shown_last_picture(frs_playback *playback);

/* Where the playback is, ns; 0 when nothing is loaded. */
gint64 frs_shown_position(frs_playback *playback);

/* How the picture is turned, in the words of GstVideoOrientationMethod. */
const char *frs_shown_orientation(const frs_playback *playback);

#endif
