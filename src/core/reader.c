/* SPDX-License-Identifier: MIT */
#include <frameshare/reader.h>

#include <stdlib.h>
#include <sys/mman.h>

#include "accounts.h"
#include "clock.h"
#include "descriptor.h"
#include "error.h"
#include "futex.h"
#include "link.h"
#include "mappings.h"
#include "segment.h"
#include "wake.h"

#define DEFAULT_HISTORY 8
/* How long the first slots may take to come after the welcome. */
#define SLOTS_MS 5000
/* A writer that takes its newest frame back this often in a row does not mean well. */
#define TRIES 1000
/* Slots to take in at a time: more than there can be. The rest waits for the next call, so that a
 * writer that sends without an end does not keep us here. */
#define SLOTS_A_TURN (2 * FRS_SLOTS_MAX)
/* Who sleeps for a frame by futex neither reads the link nor learns of the writer's death. So it
 * sleeps no longer than this, then on the link; and while frames come it reads the link as often.
 */
#define LINK_UNREAD_MS 100

struct frs_reader {
    frs_link link;
    const frs_control *control;
    size_t control_size;
    frs_page *page;
    bool every, closed;
    uint32_t last;        /* sequence of the last frame taken */
    int64_t link_read_at; /* frs_now_ms() */
    /* What was newest when a frame could not be taken, and when one was in a slot that has not
     * come yet; 0: none was. */
    uint32_t tried_at, blocked_at;
    frs_mappings mappings;
    struct {
        frs_mapping *picture;  /* NULL: nothing is held */
        frs_mapping *overlays; /* or NULL */
    } leased[FRS_LEASES_MAX];  /* by cell */
};

/* ---- slots ---- */

/* Takes slot->fd. */
static int take_in(frs_reader *reader, const frs_link_slot *slot)
{
    reader->blocked_at = 0;
    return frs_mappings_add(&reader->mappings, slot);
}

/* Take in what waits on the link. */
static int receive_all(frs_reader *reader)
{
    int error = reader->closed ? frs_fail(FRS_ECLOSED, "the stream has ended") : FRS_OK;
    reader->link_read_at = frs_now_ms();
    for (uint32_t i = 0; i < SLOTS_A_TURN && !error; i++) {
        frs_link_slot slot;
        error = frs_link_receive(&reader->link, &slot);
        if (error == FRS_OK)
            error = take_in(reader, &slot);
        else if (error != FRS_EAGAIN)
            reader->closed = true;
    }
    return error == FRS_EAGAIN ? FRS_OK : error;
}

static frs_mapping *find_slot(frs_reader *reader, uint32_t index, uint32_t id)
{
    if (index >= FRS_SLOTS_MAX || id == 0)
        return NULL;
    frs_mapping *found = frs_mappings_find(&reader->mappings, index, id);
    if (!found) {
        receive_all(reader); /* it was sent before the frame was published */
        found = frs_mappings_find(&reader->mappings, index, id);
    }
    if (!found)
        reader->blocked_at = reader->tried_at;
    return found;
}

/* The newest frames cannot be taken before another slot or another frame comes. */
static bool is_blocked(const frs_reader *reader)
{
    return reader->blocked_at && reader->blocked_at == atomic_load(&reader->control->newest);
}

static bool has_news(const frs_reader *reader)
{
    return atomic_load(&reader->control->newest) != reader->last && !is_blocked(reader);
}

/* ---- open and close ---- */

static int map_shared(frs_reader *reader)
{
    reader->control_size = frs_segment_round(sizeof(frs_control));
    void *control =
        mmap(NULL, reader->control_size, PROT_READ, MAP_SHARED, reader->link.control_fd, 0);
    if (control == MAP_FAILED)
        return frs_fail(FRS_ESYSTEM, "could not map the stream's control segment");
    reader->control = control;
    void *page =
        mmap(NULL, sizeof(frs_page), PROT_READ | PROT_WRITE, MAP_SHARED, reader->link.page_fd, 0);
    if (page == MAP_FAILED)
        return frs_fail(FRS_ESYSTEM, "could not map the reader's page");
    reader->page = page;
    return FRS_OK;
}

static int wait_for_slots(frs_reader *reader, const char *name)
{
    int64_t end = frs_now_ms() + SLOTS_MS;
    while (!reader->link.ready) {
        int error = receive_all(reader);
        /* A short stream may have ended by now; what it published is here all the same. */
        if (error == FRS_ECLOSED && !reader->link.ready)
            return frs_fail(FRS_ENOENT, "stream %s ended just now", name);
        if (error && error != FRS_ECLOSED)
            return error;
        int left = frs_ms_until(end);
        if (!reader->link.ready && (left == 0 || frs_link_wait(&reader->link, left)))
            return frs_fail(FRS_ETIMEOUT,
                            "stream %s does not send its slots: is its program stopped?", name);
    }
    return FRS_OK;
}

