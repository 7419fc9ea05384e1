/* SPDX-License-Identifier: MIT */
#include "share.h"

#include <stdlib.h>

#include "clock.h"
#include "connections.h"

/* No process is told to do with less: a frame that it shows, the next one, and two to work on. */
#define SHARE_MIN 4u
/* No connection is: the frame that is held, and the one that is taken before that goes. */
#define LEASES_MIN 2u
/* A reader may be about to take a lease by what it was told before. */
#define SLACK 2u
/* For how long a writer goes without before a reader that has kept to the protocol pays for it. */
#define STARVED_NS 1000000000u

static uint32_t clamp(uint32_t value, uint32_t low, uint32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* ---- processes ---- */

static bool is_reader(const frs_connection *connection)
{
    return connection->state == FRS_CONNECTION_READER;
}

/* Connections of this process that read. */
static uint32_t count_connections(const frs_writer *writer, pid_t pid)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->n_connections; i++)
        n += is_reader(writer->connections[i]) && writer->connections[i]->pid == pid;
    return n;
}

/* Is this the first connection of its process in the table? */
static bool is_first(const frs_writer *writer, uint32_t index)
{
    const frs_connection *connection = writer->connections[index];
    for (uint32_t i = 0; i < index; i++)
        if (is_reader(writer->connections[i]) && writer->connections[i]->pid == connection->pid)
            return false;
    return is_reader(connection);
}

static uint32_t count_processes(const frs_writer *writer)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->n_connections; i++)
        n += is_first(writer, i);
    return n;
}

/* ---- what is told ---- */

/* How many pictures there can be. */
static uint32_t capacity(const frs_writer *writer)
{
    uint64_t fit = writer->wanted ? writer->max_memory / writer->wanted : writer->max_slots;
    return fit < writer->max_slots ? (uint32_t)fit : writer->max_slots;
}

/* Cells in use. The page is hostile: each word is taken once. */
static uint32_t count_leases(frs_connection *connection)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        n += atomic_load(&connection->page->cells[i]) != 0;
    return n;
}

/* What it holds by what it was told before it may keep, but not take again. */
static void settle(frs_connection *connection)
{
    uint32_t held = count_leases(connection);
    if (held < connection->allowed)
        connection->allowed = held;
    if (connection->allowed < connection->told)
        connection->allowed = connection->told;
}

void frs_share_update(frs_writer *writer)
{
    uint32_t share = capacity(writer) / (count_processes(writer) + 1);
    share = clamp(share, SHARE_MIN, FRS_DESCRIPTORS_MAX);
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        frs_connection *connection = writer->connections[i];
        if (!is_reader(connection))
            continue;
        uint32_t connections =
            clamp(count_connections(writer, connection->pid), 1, FRS_READERS_MAX);
        connection->told = clamp(share / connections, LEASES_MIN, FRS_LEASES_MAX);
        settle(connection);
        atomic_store(&connection->page->leases, connection->told);
    }
}

/* ---- what is held ---- */

#define BITS 64u

/* A set of slots, or of descriptors, by their index. */
typedef struct frs_index_set {
    uint64_t bits[FRS_SLOTS_MAX / BITS];
} frs_index_set;
static_assert(FRS_DESCRIPTORS_MAX <= FRS_SLOTS_MAX, "a set has room for either");

static void add(frs_index_set *set, uint32_t index)
{
    set->bits[index / BITS] |= UINT64_C(1) << index % BITS;
}

static void merge(frs_index_set *set, const frs_index_set *other)
{
    for (uint32_t i = 0; i < FRS_SLOTS_MAX / BITS; i++)
        set->bits[i] |= other->bits[i];
}

static uint32_t count(const frs_index_set *set)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < FRS_SLOTS_MAX / BITS; i++)
        n += (uint32_t)__builtin_popcountll(set->bits[i]);
    return n;
}

/* Frames that can be held, to be found by their number. */
typedef struct frs_frame_index {
    const frs_writer *writer;
    uint32_t n;
    struct frs_frame_entry {
        uint32_t seq, descriptor;
    } entry[FRS_DESCRIPTORS_MAX];
} frs_frame_index;

