/* SPDX-License-Identifier: MIT */
/** Sleeping on a word of shared memory (futex(2)), between processes. */
#ifndef FRS_CORE_FUTEX_H
#define FRS_CORE_FUTEX_H

#include "layout.h"

/* Sleep while `*word` is `value`, for `timeout_ms` at most. Returns when the word is another one,
 * when it was woken, at the time-out, and for a signal: the caller looks at what it waits for. */
void frs_futex_wait(frs_word *word, uint32_t value, int timeout_ms);

/* Wake one sleeper. Never blocks: see docs/design/lease.md for what a hostile one can do. */
void frs_futex_wake(frs_word *word);

#endif
