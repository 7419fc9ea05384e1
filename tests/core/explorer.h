/* SPDX-License-Identifier: MIT */
/**
 * Runs small concurrent programs through every interleaving.
 *
 * Each thread of a case is a coroutine that calls explorer_yield() before each step that others can
 * see. From each state every thread that can go on is tried; a state that was seen before (same
 * shared memory, same stacks) is not tried again, so the work is the number of states, while the
 * number of interleavings, which is counted as well, may be astronomical. Steps are sequentially
 * consistent.
 */
#ifndef FRS_TESTS_EXPLORER_H
#define FRS_TESTS_EXPLORER_H

#include <stddef.h>
#include <stdint.h>

#define EXPLORER_THREADS_MAX 4
#define EXPLORER_REGIONS_MAX 12 /* the last one stays empty */

typedef struct explorer_region {
    void *data;
    size_t size;
} explorer_region;

typedef struct explorer_case {
    int n_threads;
    void (*body)(int thread);
    /* All memory that the bodies use besides their stacks, as it is at the start. */
    explorer_region regions[EXPLORER_REGIONS_MAX];
    /* Called whenever no thread can go on; may call explorer_fail(). What it changes is forgotten.
     */
    void (*at_end)(void);
} explorer_case;

typedef struct explorer_result {
    uint64_t states, ends;
    double interleavings;
    const char *violation; /* NULL: none in any interleaving */
    char schedule[1024];   /* the threads, one digit a step, that led to it */
} explorer_result;

/* Explore until every interleaving is covered or one violates something. */
explorer_result explorer_run(const explorer_case *test);

/* Inside a body: others may run here. Elsewhere: nothing. */
void explorer_yield(void);

/* Inside a body: go on only when `*until` is not 0. Who sleeps when no other thread can go on
 * sleeps for ever: that is an end, not an error. */
void explorer_sleep(const uint32_t *until);

/* The interleaving at hand violates `property` (static storage). Ends the exploration. */
void explorer_fail(const char *property);

/* Another thread never runs again, wherever it is. */
void explorer_kill(int thread);

#endif
