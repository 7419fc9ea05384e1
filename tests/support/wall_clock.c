/* SPDX-License-Identifier: MIT */
/*
 * For LD_PRELOAD: the wall clock goes an hour forth and back every 100 ms. What waits by the
 * monotonic clock does not notice.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#define HOUR_S 3600
#define TURN_NS 100000000

typedef int (*frs_clock)(clockid_t, struct timespec *);

static frs_clock real_clock(void)
{
    static frs_clock clock;
    if (!clock)
        *(void **)&clock = dlsym(RTLD_NEXT, "clock_gettime");
    return clock;
}

static time_t offset(void)
{
    struct timespec now;
    real_clock()(CLOCK_MONOTONIC, &now);
    return (now.tv_sec * 10 + now.tv_nsec / TURN_NS) % 2 ? HOUR_S : -HOUR_S;
}

__attribute__((visibility("default"))) int clock_gettime(clockid_t id, struct timespec *time)
{
    int result = real_clock()(id, time);
    if (!result && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
        time->tv_sec += offset();
    return result;
}

__attribute__((visibility("default"))) int gettimeofday(struct timeval *restrict time,
                                                        void *restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

__attribute__((visibility("default"))) time_t time(time_t *seconds)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (seconds)
        *seconds = now.tv_sec;
    return now.tv_sec;
}
