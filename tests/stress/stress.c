/* SPDX-License-Identifier: MIT */
#include "stress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/trim.h"
#include "fixture.h"

enum {
    WIDTH = 64,
    HEIGHT = 32, /* 8 KiB, 128 lines */
    RESIZE_AFTER = 5000,
    OVERLAYS_PERIOD = 8,
    TRIM_AFTER =
        2000, /* of two such spans, slots are given back at once in one, never in the other */
    TRIM_NS = 10000,
    MAX_SLOTS = 16, /* less than the readers could hold: running out of slots is part of it */
    HOLD_MAX = 8,
    RECONNECT_AFTER = 500,
    WAIT_MS = 100,
};

/* A small generator of one's own: rand() would be shared by threads. */
static uint32_t noise(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

uint32_t stress_frames(uint32_t otherwise)
{
    const char *text = getenv("FRS_STRESS_FRAMES");
    unsigned long frames = text ? strtoul(text, NULL, 10) : 0;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    otherwise /= 10; /* each is some ten times as slow */
#endif
    return frames > 0 ? (uint32_t)frames : otherwise;
}

/* ---- writer ---- */

static int odd(stress_board *board, const char *what, int error)
{
    fprintf(stderr, "%s: %s (%s)\n", what, frs_strerror(error), frs_error_message());
    atomic_fetch_add(&board->odd, 1);
    return 1;
}

/* Other overlays with each frame, sometimes none, and the old ones where there is no slot for new
 * ones. What fills them goes to `overlays`. */
static int change_overlays(frs_writer *writer, uint32_t seed, uint32_t *overlays)
{
    bool none = seed % OVERLAYS_PERIOD == 0;
    int error = none ? frs_writer_set_overlays(writer, NULL)
                     : fixture_set_overlays(writer, 1, 16 + seed % 3 * 16, seed);
    if (error == FRS_ENOMEM)
        return FRS_OK;
    *overlays = none ? 0 : seed;
    return error;
}

static int publish(stress_board *board, frs_writer *writer, uint32_t height, uint32_t seed,
                   uint32_t overlays)
{
    frs_frame_info info;
    frs_slot *slot;
    size_t size = fixture_info(&info, FRS_FORMAT_RGBA, WIDTH, height);
    int error = frs_writer_slot_acquire(writer, size, &slot);
    if (error)
        return error;
    atomic_load(&board->closing); /* see stress_read() */
    info.pts = seed | (uint64_t)overlays << 32;
    fixture_fill(frs_slot_data(slot), size, seed);
    error = frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL);
    frs_slot_unref(slot);
    return error;
}

static int publish_all(stress_board *board, frs_writer *writer, uint32_t n_frames)
{
    uint32_t overlays = 0;
    for (uint32_t seed = 1; atomic_load(&board->published) < n_frames; seed++) {
        if (seed % TRIM_AFTER == 0)
            frs_trim_set_interval(writer, seed / TRIM_AFTER % 2 ? TRIM_NS : UINT32_MAX);
        uint32_t height = seed / RESIZE_AFTER % 2 ? HEIGHT / 2 - 3 : HEIGHT;
        int error = change_overlays(writer, seed, &overlays);
        if (!error)
            error = publish(board, writer, height, seed, overlays);
        if (!error)
            atomic_fetch_add(&board->published, 1);
        else if (error == FRS_ENOMEM)
            atomic_fetch_add(&board->dropped, 1);
        else
            return odd(board, "publish", error);
    }
    return 0;
}

static int see_all_free(stress_board *board, frs_writer *writer)
{
    frs_writer_stats stats;
    do { /* it hears of the end of each reader by itself */
        fixture_sleep(1);
        frs_writer_get_stats(writer, &stats);
    } while (stats.readers > 0);
    /* One more frame, and the history of the readers is gone too. */
    int error = frs_writer_set_overlays(writer, NULL);
    if (!error)
        error = publish(board, writer, HEIGHT, 1, 0);
    if (error)
        return odd(board, "the last publish", error);
    frs_writer_get_stats(writer, &stats);
    if (stats.slots_free + 1 == stats.slots)
        return 0;
    fprintf(stderr, "%" PRIu32 " slots, %" PRIu32 " of them free\n", stats.slots, stats.slots_free);
    return odd(board, "slots are lost", FRS_OK);
}

int stress_write(stress_board *board, uint32_t n_frames)
{
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    frs_writer_options options = {.max_slots = MAX_SLOTS};
    frs_writer *writer;
    int error = frs_writer_create(&writer, STRESS_STREAM, &options);
    if (error)
        return odd(board, "create", error);
    int failed = publish_all(board, writer, n_frames);
    atomic_store(&board->stop, true);
    while (!atomic_load(&board->go))
        fixture_sleep(1);
    failed |= see_all_free(board, writer);
    atomic_store(&board->given_back, atomic_load(&writer->slots_removed));
    frs_writer_destroy(&writer);
    /* Readers in threads of this process may have been looking for the stream when it began. */
    if (fixture_count_fds() > fds || fixture_count_mappings() > mappings)
        failed |= odd(board, "descriptors or mappings are left", FRS_OK);
    return failed;
}

