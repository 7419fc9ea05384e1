/* SPDX-License-Identifier: MIT */
/** Slots that nobody has used for a while are given back. */
#ifndef FRS_CORE_TRIM_H
#define FRS_CORE_TRIM_H

#include "writer_state.h"

void frs_trim_init(frs_writer *writer);

/* For tests: look this often, ns. */
void frs_trim_set_interval(frs_writer *writer, uint64_t interval);

/* The link thread, when it woke for a reason other than the time: look soon. */
void frs_trim_expect(frs_writer *writer);

/* The link thread, each turn: give back what was free for long enough, when it is time to look. */
void frs_trim_look(frs_writer *writer);

/* The link thread: how long it may sleep, in `timeout`, which is returned; NULL: for ever. */
struct timespec *frs_trim_timeout(const frs_writer *writer, struct timespec *timeout);

#endif
