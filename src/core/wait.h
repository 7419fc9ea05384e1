/* SPDX-License-Identifier: MIT */
/** A writer waits for its readers. */
#ifndef FRS_CORE_WAIT_H
#define FRS_CORE_WAIT_H

#include "writer_state.h"

/* Under the lock: one wait for a sign of progress, until `end` of frs_now_ns() or an early look
 * without one. */
void frs_writer_wait_change(frs_writer *writer, uint64_t end);

#endif
