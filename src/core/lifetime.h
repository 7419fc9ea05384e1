/* SPDX-License-Identifier: MIT */
/**
 * How long slots live, and with them their writer: a slot that somebody refers to refers to its
 * writer. The references themselves are taken and dropped by frs_slot_ref() and frs_slot_unref() of
 * <frameshare/writer.h>.
 */
#ifndef FRS_CORE_LIFETIME_H
#define FRS_CORE_LIFETIME_H

#include "writer_state.h"

/* Drop a reference to the writer; the last frees it. */
void frs_writer_unref(frs_writer *writer);

/* Without the lock: unmap and free. */
void frs_slots_dispose(frs_slot **slots, uint32_t n_slots);

#endif
