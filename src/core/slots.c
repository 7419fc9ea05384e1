/* SPDX-License-Identifier: MIT */
#include "slots.h"

#include <stdlib.h>

#include "connections.h"
#include "error.h"

static bool is_free(const frs_slot *slot)
{
    /* What the last holder did to the pixels comes before what the next one does. Sequentially
     * consistent for the look before the link thread sleeps, see trim.c. */
    return slot->frames == 0 && atomic_load(&slot->refs) == 0;
}

/* How many times too big a slot may be: a stream that shrinks gives memory back. Pictures keep
 * their size for long; that of overlays goes up and down with every line of text. */
static const size_t excess[] = {[FRS_SLOT_OF_PICTURE] = 2, [FRS_SLOT_OF_OVERLAYS] = 16};

static bool fits(const frs_slot *slot, size_t size)
{
    return slot->segment.size >= size && slot->segment.size / excess[slot->use] <= size;
}

static void remove_slot(frs_writer *writer, frs_slot *slot)
{
    atomic_store(&writer->control->slots[slot->index].id, 0);
    atomic_store(&writer->control->slots[slot->index].size, 0);
    atomic_fetch_add(&writer->control->slots_changed, 1);
    writer->slots[slot->index] = NULL;
    writer->n_slots--;
    writer->slot_bytes -= slot->segment.size;
    atomic_fetch_add(&writer->slots_removed, 1);
    while (writer->slots_top > 0 && !writer->slots[writer->slots_top - 1])
        writer->slots_top--;
}

static void hold(frs_slot *slot)
{
    atomic_store_explicit(&slot->refs, 1, memory_order_relaxed);
    atomic_fetch_add(&slot->writer->refs, 1);
    slot->idle = 0;
}

frs_slot *frs_slots_take(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **unfit,
                         uint32_t *n_unfit)
{
    frs_slot *best = NULL;
    *n_unfit = 0;
    for (uint32_t i = writer->slots_top; i-- > 0;) {
        frs_slot *slot = writer->slots[i];
        if (!slot || slot->use != use || !is_free(slot))
            continue;
        if (fits(slot, size)) {
            best = slot; /* the lowest index: the slots used last are warm in the cache */
        } else if (!slot->pins) {
            remove_slot(writer, slot);
            unfit[(*n_unfit)++] = slot;
        }
    }
    if (best)
        hold(best);
    return best;
}

uint32_t frs_slots_take_free(frs_writer *writer, frs_slot **out)
{
    uint32_t n = 0;
    for (uint32_t i = writer->slots_top; i-- > 0;) {
        frs_slot *slot = writer->slots[i];
        if (slot && is_free(slot) && !slot->pins) {
            remove_slot(writer, slot);
            out[n++] = slot;
        }
    }
    return n;
}

/* It fits, but the pictures have become so much smaller that another one is worth its making. */
static bool is_loose(const frs_slot *slot, uint64_t wanted)
{
    return slot->use == FRS_SLOT_OF_PICTURE && slot->segment.size > wanted + wanted / 4;
}

uint32_t frs_slots_take_idle(frs_writer *writer, uint32_t looks, frs_slot **out)
{
    uint32_t n = 0;
    for (uint32_t i = writer->slots_top; i-- > 0;) {
        frs_slot *slot = writer->slots[i];
        if (!slot)
            continue;
        slot->idle = is_free(slot) ? slot->idle + 1 : 0;
        bool goes = slot->idle >= (is_loose(slot, writer->wanted) ? 1 : looks);
        if (goes && !slot->pins) {
            remove_slot(writer, slot);
            out[n++] = slot;
        }
    }
    return n;
}

uint32_t frs_slots_count_free(const frs_writer *writer)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->slots_top; i++)
        n += writer->slots[i] && is_free(writer->slots[i]);
    return n;
}

bool frs_slots_reserve(frs_writer *writer, size_t size)
{
    if (writer->n_slots >= writer->max_slots || size > writer->max_memory ||
        writer->slot_bytes > writer->max_memory - size)
        return false;
    writer->n_slots++;
    writer->slot_bytes += size;
    return true;
}

static void insert_slot(frs_writer *writer, frs_slot *slot)
{
    uint32_t index = 0;
    while (writer->slots[index]) /* frs_slots_reserve() left one */
        index++;
    slot->index = index;
    slot->id = writer->last_slot_id = frs_seq_next(writer->last_slot_id);
    writer->slots[index] = slot;
    if (index >= writer->slots_top)
        writer->slots_top = index + 1;
    atomic_store(&writer->control->slots[index].size, (uint32_t)slot->segment.size);
    atomic_store(&writer->control->slots[index].id, slot->id);
    atomic_fetch_add(&writer->control->slots_changed, 1);
}

static void cancel_reservation(frs_writer *writer, size_t size)
{
    pthread_mutex_lock(&writer->lock);
    writer->n_slots--;
    writer->slot_bytes -= size;
    pthread_mutex_unlock(&writer->lock);
}

int frs_slots_create(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **out)
{
    frs_slot *slot = calloc(1, sizeof *slot);
    int error =
        slot ? frs_segment_create(&slot->segment, "frameshare-slot", size, FRS_SEGMENT_READ_ONLY)
             : frs_fail(FRS_ENOMEM, "out of memory for a slot of stream %s", writer->name);
    if (error) {
        free(slot);
        cancel_reservation(writer, size);
        return error;
    }
    slot->writer = writer;
    slot->use = use;
    hold(slot);

    frs_connection *connections[FRS_READERS_MAX];
    pthread_mutex_lock(&writer->lock);
    insert_slot(writer, slot);
    uint32_t n_connections = frs_connections_snapshot(writer, connections);
    pthread_mutex_unlock(&writer->lock);

    frs_connections_send_slots(writer, connections, n_connections);
    frs_connections_unref(connections, n_connections);
    *out = slot;
    return FRS_OK;
}

void *frs_slot_data(const frs_slot *slot)
{
    return slot->segment.data;
}

size_t frs_slot_size(const frs_slot *slot)
{
    return slot->segment.size;
}

bool frs_slot_belongs_to(const frs_slot *slot, const frs_writer *writer)
{
    return slot && slot->writer == writer;
}
