/* SPDX-License-Identifier: MIT */
/** Running seeks, and changes of the rate. */
#ifndef FRS_PLAYER_SEEK_H
#define FRS_PLAYER_SEEK_H

#include "state.h"

/* The pipeline has settled, `paused` or playing: finish the running seek, start the queued one. */
void frs_seek_settled(frs_playback *playback, gboolean paused);

/* The running seek goes to where no video is any more; its last frame begins at `last_frame` (ns).
 */
void frs_seek_note_video_end(frs_playback *playback, gint64 last_frame);

/* Drop every seek, and answer the commands that wait with `problem` (borrowed). */
void frs_seek_abandon(frs_playback *playback, const frs_problem *problem);

#endif
