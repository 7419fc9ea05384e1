/* SPDX-License-Identifier: MIT */
/**
 * What the two stress tests share: a writer at full speed, which changes the overlays with each
 * frame, and readers of several kinds that check every line of every frame they get and of its
 * overlays. Whether they are processes or threads is their caller's
 * affair.
 */
#ifndef FRS_TESTS_STRESS_H
#define FRS_TESTS_STRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define STRESS_READERS 8
#define STRESS_STREAM "stress"

/* In memory that all have in common. */
typedef struct stress_board {
    atomic_bool stop;          /* readers: end */
    atomic_bool go;            /* writer: the readers have ended, see that all slots are free */
    atomic_uint torn;          /* frames that were not what was published */
    atomic_uint with_overlays; /* frames that were checked and had some */
    atomic_uint odd;           /* anything else that must not be */
    atomic_uint published, dropped, closing, given_back;
    atomic_uint read[STRESS_READERS];  /* frames that were checked */
    atomic_uint holds[STRESS_READERS]; /* leases at this moment */
} stress_board;

/* FRS_STRESS_FRAMES, or `otherwise` (a tenth of it under a sanitizer). */
uint32_t stress_frames(uint32_t otherwise);

/* Publish `n_frames`, wait for board->go, see that every slot is free again. The exit status. */
int stress_write(stress_board *board, uint32_t n_frames);

/* Read as reader number `index` until board->stop or the end of the stream. */
void stress_read(stress_board *board, unsigned index);

/* Print the result; 0 if all is well: no frame torn, each reader has read. */
int stress_report(const stress_board *board);

#endif