int frs_reader_open(frs_reader **out, const char *name, const frs_reader_options *options)
{
    *out = NULL;
    frs_reader_options defaults = {0};
    if (!options)
        options = &defaults;
    uint32_t history = options->history       ? options->history
                       : options->every_frame ? DEFAULT_HISTORY
                                              : 1;
    if (history > FRS_HISTORY_MAX)
        return frs_fail(FRS_EINVAL, "a history of %u frames: at most %d are kept", history,
                        FRS_HISTORY_MAX);
    frs_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return frs_fail(FRS_ENOMEM, "out of memory for a reader of stream %s", name);
    reader->every = options->every_frame;
    int error =
        frs_link_open(&reader->link, name, history, options->every_frame, options->timeout_ms);
    if (error) {
        free(reader);
        return error;
    }
    error = map_shared(reader);
    if (!error)
        error = wait_for_slots(reader, name);
    if (error) {
        frs_reader_close(&reader);
        return error;
    }
    reader->last = reader->every ? atomic_load(&reader->page->cursor) : 0;
    *out = reader;
    return FRS_OK;
}

void frs_reader_close(frs_reader **handle)
{
    frs_reader *reader = *handle;
    *handle = NULL;
    if (!reader)
        return;
    for (uint32_t i = 0; reader->page && i < FRS_LEASES_MAX; i++)
        frs_lease_end(reader->page, i);
    frs_link_close(&reader->link);
    frs_mappings_finish(&reader->mappings);
    if (reader->page)
        munmap(reader->page, sizeof(frs_page));
    if (reader->control)
        munmap((void *)reader->control, reader->control_size);
    free(reader);
}

/* ---- leases ---- */

static void report_progress(frs_reader *reader)
{
    /* Pairs with the writer's store to writer_waiting and load of cursor. */
    if (atomic_load(&reader->control->writer_waiting) && !reader->closed)
        frs_link_progress(&reader->link);
}

/* The slot of the frame's overlays, if it has any. FRS_EAGAIN when that has not come yet. */
static int find_overlays(frs_reader *reader, const frs_descriptor *descriptor, frs_frame *frame,
                         frs_mapping **out)
{
    uint32_t id = atomic_load(&descriptor->overlay_slot_id);
    uint32_t number = atomic_load(&descriptor->overlay_number);
    *out = NULL;
    if (id == 0 || number == 0)
        return FRS_OK;
    frs_mapping *mapping = find_slot(reader, atomic_load(&descriptor->overlay_slot), id);
    if (!mapping)
        return FRS_EAGAIN;
    *out = mapping;
    frame->overlay_data = mapping->data;
    frame->overlay_size = mapping->size;
    frame->overlay_number = number;
    return FRS_OK;
}

/* What the frame says, and its overlays. Its picture's slot stays mapped meanwhile. */
static int describe(frs_reader *reader, const frs_descriptor *descriptor, frs_frame *frame,
                    frs_mapping **overlays)
{
    frs_descriptor_unpack(descriptor->word, &frame->info);
    if (frs_frame_info_check(&frame->info, frame->size))
        return FRS_EPROTOCOL;
    return find_overlays(reader, descriptor, frame, overlays);
}

/* The lease in `cell` on `descriptor` is ours: see what it says and whether it can be. */
static int open_frame(frs_reader *reader, const frs_descriptor *descriptor, uint32_t seq,
                      uint32_t cell, frs_frame *frame)
{
    frs_mapping *overlays;
    frs_mapping *picture =
        find_slot(reader, atomic_load(&descriptor->slot), atomic_load(&descriptor->slot_id));
    if (!picture)
        return FRS_EAGAIN; /* our socket was full when the writer sent it: it will come */
    *frame = (frs_frame){.data = picture->data,
                         .size = picture->size,
                         .sequence = seq,
                         .slot = picture->id,
                         .cell = cell};
    picture->leases++;
    int error = describe(reader, descriptor, frame, &overlays);
    if (error) {
        picture->leases--;
        *frame = (frs_frame){0};
        return error;
    }
    if (overlays)
        overlays->leases++;
    reader->leased[cell].picture = picture;
    reader->leased[cell].overlays = overlays;
    return FRS_OK;
}

