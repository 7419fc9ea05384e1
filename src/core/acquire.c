/* SPDX-License-Identifier: MIT */
/* Which slot whoever asks for one gets, and who has to make room for it. */
#include "error.h"
#include "writer.h"

/* Under the lock, when the limits forbid another slot for a picture: what else could give way? */
static frs_slot *take_under_pressure(frs_writer *writer, size_t size, frs_slot **unfit,
                                     uint32_t *n_unfit)
{
    if (!writer->lossless) /* history is best effort: all but the newest frame can go */
        frs_writer_keep(writer, 1);
    frs_slots_reclaim(writer);
    frs_slot *slot = frs_slots_take(writer, FRS_SLOT_OF_PICTURE, size, unfit, n_unfit);
    if (!slot) /* those of overlays */
        *n_unfit += frs_slots_take_free(writer, unfit + *n_unfit);
    return slot;
}

/* Under the lock: may another slot be made? Overlays leave room: a frame without its text is better
 * than no frame. */
static bool reserve(frs_writer *writer, frs_slot_use use, size_t size)
{
    if (use == FRS_SLOT_OF_OVERLAYS &&
        (writer->n_slots >= writer->max_slots - writer->max_slots / 4 ||
         writer->slot_bytes + size > writer->max_memory - writer->max_memory / 4))
        return false;
    return frs_slots_reserve(writer, size);
}

static int acquire(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **out)
{
    frs_slot *unfit[FRS_SLOTS_MAX];
    uint32_t n_unfit, n_more = 0;
    pthread_mutex_lock(&writer->lock);
    frs_slots_reclaim(writer);
    frs_slot *slot = frs_slots_take(writer, use, size, unfit, &n_unfit);
    bool reserved = !slot && reserve(writer, use, size);
    if (!slot && !reserved && use == FRS_SLOT_OF_PICTURE) {
        slot = take_under_pressure(writer, size, unfit + n_unfit, &n_more);
        reserved = !slot && frs_slots_reserve(writer, size);
    }
    if (use == FRS_SLOT_OF_PICTURE)
        writer->wanted = size;
    pthread_mutex_unlock(&writer->lock);

    frs_slots_dispose(unfit, n_unfit + n_more);
    if (n_unfit + n_more)
        frs_readers_attend(writer);
    *out = slot;
    if (slot)
        return FRS_OK;
    if (reserved)
        return frs_slots_create(writer, use, size, out);
    return frs_fail(FRS_ENOMEM,
                    "all slots of stream %s are in use (limits: %u slots, %llu MiB): readers hold "
                    "frames too long, or the pictures are too large",
                    writer->name, writer->max_slots,
                    (unsigned long long)(writer->max_memory >> 20));
}

int frs_writer_slot_acquire(frs_writer *writer, size_t size, frs_slot **out)
{
    *out = NULL;
    if (size == 0 || size > FRS_SLOT_SIZE_MAX)
        return frs_fail(FRS_EINVAL, "a slot of %zu bytes: it must be 1 byte to 1 GiB", size);
    return acquire(writer, FRS_SLOT_OF_PICTURE, frs_segment_round(size), out);
}

int frs_writer_overlays_acquire(frs_writer *writer, size_t size, frs_slot **out)
{
    *out = NULL;
    if (size < sizeof(frs_overlays) || size > FRS_SLOT_SIZE_MAX)
        return frs_fail(FRS_EINVAL, "overlays of %zu bytes: they may have %zu bytes to 1 GiB", size,
                        sizeof(frs_overlays));
    /* Few sizes, so that the next text finds a slot that was made already. */
    size_t rounded = frs_segment_round(1);
    while (rounded < size)
        rounded *= 2;
    return acquire(writer, FRS_SLOT_OF_OVERLAYS, rounded, out);
}

void frs_writer_trim(frs_writer *writer)
{
    frs_slot *free_slots[FRS_SLOTS_MAX];
    pthread_mutex_lock(&writer->lock);
    frs_slots_reclaim(writer);
    uint32_t n = frs_slots_take_free(writer, free_slots);
    pthread_mutex_unlock(&writer->lock);
    frs_slots_dispose(free_slots, n);
    frs_readers_attend(writer);
}
