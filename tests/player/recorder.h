/* SPDX-License-Identifier: MIT */
/* A sound device of this process that every player in it likes best: it keeps what it plays. */
#ifndef FRS_TESTS_PLAYER_RECORDER_H
#define FRS_TESTS_PLAYER_RECORDER_H

#include <glib.h>

/* One channel of so many samples a second, 16 bits. */
#define RECORDER_RATE 48000

/* A piece of it, in the order it was played. */
typedef struct recorder_piece {
    guint64 begin; /* running time, ns */
    gsize first;   /* of the samples */
    gsize samples;
} recorder_piece;

/* Once a process, before its first player. */
void recorder_register(void);

/* All that was played so far; the caller unrefs them. */
GArray *recorder_samples(void); /* of gint16 */
GArray *recorder_pieces(void);  /* of recorder_piece */

#endif
