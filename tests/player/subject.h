/* SPDX-License-Identifier: MIT */
/* The player that a test is about, for tests of one: in a process of its own, from begin to end. */
#ifndef FRS_TESTS_PLAYER_SUBJECT_H
#define FRS_TESTS_PLAYER_SUBJECT_H

#include "driver.h"
#include "fixture.h"

/* Of clip.mp4. */
#define FPS 30
#define FRAMES 150

extern driver *player;

void subject_begin(void);

/* It ends well, and leaves no stream behind. */
void subject_end(void);

/* The answer to "stats", and a number in it. */
JsonObject *subject_stats(void);
gint64 subject_stat(const char *name);

void subject_play_to_end(void);

/* Seek there; does the picture have text over it? */
gboolean subject_has_overlay(double position);

#endif
