/* SPDX-License-Identifier: MIT */
/** What is shown: which frame, at which position of the source, in which orientation. */
#ifndef FRS_PLAYER_SHOWN_H
#define FRS_PLAYER_SHOWN_H

#include "state.h"

/* Has the video sink received caps, the audio sink? */
gboolean frs_shown_has_picture(const frs_playback *playback);
gboolean frs_shown_has_sound(const frs_playback *playback);

/* Is the video sink at EOS, or without video the audio sink? */
gboolean frs_shown_sinks_ended(const frs_playback *playback);

/* Is the next source being loaded, or in front of the sinks, and its `source` event still to come?
 */
gboolean frs_shown_next_is_coming(const frs_playback *playback);

/* The caps of the picture; the caller unrefs them. NULL: there are none yet. */
GstCaps *frs_shown_caps(const frs_playback *playback);

/* Can the source be read from anywhere: not live, and not from a server that sends whole files
 * only? */
gboolean frs_shown_has_ranges(const frs_playback *playback);

/* The frame in the sink. FALSE: there is none. */
gboolean frs_shown_look_at_sample(const frs_playback *playback, frs_shown_frame *frame);

/* The same, or after a step the frame before: a sink that stepped to its end has none. */
gboolean frs_shown_look(frs_playback *playback, frs_shown_frame *frame);

/* A step begins: the position is that of the frame that it shows, until it is forgotten. */
void frs_shown_note_step(frs_playback *playback);
void frs_shown_forget_step(frs_playback *playback);

/* Where the frame begins, and where to seek to show it again; ns. */
gint64 frs_shown_begin(frs_playback *playback);
gint64 frs_shown_resume(frs_playback *playback);

/* Where the last frame is expected to begin, ns; 0 where the duration is not known. */
gint64 frs_shown_last_frame(const frs_playback *playback);

/* The position of the playback, ns; 0 when nothing is loaded. */
gint64 frs_shown_position(frs_playback *playback);

/* The orientation of the picture, a nickname of GstVideoOrientationMethod. */
const char *frs_shown_orientation(const frs_playback *playback);

#endif