/* The writer says so; its word is checked. */
static uint32_t cells_to_use(const frs_reader *reader)
{
    uint32_t n = atomic_load(&reader->page->leases);
    return n < 1 || n > FRS_LEASES_MAX ? FRS_LEASES_MAX : n;
}

static int lease(frs_reader *reader, uint32_t seq, frs_frame *frame)
{
    uint32_t index = 0;
    uint32_t n_cells = cells_to_use(reader);
    int cell = frs_lease_begin(reader->page, reader->control, n_cells, seq, &index);
    if (cell == FRS_ELEASES)
        return frs_fail(cell,
                        "%u frames are held, which is all that this reader may: release one first",
                        n_cells);
    if (cell < 0)
        return cell;
    /* The writer can write to the page: a cell that it cleared is claimed twice. */
    int error =
        reader->leased[cell].picture
            ? frs_fail(FRS_EPROTOCOL, "the writer took a lease away")
            : open_frame(reader, &reader->control->descriptors[index], seq, (uint32_t)cell, frame);
    if (error)
        frs_lease_end(reader->page, (uint32_t)cell);
    return error;
}

static uint32_t frames_missed(const frs_reader *reader, uint32_t seq)
{
    /* Who wants the newest frame misses none before the first; who wants every frame has the number
     * of the last one before it came, 0 when there was none. */
    bool counts = reader->last || reader->every;
    int32_t distance = counts ? frs_seq_distance(seq, reader->last) : 1;
    return distance > 1 ? (uint32_t)distance - 1 : 0;
}

static void take(frs_reader *reader, frs_frame *frame)
{
    frame->missed = frames_missed(reader, frame->sequence);
    reader->last = frame->sequence;
    if (!reader->every)
        return;
    atomic_store(&reader->page->cursor, frame->sequence);
    report_progress(reader);
}

static int nothing_new(frs_reader *reader)
{
    int error = receive_all(reader);
    /* The writer may have published once more before it went. */
    if (!error || atomic_load(&reader->control->newest) != reader->last)
        return FRS_EAGAIN;
    return error == FRS_ECLOSED ? frs_fail(error, "the stream has ended") : error;
}

/* What a call asks for. */
typedef enum frame_wish {
    NEWEST,
    NEWEST_AGAIN, /* also when it was taken before */
    PEEK,         /* the same, and it does not count as taken */
    NEXT,
} frame_wish;

/* The number of the frame that is wished for; 0: there is none yet. */
static uint32_t choose(const frs_reader *reader, frame_wish wish, uint32_t newest)
{
    if (newest == reader->last && (wish == NEWEST || wish == NEXT))
        return 0;
    if (newest == 0 || wish != NEXT)
        return newest;
    uint32_t floor = atomic_load(&reader->control->floor);
    uint32_t seq = frs_seq_next(reader->last);
    return reader->last == 0 || frs_seq_diff(seq, floor) < 0 ? floor : seq;
}

static int acquire(frs_reader *reader, frame_wish wish, frs_frame *frame)
{
    frs_mappings_sweep(&reader->mappings, reader->control);
    for (int i = 0; i < TRIES; i++) {
        reader->tried_at = atomic_load(&reader->control->newest);
        uint32_t seq = choose(reader, wish, reader->tried_at);
        if (seq == 0)
            return nothing_new(reader);
        int error = lease(reader, seq, frame);
        if (!error && wish != PEEK)
            take(reader, frame);
        if (error != FRS_EAGAIN || is_blocked(reader))
            return error;
    }
    return FRS_EAGAIN;
}

int frs_reader_acquire_newest(frs_reader *reader, frs_frame *frame)
{
    return acquire(reader, NEWEST, frame);
}

int frs_reader_acquire_again(frs_reader *reader, frs_frame *frame)
{
    return acquire(reader, NEWEST_AGAIN, frame);
}

int frs_reader_peek(frs_reader *reader, frs_frame *frame)
{
    return acquire(reader, PEEK, frame);
}

int frs_reader_acquire_next(frs_reader *reader, frs_frame *frame)
{
    return acquire(reader, NEXT, frame);
}

void frs_reader_release(frs_reader *reader, frs_frame *frame)
{
    if (!frame->data || frame->cell >= FRS_LEASES_MAX || !reader->leased[frame->cell].picture)
        return;
    frs_lease_end(reader->page, frame->cell);
    reader->leased[frame->cell].picture->leases--;
    if (reader->leased[frame->cell].overlays)
        reader->leased[frame->cell].overlays->leases--;
    reader->leased[frame->cell].picture = reader->leased[frame->cell].overlays = NULL;
    *frame = (frs_frame){0};
    report_progress(reader);
}

