/* SPDX-License-Identifier: MIT */
#include "writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "descriptor.h"
#include "error.h"
#include "lease.h"

#define DEFAULT_MAX_SLOTS 128
#define DEFAULT_MAX_MEMORY ((uint64_t)4 << 30)
/* Readers without system calls (a page, a Worker) cannot say that they made progress: look again.
 */
#define LOOK_AGAIN_NS 10000000L

static uint64_t now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static struct timespec after_ns(int64_t ns)
{
    uint64_t then = now_ns() + (uint64_t)ns;
    return (struct timespec){.tv_sec = (time_t)(then / 1000000000u),
                             .tv_nsec = (long)(then % 1000000000u)};
}

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

/* ---- publish ---- */

/* How many frames the most demanding reader wants to be kept. */
static uint32_t history_wanted(const frs_writer *writer)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        if (!connection->greeted)
            continue;
        uint32_t history = atomic_load(&connection->page->history); /* hostile: clamp */
        if (history > FRS_HISTORY_MAX)
            history = FRS_HISTORY_MAX;
        if (history > most)
            most = history;
    }
    return most;
}

void frs_writer_keep(frs_writer *writer, uint32_t history)
{
    uint32_t floor = writer->floor;
    while (frs_seq_distance(writer->newest, floor) >= (int32_t)history) {
        frs_published *published = &writer->published[writer->ring[floor % FRS_RING_SIZE]];
        if (published->state == FRS_FRAME_LEASABLE && published->seq == floor)
            published->state = FRS_FRAME_RETIRED;
        floor = frs_seq_next(floor);
    }
    if (floor == writer->floor)
        return;
    writer->floor = floor;
    frs_lease_raise_floor(writer->control, floor);
}

void frs_writer_retire(frs_writer *writer)
{
    frs_writer_keep(writer, history_wanted(writer));
}

static bool room_for_every_reader(const frs_writer *writer)
{
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        if (!connection->greeted || !atomic_load(&connection->page->every))
            continue;
        uint32_t history = atomic_load(&connection->page->history);
        if (history < 1)
            history = 1;
        if (history > FRS_HISTORY_MAX)
            history = FRS_HISTORY_MAX;
        int32_t untaken = frs_seq_distance(writer->newest, atomic_load(&connection->page->cursor));
        if (untaken >= (int32_t)history)
            return false;
    }
    return true;
}

/* One wait for a sign of progress, at most until `end` (NULL: look again soon). Under the lock. */
static void wait_for_change(frs_writer *writer, const struct timespec *end)
{
    struct timespec soon = after_ns(LOOK_AGAIN_NS);
    if (end &&
        (end->tv_sec < soon.tv_sec || (end->tv_sec == soon.tv_sec && end->tv_nsec < soon.tv_nsec)))
        soon = *end;
    pthread_cond_timedwait(&writer->changed, &writer->lock, &soon);
}

/* Under the lock. */
static int wait_for_readers(frs_writer *writer)
{
    if (!writer->lossless || room_for_every_reader(writer))
        return FRS_OK;
    int error = FRS_OK;
    /* Then look once more: pairs with the reader's store to cursor and load of this word. */
    atomic_fetch_or(&writer->control->writer_waiting, FRS_WAITING_LOSSLESS);
    while (!error && writer->lossless && !room_for_every_reader(writer)) {
        if (writer->unlocked || writer->closed)
            error = FRS_EUNLOCKED;
        else
            wait_for_change(writer, NULL);
    }
    atomic_fetch_and(&writer->control->writer_waiting, ~(uint32_t)FRS_WAITING_LOSSLESS);
    return error;
}

static uint32_t find_unused(const frs_writer *writer)
{
    uint32_t i = 0;
    while (i < FRS_DESCRIPTORS_MAX && writer->published[i].state != FRS_FRAME_UNUSED)
        i++;
    return i;
}

static void count(frs_word *word, uint64_t *stat)
{
    atomic_store(word, (uint32_t)++ * stat);
}

static void drop(frs_writer *writer)
{
    count(&writer->control->dropped, &writer->stats.dropped);
}

static void describe_overlays(frs_descriptor *descriptor, const frs_slot *overlays, uint32_t number)
{
    atomic_store(&descriptor->overlay_slot, overlays ? overlays->index : 0);
    atomic_store(&descriptor->overlay_slot_id, overlays ? overlays->id : 0);
    atomic_store(&descriptor->overlay_number, overlays ? number : 0);
}

/* Write descriptor `index`; nobody can be looking at it. */
static void describe(frs_writer *writer, uint32_t index, uint32_t seq, frs_slot *slot,
                     const frs_frame_info *info)
{
    frs_descriptor *descriptor = &writer->control->descriptors[index];
    frs_slot *overlays = writer->overlays;
    frs_frame_info stamped = *info;
    stamped.published_at = now_ns();
    frs_descriptor_pack(descriptor->word, &stamped);
    atomic_store(&descriptor->slot, slot->index);
    atomic_store(&descriptor->slot_id, slot->id);
    describe_overlays(descriptor, overlays, writer->overlays_number);
    atomic_store(&descriptor->seq, seq);

    writer->published[index] = (frs_published){
        .state = FRS_FRAME_LEASABLE, .seq = seq, .slot = slot, .overlays = overlays};
    if (index >= writer->published_top)
        writer->published_top = index + 1;
    writer->ring[seq % FRS_RING_SIZE] = index;
    slot->frames++;
    if (overlays)
        overlays->frames++;
}