static int compare(const void *a, const void *b)
{
    uint32_t left = ((const struct frs_frame_entry *)a)->seq;
    uint32_t right = ((const struct frs_frame_entry *)b)->seq;
    return (left > right) - (left < right);
}

static void index_frames(frs_frame_index *frames, const frs_writer *writer)
{
    frames->writer = writer;
    frames->n = 0;
    for (uint32_t i = 0; i < writer->published_top; i++)
        if (writer->published[i].state != FRS_FRAME_UNUSED)
            frames->entry[frames->n++] =
                (struct frs_frame_entry){.seq = writer->published[i].seq, .descriptor = i};
    qsort(frames->entry, frames->n, sizeof frames->entry[0], compare);
}

/* What this connection's leases name. Its page is hostile: each word is taken once. */
static frs_index_set held_by(const frs_frame_index *frames, frs_connection *connection,
                             frs_share_kind kind)
{
    frs_index_set set = {{0}};
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++) {
        struct frs_frame_entry key = {.seq = atomic_load(&connection->page->cells[i])};
        const struct frs_frame_entry *found =
            key.seq ? bsearch(&key, frames->entry, frames->n, sizeof key, compare) : NULL;
        if (!found)
            continue;
        const frs_published *frame = &frames->writer->published[found->descriptor];
        add(&set, kind == FRS_SHARE_OF_FRAMES ? found->descriptor : frame->slot->index);
        if (frame->overlays && kind == FRS_SHARE_OF_SLOTS)
            add(&set, frame->overlays->index);
    }
    return set;
}

/* How many all connections of this one's process hold; `worst` gets the one of them that holds
 * most, of several the youngest. */
static uint32_t held_by_process(const frs_frame_index *frames, pid_t pid, frs_share_kind kind,
                                frs_connection **worst)
{
    const frs_writer *writer = frames->writer;
    frs_index_set all = {{0}};
    uint32_t most = 0;
    *worst = NULL;
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        frs_connection *connection = writer->connections[i];
        if (!is_reader(connection) || connection->pid != pid)
            continue;
        frs_index_set set = held_by(frames, connection, kind);
        uint32_t n = count(&set);
        merge(&all, &set);
        if (n > most || (n == most && *worst && connection->number > (*worst)->number)) {
            most = n;
            *worst = connection;
        }
    }
    return count(&all);
}

/* A connection that has taken more than it was told; NULL: none has. */
static frs_connection *find_liar(const frs_writer *writer)
{
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        frs_connection *connection = writer->connections[i];
        if (!is_reader(connection))
            continue;
        if (count_leases(connection) > connection->allowed + SLACK)
            return connection;
        settle(connection);
    }
    return NULL;
}

/* The connection that holds most, of the process that holds most, if that is more than its share.
 */
static frs_connection *find_hoarder(const frs_writer *writer, frs_share_kind kind)
{
    frs_frame_index frames;
    index_frames(&frames, writer);
    uint32_t all = kind == FRS_SHARE_OF_FRAMES ? FRS_DESCRIPTORS_MAX : writer->n_slots;
    uint32_t most = clamp(all / (count_processes(writer) + 1), SHARE_MIN, all);
    frs_connection *hoarder = NULL;
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        frs_connection *worst;
        if (!is_first(writer, i))
            continue;
        uint32_t held = held_by_process(&frames, writer->connections[i]->pid, kind, &worst);
        if (worst &&
            (held > most || (held == most && hoarder && worst->number > hoarder->number))) {
            most = held;
            hoarder = worst;
        }
    }
    return hoarder;
}

void frs_share_relax(frs_writer *writer, frs_share_kind kind)
{
    writer->starved_since[kind] = 0;
}

frs_connection *frs_share_enforce(frs_writer *writer, frs_share_kind kind)
{
    uint64_t now = frs_now_ns();
    if (!writer->starved_since[kind])
        writer->starved_since[kind] = now;
    if (count_processes(writer) < 2)
        return NULL; /* it takes nothing away from anybody */
    frs_connection *found = find_liar(writer);
    if (!found && now - writer->starved_since[kind] >= STARVED_NS)
        found = find_hoarder(writer, kind);
    if (!found)
        return NULL;
    frs_connection_ref(found);
    frs_connection_cut(writer, found);
    return found;
}
