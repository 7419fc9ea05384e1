/* SPDX-License-Identifier: MIT */
#include "futex.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

/* Machines of 32 bits: the call whose time has 64. */
#ifdef SYS_futex_time64
#define CALL SYS_futex_time64
#else
#define CALL SYS_futex
#endif

/* Not FUTEX_PRIVATE_FLAG: the two ends map the word at addresses of their own. */
void frs_futex_wait(frs_word *word, uint32_t value, int timeout_ms)
{
    struct timespec timeout = frs_timespec_of_ns((uint64_t)timeout_ms * 1000000u);
    syscall(CALL, (void *)word, FUTEX_WAIT, value, &timeout, NULL, 0);
}

void frs_futex_wake(frs_word *word)
{
    syscall(CALL, (void *)word, FUTEX_WAKE, 1, NULL, NULL, 0);
}
