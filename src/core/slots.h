/* SPDX-License-Identifier: MIT */
/** The slots of a writer: which are free, which fit, and new ones. */
#ifndef FRS_CORE_SLOTS_H
#define FRS_CORE_SLOTS_H

#include "writer_state.h"

/* Under the lock: a free slot of this use for `size` bytes with one reference, or NULL. Free slots
 * of this use that do not fit are taken out of the table into `unfit` (room for FRS_SLOTS_MAX), for
 * frs_slots_dispose(). */
frs_slot *frs_slots_take(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **unfit,
                         uint32_t *n_unfit);

/* Under the lock: take every free slot out of the table. Returns how many. */
uint32_t frs_slots_take_free(frs_writer *writer, frs_slot **out);

/* Under the lock: the same for those that were free at `looks` calls in a row and not used between
 * them; for those larger than pictures are now, once is enough. */
uint32_t frs_slots_take_idle(frs_writer *writer, uint32_t looks, frs_slot **out);

/* Under the lock: how many slots are free? */
uint32_t frs_slots_count_free(const frs_writer *writer);

/* Under the lock: count a slot about to be made; false when the limits forbid it. */
bool frs_slots_reserve(frs_writer *writer, size_t size);

/* Without the lock: make the slot that was reserved and tell every reader. */
int frs_slots_create(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **out);

#endif
