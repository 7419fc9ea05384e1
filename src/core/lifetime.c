/* SPDX-License-Identifier: MIT */
#include "lifetime.h"

#include <stdlib.h>
#include <unistd.h>

#include "link_wake.h"

void frs_slots_dispose(frs_slot **slots, uint32_t n_slots)
{
    for (uint32_t i = 0; i < n_slots; i++) {
        frs_segment_finish(&slots[i]->segment);
        free(slots[i]);
    }
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

frs_slot *frs_slot_ref(frs_slot *slot)
{
    atomic_fetch_add_explicit(&slot->refs, 1, memory_order_relaxed);
    return slot;
}

void frs_slot_unref(frs_slot *slot)
{
    if (!slot)
        return;
    frs_writer *writer = slot->writer; /* at 0 the slot may be taken by another thread at once */
    if (atomic_fetch_sub(&slot->refs, 1) != 1) /* pairs with trim.c's store to asleep */
        return;
    frs_link_wake_to_trim(writer);
    frs_writer_unref(writer);
}
