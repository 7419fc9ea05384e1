/* SPDX-License-Identifier: MIT */
#include "frames.h"

#include "lease.h"

uint32_t frs_frames_history_of(const frs_connection *connection)
{
    uint32_t history = atomic_load(&connection->page->history);
    return history < 1 ? 1 : history > FRS_HISTORY_MAX ? FRS_HISTORY_MAX : history;
}

/* How many the most demanding one wants. */
static uint32_t history_wanted(const frs_writer *writer)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        uint32_t history =
            connection->state == FRS_CONNECTION_READER ? frs_frames_history_of(connection) : 1;
        if (history > most)
            most = history;
    }
    return most;
}

void frs_frames_keep(frs_writer *writer, uint32_t history)
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

void frs_frames_retire(frs_writer *writer)
{
    frs_frames_keep(writer, history_wanted(writer));
}

static bool is_held(const frs_writer *writer, uint32_t seq)
{
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        const frs_connection *connection = writer->connections[i];
        if (connection->state == FRS_CONNECTION_READER && frs_lease_names(connection->page, seq))
            return true;
    }
    return false;
}

void frs_frames_reclaim(frs_writer *writer)
{
    for (uint32_t i = 0; i < writer->published_top; i++) {
        frs_published *published = &writer->published[i];
        if (published->state != FRS_FRAME_RETIRED || is_held(writer, published->seq))
            continue;
        published->slot->frames--;
        if (published->overlays)
            published->overlays->frames--;
        *published = (frs_published){.state = FRS_FRAME_UNUSED};
    }
    while (writer->published_top > 0 &&
           writer->published[writer->published_top - 1].state == FRS_FRAME_UNUSED)
        writer->published_top--;
}
