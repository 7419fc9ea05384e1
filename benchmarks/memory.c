/* SPDX-License-Identifier: MIT */
/*
 * The readers and the watcher of benchmarks/memory.js:
 *
 *   frameshare-bench-memory newest STREAM    shows the newest frame, as a window does
 *   frameshare-bench-memory history STREAM   holds the last frames, as who compares pictures does
 *   frameshare-bench-memory every STREAM     takes every frame, as a recorder does
 *   frameshare-bench-memory watch STREAM     prints the stream's accounts, a JSON object a line
 *
 * Each runs until the stream ends or it is ended.
 */
#include <frameshare/frameshare.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SHOW_MS = 8,  /* a frame is uploaded from a lease */
    HISTORY = 16, /* frames that are kept */
    HOLD = 8,     /* and leased */
    WATCH_MS = 50,
};

static void die(const char *what, int error)
{
    fprintf(stderr, "frameshare-bench-memory: %s: %s: %s\n", what, frs_strerror(error),
            frs_error_message());
    exit(EXIT_FAILURE);
}

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

static frs_reader *open_stream(const char *stream, bool every, uint32_t history)
{
    frs_reader_options options = {.every_frame = every, .history = history, .timeout_ms = 10000};
    frs_reader *reader;
    int error = frs_reader_open(&reader, stream, &options);

    if (error)
        die("open", error);
    return reader;
}

static void show_newest(const char *stream)
{
    frs_reader *reader = open_stream(stream, false, 0);
    frs_frame frame;

    while (frs_reader_wait(reader, -1) == FRS_OK)
        if (frs_reader_acquire_newest(reader, &frame) == FRS_OK) {
            pause_ms(SHOW_MS);
            frs_reader_release(reader, &frame);
        }
}

/* With every frame in order, and the last `hold` of them leased. */
static void take_all(const char *stream, bool every, uint32_t history, unsigned hold)
{
    frs_reader *reader = open_stream(stream, every, history);
    frs_frame held[HOLD] = {0};

    for (unsigned i = 0; frs_reader_wait(reader, -1) == FRS_OK;) {
        frs_frame frame;
        if (frs_reader_acquire_next(reader, &frame))
            continue;
        frs_reader_release(reader, &held[i % HOLD]);
        if (hold)
            held[i++ % HOLD] = frame;
        else
            frs_reader_release(reader, &frame);
    }
}

static uint64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void watch(const char *stream)
{
    frs_reader *reader = open_stream(stream, false, 0);
    static frs_accounts accounts;

    setvbuf(stdout, NULL, _IOLBF, 0);
    while (frs_reader_get_accounts(reader, &accounts, -1) == FRS_OK) {
        printf("{\"at\": %" PRIu64 ", \"slots\": %" PRIu32 ", \"free\": %" PRIu32
               ", \"held\": %" PRIu32 ", \"referred\": %" PRIu32 ", \"size\": %" PRIu64
               ", \"used\": %" PRIu64 ", \"readers\": %" PRIu32 "}\n",
               now_ms(), accounts.n_slots, accounts.free, accounts.held, accounts.referred,
               accounts.size, accounts.used, accounts.n_readers - 1);
        pause_ms(WATCH_MS);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    if (!strcmp(argv[1], "newest"))
        show_newest(argv[2]);
    else if (!strcmp(argv[1], "history"))
        take_all(argv[2], false, HISTORY, HOLD);
    else if (!strcmp(argv[1], "every"))
        take_all(argv[2], true, 0, 0);
    else if (!strcmp(argv[1], "watch"))
        watch(argv[2]);
    else
        return 2;
    return 0;
}
