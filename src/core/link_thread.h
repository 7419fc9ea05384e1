/* SPDX-License-Identifier: MIT */
/** The writer's own thread, which talks to readers. */
#ifndef FRS_CORE_LINK_THREAD_H
#define FRS_CORE_LINK_THREAD_H

#include "writer_state.h"

int frs_link_thread_start(frs_writer *writer);
void frs_link_thread_stop(frs_writer *writer);

#endif
