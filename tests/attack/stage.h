/* SPDX-License-Identifier: MIT */
/* A stream with an honest reader in a process of its own, beside which others attack. */
#ifndef FRS_TESTS_STAGE_H
#define FRS_TESTS_STAGE_H

#include <stdatomic.h>
#include <sys/types.h>

#include "core/connections.h"
#include "core/link.h"
#include "fixture.h"

/* What the processes of a test tell each other, in memory they share. */
typedef struct stage_board {
    atomic_uint taken;  /* the last frame that the honest reader has seen */
    atomic_uint wrong;  /* what it saw that was torn, missed or refused */
    atomic_uint opened; /* how often it connected once more, beside its first connection */
    atomic_uint ready;  /* attackers that have done what they came for */
    atomic_bool stop;
    atomic_bool may_miss; /* frames: what is tried is something else */
    char words[200];      /* what was wrong */
} stage_board;

extern stage_board *board;
extern frs_writer *stage_writer;

/* A folder of sockets, a writer of stream "cam0" in this process, the honest reader in another. */
void stage_begin(void);

/* The same as an ordinary user who may have 1,024 descriptors (when root runs the tests). */
void stage_begin_as_user(void);

/* The end of all processes; nothing may be left of them in the writer. */
void stage_end(void);

typedef void (*stage_body)(void);

/* Run `body` in a process of its own. It does not return from there. */
pid_t stage_fork(stage_body body);

/* Until `n` attackers have called stage_ready(). */
void stage_await_ready(unsigned n);

/* An attacker: what it came for is done. Sleep until the test is over, with all it has. */
void stage_ready_and_stay(void);

/* Publish a frame, in a slot of another size than that of the one before it. */
void stage_publish(void);

/* Publish `n` frames. After each, wait for the honest reader to have seen it: it misses none, and
 * connects once more every now and then. */
void stage_play(unsigned n);

/* An attacker's connection that has not greeted. */
int stage_connect(void);

/* One that is a reader; `page` is its page, to write to. */
int stage_greet(frs_link *link, frs_page **page);

/* Kill the attackers, and see that descriptors, mappings and connections of the writer are what
 * they were, and that a new reader connects. */
void stage_repel(void);

/* A test that lasts longer than this hangs; ms. */
#define STAGE_HANG_MS 30000

#endif
