/* SPDX-License-Identifier: MIT */
#include "mappings.h"

#include <sys/mman.h>
#include <unistd.h>

#include "error.h"

static void unmap(frs_mapping *mapping)
{
    if (mapping->data)
        munmap((void *)mapping->data, mapping->size);
    *mapping = (frs_mapping){0};
}

static int map(frs_mapping *mapping, const frs_link_slot *slot)
{
    if (mapping->leases)
        return frs_fail(FRS_EPROTOCOL, "the writer replaced a slot that is leased");
    unmap(mapping);
    void *data = mmap(NULL, slot->size, PROT_READ, MAP_SHARED, slot->fd, 0);
    if (data == MAP_FAILED)
        return frs_fail(FRS_ESYSTEM, "could not map a slot of %u bytes", slot->size);
    *mapping = (frs_mapping){.data = data, .size = slot->size, .id = slot->id};
    return FRS_OK;
}

int frs_mappings_add(frs_mappings *mappings, const frs_link_slot *slot)
{
    int error = map(&mappings->slot[slot->index], slot);
    close(slot->fd);
    mappings->swept = false; /* it may have been given up before it came here */
    return error;
}

void frs_mappings_sweep(frs_mappings *mappings, const frs_control *control)
{
    uint32_t changed = atomic_load(&control->slots_changed);
    if (mappings->swept && changed == mappings->slots_changed)
        return;
    mappings->swept = true;
    mappings->slots_changed = changed;
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++) {
        frs_mapping *mapping = &mappings->slot[i];
        if (mapping->data && !mapping->leases && atomic_load(&control->slots[i].id) != mapping->id)
            unmap(mapping);
    }
}

frs_mapping *frs_mappings_find(frs_mappings *mappings, uint32_t index, uint32_t id)
{
    return mappings->slot[index].id == id ? &mappings->slot[index] : NULL;
}

void frs_mappings_finish(frs_mappings *mappings)
{
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        unmap(&mappings->slot[i]);
}