/* ---- waiting, counts ---- */

void frs_reader_set_view(frs_reader *reader, uint32_t width, uint32_t height)
{
    atomic_store(&reader->page->view_width, width);
    atomic_store(&reader->page->view_height, height);
}

/* Until something comes, or `end` when `timeout_ms` is no -1. The time is up also when a writer
 * sends all the time. */
static int wait_until(frs_reader *reader, int timeout_ms, int64_t end)
{
    int left = timeout_ms < 0 ? -1 : frs_ms_until(end);
    int error = left == 0 && timeout_ms > 0 ? FRS_ETIMEOUT : frs_link_wait(&reader->link, left);
    return error == FRS_OK && timeout_ms == 0 ? FRS_ETIMEOUT : error;
}

static bool is_link_due(const frs_reader *reader)
{
    return reader->closed || atomic_load(&reader->control->state) == FRS_STATE_ENDED ||
           frs_now_ms() - reader->link_read_at >= LINK_UNREAD_MS;
}

/* Until a frame comes, for some time. */
static void sleep_by_futex(frs_reader *reader, int timeout_ms)
{
    int limit = timeout_ms < 0 || timeout_ms > LINK_UNREAD_MS ? LINK_UNREAD_MS : timeout_ms;
    frs_futex_wait(&reader->page->waiting, FRS_SLEEP_FUTEX, limit);
}

int frs_reader_wait(frs_reader *reader, int timeout_ms)
{
    int64_t end = frs_now_ms() + timeout_ms;
    int error = FRS_OK;
    /* A slot comes over the link. */
    bool by_link = timeout_ms == 0 || is_blocked(reader);
    do {
        /* First: it swallows wake-ups, and one sent after the look at newest must end the sleep. */
        error = by_link || is_link_due(reader) ? receive_all(reader) : FRS_OK;
        frs_mappings_sweep(&reader->mappings, reader->control);
        frs_wake_expect(reader->page, by_link ? FRS_SLEEP_LINK : FRS_SLEEP_FUTEX);
        /* Pairs with the writer's store to newest and load of waiting. */
        if (error || has_news(reader))
            break;
        if (by_link)
            error = wait_until(reader, timeout_ms, end);
        else
            sleep_by_futex(reader, timeout_ms);
        by_link = true; /* no frame: something else, or nothing for some time */
        /* A frame woke us? Then on with it; the message is taken in at the next wait. */
    } while (!error && !has_news(reader));
    frs_wake_expect(reader->page, FRS_SLEEP_NONE);
    /* What was published just before the end, or at the last moment, is still there to take. */
    if (has_news(reader))
        return FRS_OK;
    if (error == FRS_ETIMEOUT)
        return frs_fail(error, "no frame came within %d ms", timeout_ms);
    return error == FRS_ECLOSED ? frs_fail(error, "the stream has ended") : error;
}

void frs_reader_get_stats(frs_reader *reader, frs_reader_stats *stats)
{
    const frs_control *control = reader->control;
    *stats = (frs_reader_stats){
        .writer_pid = reader->link.writer_pid,
        .published = atomic_load(&control->published),
        .in_place = atomic_load(&control->in_place),
        .copied = atomic_load(&control->copied),
        .dropped = atomic_load(&control->dropped),
        .readers = atomic_load(&control->readers),
        .newest = atomic_load(&control->newest),
        .lossless = atomic_load(&control->lossless) != 0,
        .ended = atomic_load(&control->state) == FRS_STATE_ENDED,
    };
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++) {
        if (!atomic_load(&control->slots[i].id))
            continue;
        stats->slots++;
        stats->bytes += atomic_load(&control->slots[i].size);
    }
}

int frs_reader_get_accounts(frs_reader *reader, frs_accounts *accounts, int timeout_ms)
{
    int64_t end = frs_now_ms() + timeout_ms;
    int error = reader->closed ? FRS_ECLOSED : frs_link_ask_accounts(&reader->link);
    while (!error && !(error = receive_all(reader)) && reader->link.accounts_fd < 0) {
        error = wait_until(reader, timeout_ms, end);
    }
    frs_mappings_sweep(&reader->mappings, reader->control);
    if (error == FRS_ECLOSED)
        return frs_fail(error, "the stream has ended");
    if (error == FRS_ETIMEOUT || error == FRS_EAGAIN)
        return frs_fail(FRS_ETIMEOUT, "the writer does not answer: is its program stopped?");
    if (error)
        return error;
    int fd = reader->link.accounts_fd;
    reader->link.accounts_fd = -1;
    return frs_accounts_take(fd, accounts);
}
