/* SPDX-License-Identifier: MIT */
/** Loops, without a gap where the demuxer allows it. */
#ifndef FRS_PLAYER_LOOP_H
#define FRS_PLAYER_LOOP_H

#include "state.h"

void frs_loop_set(frs_playback *playback, gboolean on);

/* For a source that is about to be loaded. */
void frs_loop_set_for_load(frs_playback *playback, gboolean on);

/* The pipeline is dropped. */
void frs_loop_reset(frs_playback *playback);

/* The pipeline is loaded. */
void frs_loop_loaded(frs_playback *playback);

/* SEGMENT_DONE: everything up to the end has been read. */
void frs_loop_segment_done(frs_playback *playback, GstMessage *message);

/* The segment of that seek reaches the video sink. */
void frs_loop_segment_begins(frs_playback *playback, guint32 seqnum);

/* A flushing seek is about to be sent: what has been read before does not count any more. */
void frs_loop_note_seek(frs_playback *playback, GstEvent *event);

/* The running seek is sent once more: nor does what it has read. */
void frs_loop_seek_repeated(frs_playback *playback);

/* EOS. TRUE: it loops, by a seek or a rebuild. */
gboolean frs_loop_ended(frs_playback *playback);

/* That seek or rebuild is done. */
void frs_loop_settled(frs_playback *playback);

#endif
