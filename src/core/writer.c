/* SPDX-License-Identifier: MIT */
#include "writer_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "connections.h"
#include "error.h"
#include "share.h"

#define DEFAULT_MAX_SLOTS 128
#define DEFAULT_MAX_MEMORY ((uint64_t)4 << 30)
/* Readers without system calls (a page, a Worker) cannot say that they made progress: look again.
 */
#define LOOK_AGAIN_NS 10000000u

/* ---- creation and end ---- */

static int init_sync(frs_writer *writer)
{
    pthread_condattr_t attr;
    if (pthread_mutex_init(&writer->lock, NULL) || pthread_condattr_init(&attr))
        return frs_fail(FRS_ENOMEM, "out of memory for stream %s", writer->name);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    int failed = pthread_cond_init(&writer->changed, &attr);
    pthread_condattr_destroy(&attr);
    return failed ? frs_fail(FRS_ENOMEM, "out of memory for stream %s", writer->name) : FRS_OK;
}

static int init_control(frs_writer *writer)
{
    frs_segment_sweep();
    int error = frs_segment_create(&writer->control_segment, "frameshare-control",
                                   sizeof(frs_control), FRS_SEGMENT_READ_ONLY);
    if (error)
        return error;
    frs_control *control = writer->control = writer->control_segment.data;
    control->magic = FRS_MAGIC;
    control->abi = FRS_ABI_VERSION;
    control->size = sizeof *control;
    control->writer_pid = (uint32_t)getpid();
    atomic_store(&control->state, FRS_STATE_LIVE);
    atomic_store(&control->lossless, writer->lossless);
    atomic_store(&control->floor, writer->floor = 1);
    return FRS_OK;
}

int frs_writer_create(frs_writer **out, const char *name, const frs_writer_options *options)
{
    *out = NULL;
    int error = frs_stream_check_name(name);
    if (error)
        return error;
    frs_writer_options defaults = {0};
    if (!options)
        options = &defaults;
    if (options->max_slots > FRS_SLOTS_MAX)
        return frs_fail(FRS_EINVAL, "a stream has at most %u slots, not %u", FRS_SLOTS_MAX,
                        options->max_slots);
    frs_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return frs_fail(FRS_ENOMEM, "out of memory for stream %s", name);
    atomic_init(&writer->refs, 1);
    snprintf(writer->name, sizeof writer->name, "%s", name);
    writer->lossless = options->lossless;
    writer->max_slots = options->max_slots ? options->max_slots : DEFAULT_MAX_SLOTS;
    writer->max_memory = options->max_memory ? options->max_memory : DEFAULT_MAX_MEMORY;
    writer->listen_socket = writer->wake_fd = -1;
    frs_trim_init(writer);
    error = init_sync(writer);
    if (error) {
        free(writer);
        return error;
    }
    error = init_control(writer);
    if (!error)
        error = frs_readers_start(writer);
    if (error) {
        frs_writer_unref(writer);
        return error;
    }
    *out = writer;
    return FRS_OK;
}

void frs_writer_unref(frs_writer *writer)
{
    if (atomic_fetch_sub(&writer->refs, 1) != 1)
        return;
    frs_slot *slots[FRS_SLOTS_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->slots_top; i++)
        if (writer->slots[i])
            slots[n++] = writer->slots[i];
    frs_slots_dispose(slots, n);
    if (writer->wake_fd >= 0)
        close(writer->wake_fd);
    frs_segment_finish(&writer->control_segment);
    pthread_cond_destroy(&writer->changed);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

void frs_writer_destroy(frs_writer **handle)
{
    frs_writer *writer = *handle;
    *handle = NULL;
    if (!writer)
        return;
    frs_writer_set_overlays(writer, NULL);
    pthread_mutex_lock(&writer->lock);
    writer->closed = true;
    atomic_store(&writer->control->state, FRS_STATE_ENDED);
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
    frs_readers_stop(writer);
    frs_writer_unref(writer);
}

const char *frs_writer_name(const frs_writer *writer)
{
    return writer->name;
}

/* ---- views ---- */

void frs_writer_get_view(frs_writer *writer, uint32_t *width, uint32_t *height)
{
    *width = *height = 0;
    pthread_mutex_lock(&writer->lock);
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        if (connection->state != FRS_CONNECTION_READER)
            continue;
        /* Hostile words: each is taken once and what is out of range is no view. */
        uint32_t w = atomic_load(&connection->page->view_width);
        uint32_t h = atomic_load(&connection->page->view_height);
        if (w > FRS_SIZE_MAX || h > FRS_SIZE_MAX || w * h <= *width * *height)
            continue;
        *width = w;
        *height = h;
    }
    pthread_mutex_unlock(&writer->lock);
}

/* ---- waits, counts ---- */

void frs_writer_set_lossless(frs_writer *writer, bool lossless)
{
    pthread_mutex_lock(&writer->lock);
    writer->lossless = lossless;
    atomic_store(&writer->control->lossless, lossless);
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
}

void frs_writer_set_max_memory(frs_writer *writer, uint64_t bytes)
{
    pthread_mutex_lock(&writer->lock);
    writer->max_memory = bytes ? bytes : DEFAULT_MAX_MEMORY;
    frs_share_update(writer);
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
}

uint64_t frs_writer_get_max_memory(frs_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    uint64_t bytes = writer->max_memory;
    pthread_mutex_unlock(&writer->lock);
    return bytes;
}

void frs_writer_unlock(frs_writer *writer, bool unlocked)
{
    pthread_mutex_lock(&writer->lock);
    writer->unlocked = unlocked;
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
}

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
    frs_slots_reclaim(writer);
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

void frs_writer_get_stats(frs_writer *writer, frs_writer_stats *stats)
{
    pthread_mutex_lock(&writer->lock);
    frs_slots_reclaim(writer);
    *stats = writer->stats;
    stats->readers = writer->n_readers;
    stats->slots = writer->n_slots;
    stats->slots_free = frs_slots_count_free(writer);
    stats->bytes = writer->slot_bytes;
    pthread_mutex_unlock(&writer->lock);
}
