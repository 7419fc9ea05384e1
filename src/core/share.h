/* SPDX-License-Identifier: MIT */
/**
 * Each process's share of what a writer has for its readers to hold: slots, and descriptors of
 * frames.
 *
 * A frame that is leased stays out of use, so whoever holds all there are leaves none for the
 * others. A process may hold an equal part: of what there can be, divided by one more than the
 * number of processes that read. Each reader is told its part of that in its page (`leases`), and
 * the library ends up with FRS_ELEASES instead of more.
 *
 * When the writer has run out, and more than one process reads, a connection is cut off that
 *
 * - holds more than it was ever told at a time when it held that much: it does not keep to the
 *   protocol. At once, so that the others miss nothing;
 * - is of a process that holds more than its share now, as others have come. Only when there was
 *   nothing left for STARVED_NS: a reader that lets go in time is not cut off.
 *
 * What nobody misses may be held.
 */
#ifndef FRS_CORE_SHARE_H
#define FRS_CORE_SHARE_H

#include "writer_state.h"

typedef enum frs_share_kind {
    FRS_SHARE_OF_SLOTS,
    FRS_SHARE_OF_FRAMES, /* descriptors */
} frs_share_kind;

/* Under the lock, when a reader came or went or pictures have another size: tell readers how much
 * each may hold. */
void frs_share_update(frs_writer *writer);

/* Under the lock, when there is nothing left of `kind`: cut off the connection that holds more than
 * it may. Returns it with a reference, for frs_connection_hang_up(); NULL: there is none. */
frs_connection *frs_share_enforce(frs_writer *writer, frs_share_kind kind);

/* Under the lock, when there was something left. */
void frs_share_relax(frs_writer *writer, frs_share_kind kind);

#endif
