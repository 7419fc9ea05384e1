/* SPDX-License-Identifier: MIT */
/* A writer that means ill: it speaks enough of the protocol to be listened to, and mutates
 * messages, their descriptors, and every word of shared memory. */
#ifndef FRS_FUZZ_HOSTILE_WRITER_H
#define FRS_FUZZ_HOSTILE_WRITER_H

#include <stdint.h>

/* Publish stream `name` and serve readers until they have taken `messages`, or standard input (or
 * whatever `end_fd` is; -1: nothing) ends. `ready` is called when readers may come. Returns how
 * many messages were taken; negative: it could not begin. */
int64_t hostile_writer_run(const char *name, uint64_t seed, uint64_t messages, int end_fd,
                           void (*ready)(void));

#endif
