/* SPDX-License-Identifier: MIT */
/**
 * A segment: one shared memory object without a name.
 *
 * With memfd (the default on Linux) it is sealed: it cannot shrink or grow (so a mapping never ends
 * in SIGBUS), and once a read-only one is mapped by its creator no new writable mapping is
 * possible. With -Dshm=posix it is shm_open() under an unguessable name that is gone again before
 * anybody could look, and readers get a second, read-only descriptor.
 */
#ifndef FRS_CORE_SEGMENT_H
#define FRS_CORE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct frs_segment {
    void *data;  /* mapped for reading and writing */
    size_t size; /* a multiple of the page size */
    int fd;      /* what readers get */
} frs_segment;

typedef enum frs_segment_access {
    FRS_SEGMENT_READ_ONLY, /* for readers: control, slots */
    FRS_SEGMENT_SHARED,    /* both sides write: a reader's page */
} frs_segment_access;

/* Create and map `size` bytes (rounded up to pages), zeroed. `what` names it in /proc and messages.
 */
int frs_segment_create(frs_segment *segment, const char *what, size_t size,
                       frs_segment_access access);

/* Unmap and close; the memory goes when the last reader has unmapped it too. Idempotent. */
void frs_segment_finish(frs_segment *segment);

/* What a receiver must see before it maps a descriptor: a regular object of exactly `size` bytes
 * that cannot shrink. FRS_OK or FRS_EPROTOCOL. */
int frs_segment_check(int fd, size_t size);

/* Remove the names that killed processes left (with -Dshm=posix; memfd has none). */
void frs_segment_sweep(void);

/* `size` rounded up to pages. */
size_t frs_segment_round(size_t size);

#endif