/* Which readers sleep? Refers to them in `out`. */
static uint32_t take_sleepers(frs_writer *writer, frs_connection **out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        frs_connection *connection = writer->connections[i];
        /* Pairs with the reader's store to waiting and load of newest. */
        if (!connection->greeted || !atomic_load(&connection->page->waiting))
            continue;
        atomic_store(&connection->page->waiting, 0);
        atomic_fetch_add(&connection->refs, 1);
        out[n++] = connection;
    }
    return n;
}

/* Under the lock. */
static int publish_locked(frs_writer *writer, frs_slot *slot, const frs_frame_info *info,
                          frs_origin origin)
{
    int error = wait_for_readers(writer);
    if (error)
        return error;
    uint32_t index = find_unused(writer);
    if (index == FRS_DESCRIPTORS_MAX) {
        frs_slots_reclaim(writer);
        index = find_unused(writer);
    }
    if (index == FRS_DESCRIPTORS_MAX) {
        drop(writer);
        return FRS_ENOMEM;
    }
    uint32_t seq = writer->newest = frs_seq_next(writer->newest);
    describe(writer, index, seq, slot, info);
    frs_lease_announce(writer->control, seq, index);
    frs_writer_retire(writer);
    count(&writer->control->published, &writer->stats.published);
    if (origin == FRS_ORIGIN_COPIED)
        count(&writer->control->copied, &writer->stats.copied);
    else
        count(&writer->control->in_place, &writer->stats.in_place);
    return FRS_OK;
}

int frs_writer_publish(frs_writer *writer, frs_slot *slot, const frs_frame_info *info,
                       frs_origin origin, uint32_t *sequence)
{
    if (!frs_slot_belongs_to(slot, writer))
        return frs_fail(FRS_EINVAL, "the slot is not one of stream %s", writer->name);
    int error = frs_frame_info_check(info, slot->segment.size);
    if (error)
        return error;

    frs_connection *sleepers[FRS_READERS_MAX];
    uint32_t n_sleepers = 0;
    pthread_mutex_lock(&writer->lock);
    error = publish_locked(writer, slot, info, origin);
    if (!error) {
        if (sequence)
            *sequence = writer->newest;
        n_sleepers = take_sleepers(writer, sleepers);
    }
    pthread_mutex_unlock(&writer->lock);

    for (uint32_t i = 0; i < n_sleepers; i++)
        frs_readers_wake(sleepers[i]);
    frs_readers_unref(sleepers, n_sleepers);
    frs_trim_notify(writer); /* it retired a frame */
    if (error == FRS_ENOMEM)
        return frs_fail(error, "readers of stream %s hold every frame there can be", writer->name);
    if (error == FRS_EUNLOCKED)
        return frs_fail(error, "publishing to stream %s was interrupted", writer->name);
    return error;
}

int frs_writer_set_overlays(frs_writer *writer, frs_slot *slot)
{
    if (slot && !frs_slot_belongs_to(slot, writer))
        return frs_fail(FRS_EINVAL, "the overlays are not in a slot of stream %s", writer->name);
    int error = slot ? frs_overlays_check(slot->segment.data, slot->segment.size) : FRS_OK;
    if (error)
        return error;
    frs_slot *before = slot ? frs_slot_ref(slot) : NULL;
    pthread_mutex_lock(&writer->lock);
    if (slot != writer->overlays) {
        before = writer->overlays;
        writer->overlays = slot;
        writer->overlays_number = frs_seq_next(writer->overlays_number);
    }
    pthread_mutex_unlock(&writer->lock);
    frs_slot_unref(before);
    return FRS_OK;
}

/* ---- views ---- */

void frs_writer_get_view(frs_writer *writer, uint32_t *width, uint32_t *height)
{
    *width = *height = 0;
    pthread_mutex_lock(&writer->lock);
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        if (!connection->greeted)
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

void frs_writer_count_dropped(frs_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    drop(writer);
    pthread_mutex_unlock(&writer->lock);
}

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
    for (uint32_t i = 0; i < writer->slots_top; i++) {
        const frs_slot *slot = writer->slots[i];
        /* One of overlays may give way to a picture. */
        if (slot && slot->frames == 0 && atomic_load(&slot->refs) == 0)
            return true;
    }
    return false;
}

static int wait_until(frs_writer *writer, bool (*is_so)(frs_writer *), int timeout_ms)
{
    struct timespec end = after_ns((int64_t)timeout_ms * 1000000);
    int error = FRS_OK;
    pthread_mutex_lock(&writer->lock);
    while (!is_so(writer)) {
        if (writer->unlocked || writer->closed) {
            error = FRS_EUNLOCKED;
            break;
        }
        struct timespec now = after_ns(0);
        if (timeout_ms >= 0 &&
            (now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec))) {
            error = FRS_ETIMEOUT;
            break;
        }
        atomic_fetch_or(&writer->control->writer_waiting, FRS_WAITING_LOSSLESS);
        wait_for_change(writer, timeout_ms >= 0 ? &end : NULL);
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
    stats->slots_free = 0;
    stats->bytes = writer->slot_bytes;
    for (uint32_t i = 0; i < writer->slots_top; i++) {
        const frs_slot *slot = writer->slots[i];
        stats->slots_free += slot && slot->frames == 0 && atomic_load(&slot->refs) == 0;
    }
    pthread_mutex_unlock(&writer->lock);
}
