/* SPDX-License-Identifier: MIT */
/** A stream's slots as a reader has them mapped. */
#ifndef FRS_CORE_MAPPINGS_H
#define FRS_CORE_MAPPINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "layout.h"
#include "link.h"

typedef struct frs_mapping {
    const uint8_t *data; /* NULL: none */
    size_t size;
    uint32_t id;
    uint32_t leases; /* never unmapped under a lease, whatever the writer says */
} frs_mapping;

/* Zeroed: none. */
typedef struct frs_mappings {
    frs_mapping slot[FRS_SLOTS_MAX];
    uint32_t slots_changed; /* of the control segment, at the last sweep */
    bool swept;             /* nothing was mapped since then */
} frs_mappings;

/* Map a slot that came in place of what was there. Takes slot->fd. */
int frs_mappings_add(frs_mappings *mappings, const frs_link_slot *slot);

/* Let go of slots the writer has given up: a load when there is none. */
void frs_mappings_sweep(frs_mappings *mappings, const frs_control *control);

/* NULL: the slot with this id (not 0) at this index (below FRS_SLOTS_MAX) has not come. */
frs_mapping *frs_mappings_find(frs_mappings *mappings, uint32_t index, uint32_t id);

/* Unmap all. */
void frs_mappings_finish(frs_mappings *mappings);

#endif
