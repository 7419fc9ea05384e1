/* SPDX-License-Identifier: MIT */
/*
 * Who holds what. The link thread copies the writer's books under the lock, then asks the kernel
 * which pages there are and finds out which lease is on which slot without it. The answer travels
 * as a small segment of its own: a reader that does not take it stops nobody, and what it reads
 * does not change under it.
 */
#include "accounts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "frames.h"
#include "writer_state.h"

/* And so a row for each slot and each reader. */
static_assert(sizeof(frs_accounts) == 40 + 28 * FRS_SLOTS_MAX + 148 * FRS_READERS_MAX,
              "the same in every process");

/* The books of one moment. */
typedef struct frs_books {
    frs_slot *slot[FRS_SLOTS_MAX]; /* pinned */
    uint32_t row[FRS_SLOTS_MAX];   /* by the slot's index */
    uint32_t n_published;
    frs_published published[FRS_DESCRIPTORS_MAX];
    uint32_t cells[FRS_READERS_MAX][FRS_LEASES_MAX]; /* in the order of the rows */
} frs_books;

/* ---- under the lock ---- */

static void copy_slot(frs_books *books, frs_accounts *accounts, frs_slot *slot)
{
    uint32_t row = accounts->n_slots++;
    slot->pins++;
    books->slot[row] = slot;
    books->row[slot->index] = row;
    accounts->slot[row] = (frs_slot_account){
        .id = slot->id,
        .size = (uint32_t)slot->segment.size,
        .references = atomic_load(&slot->refs),
        .frames = slot->frames,
        .overlays = slot->use == FRS_SLOT_OF_OVERLAYS,
    };
}

static void copy_reader(frs_books *books, frs_accounts *accounts, const frs_connection *connection,
                        const frs_connection *asking)
{
    uint32_t row = accounts->n_readers++;
    frs_page *page = connection->page;
    uint32_t history = atomic_load(&page->history); /* hostile: clamp */
    accounts->reader[row] = (frs_reader_account){
        .pid = connection->pid,
        .asking = connection == asking,
        .every = atomic_load(&page->every) != 0,
        .history = history > FRS_HISTORY_MAX ? FRS_HISTORY_MAX : history,
    };
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        books->cells[row][i] = atomic_load(&page->cells[i]);
}

static void copy_books(frs_writer *writer, const frs_connection *asking, frs_books *books,
                       frs_accounts *accounts)
{
    frs_frames_reclaim(writer);
    accounts->n_slots = accounts->n_readers = 0;
    for (uint32_t i = 0; i < writer->slots_top; i++)
        if (writer->slots[i])
            copy_slot(books, accounts, writer->slots[i]);
    for (uint32_t i = 0; i < writer->n_connections; i++)
        if (writer->connections[i]->state == FRS_CONNECTION_READER)
            copy_reader(books, accounts, writer->connections[i], asking);
    books->n_published = writer->published_top;
    memcpy(books->published, writer->published, writer->published_top * sizeof *books->published);
}

/* ---- without it ---- */

static uint32_t allocated(const frs_segment *segment)
{
    struct stat st;
    uint64_t bytes = fstat(segment->fd, &st) == 0 ? (uint64_t)st.st_blocks * 512 : segment->size;
    return (uint32_t)(bytes < segment->size ? bytes : segment->size);
}

static const frs_published *find_frame(const frs_books *books, uint32_t seq)
{
    for (uint32_t i = 0; i < books->n_published; i++)
        if (books->published[i].state != FRS_FRAME_UNUSED && books->published[i].seq == seq)
            return &books->published[i];
    return NULL; /* of a lease that is being tried, or of a liar */
}

static void book_leases(const frs_books *books, frs_accounts *accounts, uint32_t row)
{
    frs_reader_account *reader = &accounts->reader[row];
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++) {
        uint32_t seq = books->cells[row][i];
        const frs_published *frame = seq ? find_frame(books, seq) : NULL;
        if (!frame)
            continue;
        reader->slot[reader->n_leases++] = frame->slot->id;
        accounts->slot[books->row[frame->slot->index]].leases++;
        if (frame->overlays)
            accounts->slot[books->row[frame->overlays->index]].leases++;
    }
}

static void unpin(frs_writer *writer, const frs_books *books, uint32_t n_slots)
{
    pthread_mutex_lock(&writer->lock);
    for (uint32_t i = 0; i < n_slots; i++)
        books->slot[i]->pins--;
    pthread_mutex_unlock(&writer->lock);
}

static void fill(frs_writer *writer, const frs_connection *asking, frs_books *books,
                 frs_accounts *accounts)
{
    pthread_mutex_lock(&writer->lock);
    copy_books(writer, asking, books, accounts);
    pthread_mutex_unlock(&writer->lock);
    for (uint32_t i = 0; i < accounts->n_slots; i++)
        accounts->slot[i].used = allocated(&books->slot[i]->segment);
    for (uint32_t i = 0; i < accounts->n_readers; i++)
        book_leases(books, accounts, i);
    unpin(writer, books, accounts->n_slots);
}

int frs_accounts_create(frs_segment *segment, frs_writer *writer, const frs_connection *asking)
{
    *segment = (frs_segment){.fd = -1};
    frs_books *books = calloc(1, sizeof *books);
    int error = books ? frs_segment_create(segment, "frameshare-accounts", sizeof(frs_accounts),
                                           FRS_SEGMENT_READ_ONLY)
                      : frs_fail(FRS_ENOMEM, "out of memory for the accounts of a stream");
    if (!error)
        fill(writer, asking, books, segment->data);
    free(books);
    return error;
}

/* ---- the reader's half ---- */

/* What came is the writer's word; no count may lead out of the tables. */
static void settle(frs_accounts *accounts)
{
    if (accounts->n_slots > FRS_ACCOUNTS_SLOTS_MAX)
        accounts->n_slots = FRS_ACCOUNTS_SLOTS_MAX;
    if (accounts->n_readers > FRS_ACCOUNTS_READERS_MAX)
        accounts->n_readers = FRS_ACCOUNTS_READERS_MAX;
    accounts->free = accounts->held = accounts->referred = accounts->reserved = 0;
    accounts->size = accounts->used = 0;
    for (uint32_t i = 0; i < accounts->n_slots; i++) {
        const frs_slot_account *slot = &accounts->slot[i];
        accounts->free += !slot->references && !slot->frames;
        accounts->held += slot->leases > 0;
        accounts->referred += slot->references > 0;
        accounts->size += slot->size;
        accounts->used += slot->used;
    }
    for (uint32_t i = 0; i < accounts->n_readers; i++)
        if (accounts->reader[i].n_leases > FRS_LEASES_MAX)
            accounts->reader[i].n_leases = FRS_LEASES_MAX;
}

int frs_accounts_take(int fd, frs_accounts *accounts)
{
    int error = frs_segment_check(fd, frs_segment_round(sizeof *accounts));
    if (!error && pread(fd, accounts, sizeof *accounts, 0) != (ssize_t)sizeof *accounts)
        error = frs_fail(FRS_EPROTOCOL, "the stream's accounts cannot be read");
    close(fd);
    if (!error)
        settle(accounts);
    return error;
}
