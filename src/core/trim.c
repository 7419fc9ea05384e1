/* SPDX-License-Identifier: MIT */
/*
 * Giving memory back. A slot that nobody used for a few seconds is disposed of, and readers are
 * told to unmap it: the kernel frees its pages when the last mapping goes.
 *
 * The lowest free slot is always taken first, so what a stream no longer needs is what stays free.
 * The link thread looks at the slots once a second, as long as any is free, and counts for each at
 * how many looks in a row it was. Nothing is done for each frame.
 *
 * When none is free the link thread sleeps until something happens. It says so (`asleep`) before it
 * looks for the last time; who makes a slot free does that first and looks at `asleep` afterwards.
 * Both are sequentially consistent, so one sees the other. A lease ends with a store in shared
 * memory, of which the writer hears nothing: while one is left on a retired frame, the link thread
 * asks for a message by FRS_WAITING_TRIM, in the same way.
 */
#include "trim.h"

#include "clock.h"
#include "frames.h"
#include "lifetime.h"
#include "link_wake.h"
#include "slots.h"

/* Given back after two to three seconds: longer than a seek or a decoder that catches up takes, so
 * that playing does not map and unmap all the time; shorter than anybody looks at a paused player
 * before wondering about its memory. */
#define INTERVAL_NS 1000000000u
#define LOOKS 3
/* A page or a worker ends a lease without a word: look now and then. */
#define SILENT_INTERVALS 30

void frs_trim_init(frs_writer *writer)
{
    atomic_init(&writer->trim.interval, INTERVAL_NS);
}

void frs_trim_set_interval(frs_writer *writer, uint64_t interval)
{
    atomic_store(&writer->trim.interval, interval);
    frs_link_wake(writer);
}

static void look_after(frs_writer *writer, uint64_t intervals)
{
    uint64_t next = frs_now_ns() + intervals * atomic_load(&writer->trim.interval);
    if (!writer->trim.next || next < writer->trim.next)
        writer->trim.next = next;
}

static void wake_up(frs_writer *writer)
{
    atomic_store(&writer->trim.asleep, false);
    atomic_fetch_and(&writer->control->writer_waiting, ~(uint32_t)FRS_WAITING_TRIM);
}

void frs_trim_expect(frs_writer *writer)
{
    wake_up(writer);
    look_after(writer, 1);
}

static bool any_retired(const frs_writer *writer)
{
    for (uint32_t i = 0; i < writer->published_top; i++)
        if (writer->published[i].state == FRS_FRAME_RETIRED)
            return true;
    return false;
}

/* Under the lock: no slot is free. Sleep, unless one has become free meanwhile. */
static void fall_asleep(frs_writer *writer)
{
    atomic_store(&writer->trim.asleep, true); /* pairs with the load in frs_link_wake_to_trim() */
    bool leased = any_retired(writer);
    if (leased) {
        /* Pairs with the reader's store to its cell and load of this word. */
        atomic_fetch_or(&writer->control->writer_waiting, FRS_WAITING_TRIM);
        frs_frames_reclaim(writer);
    }
    if (frs_slots_count_free(writer) > 0) {
        wake_up(writer);
        look_after(writer, 1);
    } else if (leased) {
        look_after(writer, SILENT_INTERVALS);
    }
}

void frs_trim_look(frs_writer *writer)
{
    if (!writer->trim.next || frs_now_ns() < writer->trim.next)
        return;
    writer->trim.next = 0;
    frs_slot *idle[FRS_SLOTS_MAX];
    pthread_mutex_lock(&writer->lock);
    frs_frames_retire(writer); /* a reader that wanted history may have left */
    frs_frames_reclaim(writer);
    uint32_t n = frs_slots_take_idle(writer, LOOKS, idle);
    if (frs_slots_count_free(writer) > 0)
        look_after(writer, 1);
    else
        fall_asleep(writer);
    pthread_mutex_unlock(&writer->lock);
    frs_slots_dispose(idle, n);
}

struct timespec *frs_trim_timeout(const frs_writer *writer, struct timespec *timeout)
{
    if (!writer->trim.next)
        return NULL;
    uint64_t now = frs_now_ns();
    *timeout = frs_timespec_of_ns(writer->trim.next > now ? writer->trim.next - now : 0);
    return timeout;
}
