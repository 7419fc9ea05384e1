/* SPDX-License-Identifier: MIT */
/* Which slot whoever asks for one gets, and who has to make room for it. */
#include "connections.h"
#include "error.h"
#include "frames.h"
#include "lifetime.h"
#include "link_wake.h"
#include "share.h"
#include "slots.h"

/* Somebody asks for a slot, and what has to go for it: both are done away with when the lock is
 * free again. */
typedef struct frs_search {
    frs_writer *writer;
    frs_slot_use use;
    size_t size;
    frs_slot *unfit[FRS_SLOTS_MAX];
    uint32_t n_unfit;
    frs_connection *cut[FRS_READERS_MAX];
    uint32_t n_cut;
} frs_search;

/* Under the lock: a free slot, or NULL. */
static frs_slot *take(frs_search *search)
{
    uint32_t n_more;
    frs_frames_reclaim(search->writer);
    frs_slot *slot = frs_slots_take(search->writer, search->use, search->size,
                                    search->unfit + search->n_unfit, &n_more);
    search->n_unfit += n_more;
    return slot;
}

/* Under the lock: may another slot be made? Overlays leave room: a frame without its text is better
 * than no frame. */
static bool reserve(const frs_search *search)
{
    frs_writer *writer = search->writer;
    if (search->use == FRS_SLOT_OF_OVERLAYS &&
        (writer->n_slots >= writer->max_slots - writer->max_slots / 4 ||
         writer->slot_bytes + search->size > writer->max_memory - writer->max_memory / 4))
        return false;
    return frs_slots_reserve(writer, search->size);
}

/* Under the lock: `slot` gets a free one, or NULL. True: that, or another may be made. */
static bool find(frs_search *search, frs_slot **slot)
{
    *slot = take(search);
    return *slot || reserve(search);
}

/* The same for a picture, when the limits forbid another slot: what else could give way? */
static bool find_under_pressure(frs_search *search, frs_slot **slot)
{
    frs_writer *writer = search->writer;
    if (!writer->lossless) /* history is best effort: all but the newest frame can go */
        frs_frames_keep(writer, 1);
    if (find(search, slot))
        return true;
    /* Those of overlays. */
    search->n_unfit += frs_slots_take_free(writer, search->unfit + search->n_unfit);
    if (find(search, slot))
        return true;
    /* Those that a reader holds beyond its share. */
    while ((search->cut[search->n_cut] = frs_share_enforce(writer, FRS_SHARE_OF_SLOTS))) {
        search->n_cut++;
        if (find(search, slot))
            return true;
    }
    return false;
}

static int acquire(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **out)
{
    frs_search search = {.writer = writer, .use = use, .size = size};
    pthread_mutex_lock(&writer->lock);
    bool found = find(&search, out);
    if (use == FRS_SLOT_OF_PICTURE) {
        found = found || find_under_pressure(&search, out);
        if (found)
            frs_share_relax(writer, FRS_SHARE_OF_SLOTS);
        if (size != writer->wanted) {
            writer->wanted = size;
            frs_share_update(writer);
        }
    }
    pthread_mutex_unlock(&writer->lock);

    for (uint32_t i = 0; i < search.n_cut; i++)
        frs_connection_hang_up(search.cut[i]);
    frs_connections_unref(search.cut, search.n_cut);
    frs_slots_dispose(search.unfit, search.n_unfit);
    if (search.n_unfit)
        frs_link_wake(writer);
    if (*out)
        return FRS_OK;
    if (found)
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
    frs_frames_reclaim(writer);
    uint32_t n = frs_slots_take_free(writer, free_slots);
    pthread_mutex_unlock(&writer->lock);
    frs_slots_dispose(free_slots, n);
    frs_link_wake(writer);
}
