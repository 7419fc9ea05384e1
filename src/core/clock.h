/* SPDX-License-Identifier: MIT */
/** CLOCK_MONOTONIC, by which all waits and all stamps on frames go. */
#ifndef FRS_CORE_CLOCK_H
#define FRS_CORE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t frs_now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static inline int64_t frs_now_ms(void)
{
    return (int64_t)(frs_now_ns() / 1000000u);
}

/* From now to `end` of frs_now_ms(), as poll() wants it; 0 when that is over. */
static inline int frs_ms_until(int64_t end)
{
    int64_t left = end - frs_now_ms();
    return left > 0 ? (int)left : 0;
}

static inline struct timespec frs_timespec_of_ns(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / 1000000000u),
                             .tv_nsec = (long)(ns % 1000000000u)};
}

#endif