/* ---- readers ---- */

typedef struct held {
    frs_frame frames[HOLD_MAX];
    unsigned n, most;
} held;

static void look(stress_board *board, unsigned index, const frs_frame *frame)
{
    size_t size = (size_t)frame->info.stride[0] * frame->info.height;
    uint32_t overlays;
    if (!fixture_intact(frame->data, size, (uint32_t)frame->info.pts))
        atomic_fetch_add(&board->torn, 1);
    if (!fixture_overlays_intact(frame, &overlays) || overlays != frame->info.pts >> 32)
        atomic_fetch_add(&board->torn, 1);
    atomic_fetch_add(&board->with_overlays, overlays != 0);
    atomic_fetch_add(&board->read[index], 1);
}

/* The frame that is let go was whole when it came and is still. */
static void let_go(stress_board *board, unsigned index, frs_reader *reader, held *h, unsigned which)
{
    look(board, index, &h->frames[which]);
    frs_reader_release(reader, &h->frames[which]);
    h->frames[which] = h->frames[--h->n];
    atomic_store(&board->holds[index], h->n);
}

/* Readers 0 to 2 want the newest frame, 3 and 4 every one, the others hold many; 7 comes and goes.
 */
static bool in_order(unsigned index)
{
    return index == 3 || index == 4;
}

static frs_reader *connect_reader(stress_board *board, unsigned index)
{
    frs_reader_options options = {
        .every_frame = in_order(index), .history = in_order(index) ? 8 : 0, .timeout_ms = WAIT_MS};
    frs_reader *reader;
    int error = frs_reader_open(&reader, STRESS_STREAM, &options);
    if (error && error != FRS_ENOENT && error != FRS_EREADERS)
        odd(board, "open", error);
    return reader;
}

/* Take one frame. False at the end of the stream. */
static bool take(stress_board *board, unsigned index, frs_reader *reader, held *h, uint32_t *last)
{
    frs_frame *frame = &h->frames[h->n];
    int error = in_order(index) ? frs_reader_acquire_next(reader, frame)
                                : frs_reader_acquire_newest(reader, frame);
    if (error == FRS_EAGAIN || (error == FRS_ELEASES && h->n > 0)) {
        if (h->n > 0) /* perhaps nothing comes because of what we hold, or it is our share */
            let_go(board, index, reader, h, 0);
        else
            frs_reader_wait(reader, WAIT_MS);
        return true;
    }
    if (error == FRS_ECLOSED)
        return false;
    if (error) {
        odd(board, "acquire", error);
        return false;
    }
    if (frame->sequence <= *last)
        odd(board, "a frame that came before comes again", FRS_OK);
    *last = frame->sequence;
    h->n++;
    atomic_store(&board->holds[index], h->n);
    look(board, index, frame);
    return true;
}

void stress_read(stress_board *board, unsigned index)
{
    uint32_t random = 0x12345 + index * 77;
    while (!atomic_load(&board->stop)) {
        frs_reader *reader = connect_reader(board, index);
        if (!reader)
            continue;
        held h = {.most = index >= 5 ? HOLD_MAX : 1};
        uint32_t last = 0, taken = 0;
        while (!atomic_load(&board->stop) && take(board, index, reader, &h, &last)) {
            while (h.n > 0 && (h.n == h.most || noise(&random) % 4 == 0))
                let_go(board, index, reader, &h, noise(&random) % h.n);
            if (index == 7 && ++taken == RECONNECT_AFTER)
                break; /* with what it holds */
        }
        /* The writer hears of a close() after it happened, with all that was read before it; but
         * that a socket orders memory is unknown to ThreadSanitizer, so the writer loads this. */
        atomic_fetch_add(&board->closing, 1);
        frs_reader_close(&reader);
        atomic_store(&board->holds[index], 0);
    }
}

int stress_report(const stress_board *board)
{
    unsigned torn = atomic_load(&board->torn);
    bool all_read = true;
    printf("%u frames published, %u dropped, %u torn, %u slots given back; read:",
           atomic_load(&board->published), atomic_load(&board->dropped), torn,
           atomic_load(&board->given_back));
    all_read &= atomic_load(&board->with_overlays) > 0;
    for (int i = 0; i < STRESS_READERS; i++) {
        printf(" %u", atomic_load(&board->read[i]));
        all_read &= atomic_load(&board->read[i]) > 0;
    }
    printf("; %u with overlays\n", atomic_load(&board->with_overlays));
    if (!all_read)
        fputs("a reader has read nothing, or no overlays: that was no stress\n", stderr);
    return torn || atomic_load(&board->odd) || !all_read;
}
