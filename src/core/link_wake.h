/* SPDX-License-Identifier: MIT */
/** The link thread is woken by other threads of the writer. */
#ifndef FRS_CORE_LINK_WAKE_H
#define FRS_CORE_LINK_WAKE_H

#include "writer_state.h"

/* Without the lock: let the link thread have a turn; it tells readers of slots that are gone. */
void frs_link_wake(frs_writer *writer);

/* Without the lock, after something that may have made a slot free: a load, and a system call only
 * when nothing was free for a while. */
void frs_link_wake_to_trim(frs_writer *writer);

#endif
