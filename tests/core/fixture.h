/* SPDX-License-Identifier: MIT */
/* What the tests of the core share: a socket folder of their own, frames that show when they are
 * torn, and counts of what a process has open. */
#ifndef FRS_TESTS_FIXTURE_H
#define FRS_TESTS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frameshare/frameshare.h>

#include "checks.h"

/* Make a new XDG_RUNTIME_DIR; it is removed when this process exits. */
void fixture_enter(void);

/* The same in `folder`; /dev/shm is one whose files wait for no disk, as /run is. */
void fixture_enter_in(const char *folder);

/* The folder of sockets in it, "$XDG_RUNTIME_DIR/frameshare". */
const char *fixture_folder(void);

/* How many entries it has; 0 when it is not there. */
int fixture_folder_entries(void);

/* Remove what a test that failed has left there: the next one is about something else. */
void fixture_clear_folder(void);

/* A path in XDG_RUNTIME_DIR, in static storage. */
const char *fixture_path(const char *name);

/* Run `suite` in a socket folder of its own; the exit status. */
int fixture_run(Suite *suite);

/* Open descriptors, and mappings of shared memory, of this process. */
int fixture_count_fds(void);
int fixture_count_mappings(void);

/* Every 64-byte line of `data` says `seed`, its own number and a check of both. */
void fixture_fill(void *data, size_t size, uint32_t seed);

/* Is every line what fixture_fill() made of `seed`? `data` is read once, as it is. */
bool fixture_intact(const void *data, size_t size, uint32_t seed);

/* A tight picture of `format`, which must be possible. Returns its bytes. */
size_t fixture_info(frs_frame_info *info, uint32_t format, uint32_t width, uint32_t height);

/* Acquire, fill with `seed` (also stored in pts), publish, unref. The error of what failed first.
 */
int fixture_publish(frs_writer *writer, uint32_t width, uint32_t height, uint32_t seed);

/* Set new overlays: `n` of them, of `columns` x 16 pixels filled with `seed`, which is also their
 * x. The error of what failed first. */
int fixture_set_overlays(frs_writer *writer, uint32_t n, uint32_t columns, uint32_t seed);

/* Are the frame's overlays, if it has any, whole? `*seed` gets what fills them; 0: none. */
bool fixture_overlays_intact(const frs_frame *frame, uint32_t *seed);

/* The frame's pts is the seed that fills it. */
void fixture_assert_frame(const frs_frame *frame);

/* Milliseconds, also when signals come. */
void fixture_sleep(int ms);

/* ck_assert that `call` is `expected`, with the library's sentence if not. */
#define ck_assert_frs(call, expected)                                                              \
    do {                                                                                           \
        int ck_error = (call);                                                                     \
        ck_assert_msg(ck_error == (expected), "%s: %d (%s), expected %d (%s); \"%s\"", #call,      \
                      ck_error, frs_strerror(ck_error), (expected), frs_strerror(expected),        \
                      frs_error_message());                                                        \
    } while (0)

#endif
