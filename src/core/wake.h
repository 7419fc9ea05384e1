/* SPDX-License-Identifier: MIT */
/**
 * How a reader sleeps until the next frame, and the writer wakes it.
 *
 *   reader                                   writer
 *   S1  waiting = how                        P1  newest = seq
 *   S2  load newest: another one? no sleep   P2  load waiting: 0? nobody sleeps
 *   S3  sleep                                P3  how = exchange waiting for 0; wake it that way
 *
 * S1, S2, P1, P2 are sequentially consistent: the reader sees the frame or the writer sees that it
 * waits. A reader sleeps on the link (poll() sees frames, slots and the writer's death) or on the
 * word itself (futex: faster, but only frames are seen). It may change from one
 * to the other without a word to the writer. So P3 must take the value that it clears: a store of
 * 0 after a load could clear a LINK in answer to a FUTEX, and that reader would sleep for ever.
 *
 * docs/design/lease.md has the argument; tests/core/interleaving_test.c runs every interleaving.
 */
#ifndef FRS_CORE_WAKE_H
#define FRS_CORE_WAKE_H

#include "lease.h"

#ifndef FRS_ATOMIC_EXCHANGE
#define FRS_ATOMIC_EXCHANGE(p, v) atomic_exchange((p), (v))
#endif

/* Values of page->waiting. A hostile one counts as LINK: a message that nobody reads. */
enum {
    FRS_SLEEP_NONE = 0,
    FRS_SLEEP_LINK = 1,  /* send me WAKE; JavaScript writes this one */
    FRS_SLEEP_FUTEX = 2, /* wake this word */
};

/* Reader, S1. */
static inline void frs_wake_expect(frs_page *page, uint32_t how)
{
    FRS_ATOMIC_STORE(&page->waiting, how);
}

/* Writer, P2, after the frame was announced. */
static inline bool frs_wake_wanted(frs_page *page)
{
    return FRS_ATOMIC_LOAD(&page->waiting) != FRS_SLEEP_NONE;
}

/* Writer, P3: how to wake it; FRS_SLEEP_NONE: it is awake, or another thread wakes it. */
static inline uint32_t frs_wake_take(frs_page *page)
{
    return FRS_ATOMIC_EXCHANGE(&page->waiting, FRS_SLEEP_NONE);
}

#endif
