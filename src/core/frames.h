/* SPDX-License-Identifier: MIT */
/** The frames that were published: which can be leased, and whose slots are in use for them. */
#ifndef FRS_CORE_FRAMES_H
#define FRS_CORE_FRAMES_H

#include "writer_state.h"

/* Under the lock: free descriptors whose frames nobody holds any more. */
void frs_frames_reclaim(frs_writer *writer);

/* Under the lock: keep the last `history` frames leasable, retire those before. */
void frs_frames_keep(frs_writer *writer, uint32_t history);

/* Under the lock: retire the frames that no reader asked to be kept. */
void frs_frames_retire(frs_writer *writer);

/* How many frames this reader wants to be kept, of its hostile page. */
uint32_t frs_frames_history_of(const frs_connection *connection);

#endif
