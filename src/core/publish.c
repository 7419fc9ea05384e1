/* SPDX-License-Identifier: MIT */
/* A frame's way to the readers: whom a lossless stream waits for, what the descriptor says, and who
 * is woken. */
#include "clock.h"
#include "connections.h"
#include "descriptor.h"
#include "error.h"
#include "frames.h"
#include "lease.h"
#include "link_wake.h"
#include "share.h"
#include "wait.h"
#include "wake.h"

static bool room_for_every_reader(const frs_writer *writer)
{
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        if (connection->state != FRS_CONNECTION_READER || !atomic_load(&connection->page->every))
            continue;
        int32_t untaken = frs_seq_distance(writer->newest, atomic_load(&connection->page->cursor));
        if (untaken >= (int32_t)frs_frames_history_of(connection))
            return false;
    }
    return true;
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
            frs_writer_wait_change(writer, UINT64_MAX);
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

/* Under the lock: an unused descriptor, FRS_DESCRIPTORS_MAX when readers hold all of them. `cut`
 * gets the reader that had more than its share, or NULL. */
static uint32_t find_descriptor(frs_writer *writer, frs_connection **cut)
{
    uint32_t index = find_unused(writer);
    if (index == FRS_DESCRIPTORS_MAX) {
        frs_frames_reclaim(writer);
        index = find_unused(writer);
    }
    if (index == FRS_DESCRIPTORS_MAX && (*cut = frs_share_enforce(writer, FRS_SHARE_OF_FRAMES))) {
        frs_frames_reclaim(writer);
        index = find_unused(writer);
    }
    if (index < FRS_DESCRIPTORS_MAX)
        frs_share_relax(writer, FRS_SHARE_OF_FRAMES);
    return index;
}

static void count(frs_word *word, uint64_t *stat)
{
    atomic_store(word, (uint32_t)++ * stat);
}

static void drop(frs_writer *writer)
{
    count(&writer->control->dropped, &writer->stats.dropped);
}

void frs_writer_count_dropped(frs_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    drop(writer);
    pthread_mutex_unlock(&writer->lock);
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
    stamped.published_at = frs_now_ns();
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
        if (connection->state == FRS_CONNECTION_READER && frs_wake_wanted(connection->page))
            out[n++] = frs_connection_ref(connection);
    }
    return n;
}

/* Under the lock. */
static int publish_locked(frs_writer *writer, frs_slot *slot, const frs_frame_info *info,
                          frs_origin origin, frs_connection **cut)
{
    int error = wait_for_readers(writer);
    if (error)
        return error;
    uint32_t index = find_descriptor(writer, cut);
    if (index == FRS_DESCRIPTORS_MAX) {
        drop(writer);
        return FRS_ENOMEM;
    }
    uint32_t seq = writer->newest = frs_seq_next(writer->newest);
    describe(writer, index, seq, slot, info);
    frs_lease_announce(writer->control, seq, index);
    frs_frames_retire(writer);
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
    frs_connection *cut = NULL;
    uint32_t n_sleepers = 0;
    pthread_mutex_lock(&writer->lock);
    error = publish_locked(writer, slot, info, origin, &cut);
    if (!error) {
        if (sequence)
            *sequence = writer->newest;
        n_sleepers = take_sleepers(writer, sleepers);
    }
    pthread_mutex_unlock(&writer->lock);

    if (cut) {
        frs_connection_hang_up(cut);
        frs_connection_unref(cut);
    }
    for (uint32_t i = 0; i < n_sleepers; i++)
        frs_connection_wake(sleepers[i]);
    frs_connections_unref(sleepers, n_sleepers);
    frs_link_wake_to_trim(writer); /* it retired a frame */
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
