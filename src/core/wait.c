/* SPDX-License-Identifier: MIT */
#include "wait.h"

#include "clock.h"
#include "frames.h"
#include "slots.h"

/* Readers without system calls (a page, a Worker) cannot say that they made progress: look again.
 */
#define LOOK_AGAIN_NS 10000000u

void frs_writer_wait_change(frs_writer *writer, uint64_t end)
{
    uint64_t soon = frs_now_ns() + LOOK_AGAIN_NS;
    struct timespec until = frs_timespec_of_ns(soon < end ? soon : end);
    pthread_cond_timedwait(&writer->changed, &writer->lock, &until);
}

static bool has_reader(frs_writer *writer)
{
    return writer->n_readers > 0;
}

static bool has_slot(frs_writer *writer)
{
    frs_frames_reclaim(writer);
    if (writer->n_slots < writer->max_slots &&
        writer->slot_bytes + writer->wanted <= writer->max_memory)
        return true;
    return frs_slots_count_free(writer) > 0; /* one of overlays may give way to a picture */
}

static int wait_until(frs_writer *writer, bool (*is_so)(frs_writer *), int timeout_ms)
{
    uint64_t end = timeout_ms < 0 ? UINT64_MAX : frs_now_ns() + (uint64_t)timeout_ms * 1000000u;
    int error = FRS_OK;
    pthread_mutex_lock(&writer->lock);
    while (!error && !is_so(writer)) {
        atomic_fetch_or(&writer->control->writer_waiting, FRS_WAITING_LOSSLESS);
        if (writer->unlocked || writer->closed)
            error = FRS_EUNLOCKED;
        else if (frs_now_ns() >= end)
            error = FRS_ETIMEOUT;
        else
            frs_writer_wait_change(writer, end);
    }
    atomic_fetch_and(&writer->control->writer_waiting, ~(uint32_t)FRS_WAITING_LOSSLESS);
    pthread_mutex_unlock(&writer->lock);
    return error;
}

int frs_writer_wait_reader(frs_writer *writer, int timeout_ms)
{
    return wait_until(writer, has_reader, timeout_ms);
}

int frs_writer_wait_slot(frs_writer *writer, int timeout_ms)
{
    return wait_until(writer, has_slot, timeout_ms);
}
