/* SPDX-License-Identifier: MIT */
/* The player that a test is about, for tests of one: in a process of its own, from begin to end. */
#ifndef FRS_TESTS_PLAYER_SUBJECT_H
#define FRS_TESTS_PLAYER_SUBJECT_H

#include "driver.h"
#include "fixture.h"

/* Of clip.mp4; and silent.mkv has as many a second. */
#define FPS 30
#define FRAMES 150
#define SILENT_FRAMES 30

extern driver *player;

void subject_begin(void);

/* It ends well, and leaves no stream behind. */
void subject_end(void);

/* The answer to "stats", and a number in it. */
JsonObject *subject_stats(void);
gint64 subject_stat(const char *name);

void subject_play_to_end(void);

/* Seek into the middle of that picture; the reply. */
JsonObject *subject_seek(int number);

/* ---- pictures ---- */

/* The newest one, until it is given back; one at a time. */
frs_frame subject_take(void);
void subject_give_back(frs_frame *frame);

/* Wait for one that `reader` has not had; release it. */
void subject_wait(frs_reader *reader, frs_frame *frame);

/* By its time. */
int64_t subject_number(const frs_frame *frame);

/* Seek there; does the picture have text over it? */
gboolean subject_has_overlay(double position);

#endif
