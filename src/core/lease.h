/* SPDX-License-Identifier: MIT */
/**
 * The lease protocol: how a reader holds a frame that the writer must not overwrite, without a
 * lock, a system call, or a shared reference count. docs/design/lease.md has the argument in full;
 * tests/core/interleaving_test.c runs these very functions through every interleaving of small
 * cases; js/stream/lease.js says the reader's half once more in JavaScript.
 *
 * It is a hazard pointer (Michael 2004) with a watermark instead of a pointer to validate:
 *
 *   reader                                 writer
 *   R1  cell = seq                         W1  floor = seq + 1
 *   R2  load floor: <= seq? leased         W2  load every cell: none is seq? free
 *
 * All four are sequentially consistent. Either R1 comes before W2 in the total order, and the
 * writer sees the cell; or W2 comes before R1, so W1 comes before R2, and the reader sees the new
 * floor and lets go. Both may see each other (the slot then waits for one more scan); neither
 * cannot happen.
 *
 * A cell is claimed by compare-exchange from 0, so threads of one reader (a page and its workers)
 * share a page of cells without knowing of each other.
 *
 * The atomic operations go through FRS_ATOMIC_* so that the test above can put a scheduler in.
 */
#ifndef FRS_CORE_LEASE_H
#define FRS_CORE_LEASE_H

#include <stdbool.h>

#include "layout.h"

#ifndef FRS_ATOMIC_LOAD
#define FRS_ATOMIC_LOAD(p) atomic_load(p)
#define FRS_ATOMIC_STORE(p, v) atomic_store((p), (v))
#define FRS_ATOMIC_CAS(p, e, v) atomic_compare_exchange_strong((p), (e), (v))
#endif

/* ---- reader ---- */

/* Claim one of the first `n_cells` cells and name `seq` in it (R1). Returns the cell's index or
 * FRS_ELEASES. */
static inline int frs_lease_claim(frs_page *page, uint32_t n_cells, uint32_t seq)
{
    for (uint32_t i = 0; i < n_cells; i++) {
        uint32_t empty = 0;
        if (FRS_ATOMIC_CAS(&page->cells[i], &empty, seq)) /* R1, pairs with W2 */
            return (int)i;
    }
    return FRS_ELEASES;
}

/* After `cell` names `seq`: is the frame still leasable, and where? Stores the descriptor's index.
 * False: it was not; the cell is as it was, and names nothing that is held. */
static inline bool frs_lease_confirm(const frs_control *control, uint32_t seq, uint32_t *index)
{
    if (frs_seq_diff(seq, FRS_ATOMIC_LOAD(&control->floor)) < 0) /* R2, pairs with W1 */
        return false;
    uint32_t i = FRS_ATOMIC_LOAD(&control->ring[seq % FRS_RING_SIZE]);
    if (i >= FRS_DESCRIPTORS_MAX)
        return false;
    /* The ring may have gone round since R2; the stamp tells. From here the descriptor is stable.
     */
    if (FRS_ATOMIC_LOAD(&control->descriptors[i].seq) != seq)
        return false;
    *index = i;
    return true;
}

/* End a lease. Everything the reader read comes before this store; pairs with W2. */
static inline void frs_lease_end(frs_page *page, uint32_t cell)
{
    FRS_ATOMIC_STORE(&page->cells[cell], 0);
}

/* Lease frame `seq`: the cell's index, FRS_ELEASES, or FRS_EAGAIN when it is not leasable. */
static inline int frs_lease_begin(frs_page *page, const frs_control *control, uint32_t n_cells,
                                  uint32_t seq, uint32_t *index)
{
    int cell = frs_lease_claim(page, n_cells, seq);
    if (cell < 0)
        return cell;
    if (frs_lease_confirm(control, seq, index))
        return cell;
    frs_lease_end(page, (uint32_t)cell);
    return FRS_EAGAIN;
}

/* ---- writer ---- */

/* Make `seq` the newest frame. Its descriptor is complete and stamped, its index in the ring. */
static inline void frs_lease_announce(frs_control *control, uint32_t seq, uint32_t index)
{
    FRS_ATOMIC_STORE(&control->ring[seq % FRS_RING_SIZE], index);
    FRS_ATOMIC_STORE(&control->newest, seq); /* pairs with the readers' load of newest */
}

/* No new lease may name a frame older than `floor` (W1). */
static inline void frs_lease_raise_floor(frs_control *control, uint32_t floor)
{
    FRS_ATOMIC_STORE(&control->floor, floor);
}

/* After the floor went past `seq`: does a cell of this page name it (W2)? */
static inline bool frs_lease_names(frs_page *page, uint32_t seq)
{
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        if (FRS_ATOMIC_LOAD(&page->cells[i]) == seq)
            return true;
    return false;
}

#endif
