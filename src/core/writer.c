/* SPDX-License-Identifier: MIT */
#include "writer_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "frames.h"
#include "lifetime.h"
#include "link_thread.h"
#include "share.h"
#include "slots.h"
#include "trim.h"

#define DEFAULT_MAX_SLOTS 128
#define DEFAULT_MAX_MEMORY ((uint64_t)4 << 30)

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
        error = frs_link_thread_start(writer);
    if (error) {
        frs_writer_unref(writer);
        return error;
    }
    *out = writer;
    return FRS_OK;
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
    frs_link_thread_stop(writer);
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

void frs_writer_get_stats(frs_writer *writer, frs_writer_stats *stats)
{
    pthread_mutex_lock(&writer->lock);
    frs_frames_reclaim(writer);
    *stats = writer->stats;
    stats->readers = writer->n_readers;
    stats->slots = writer->n_slots;
    stats->slots_free = frs_slots_count_free(writer);
    stats->bytes = writer->slot_bytes;
    pthread_mutex_unlock(&writer->lock);
}
