/* SPDX-License-Identifier: MIT */
/*
 * A writer for the tests in JavaScript: test-writer NAME [--lossless]
 *
 * Every 32-bit word of frame n's pixels is n, its sequence number, so that a reader sees at once
 * whether a picture is torn or another one than its descriptor says. It takes commands on standard
 * input, one a line, and answers each with a line:
 *
 *   size W H     pictures of this size from now on
 *   format NAME  pictures in this format from now on
 *   range N      FRS_RANGE_* of pictures from now on
 *   frame N      publish N frames now; answers with the last one's sequence number
 *   run FPS      publish on and on; 0 is as fast as it goes
 *   stop         stop running; answers as `frame`
 *   overlays N C R  N overlays of C x R pixels from now on, overlay i at (i, -i), 2C x 2R large; 0:
 *                none; answers with the value of all their bytes, which goes up by one each time
 *   captions     from now on each frame has an overlay of its own, all bytes its number's lowest
 *   view         answers with the size of the largest view
 *   burst N      write to N slots at once, as a decoder with many pictures does, and let them go
 *   trim         give free slots back
 *   cut          cut all readers off, as those that do not read for long
 *   stats        published dropped readers slots free
 *   quit         end the stream (end of input does the same)
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <frameshare/frameshare.h>

#include "connections.h"

typedef struct state {
    frs_writer *writer;
    uint32_t width, height, format, range;
    uint32_t sequence;
    uint8_t overlay_value;
    bool captions; /* other overlays with each frame */
    bool running;
    int64_t interval, due; /* ns */
} state;

static int64_t now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void die(const char *what)
{
    printf("error %s: %s\n", what, frs_error_message());
    fflush(stdout);
    exit(1);
}

static frs_frame_info describe(const state *s, uint32_t sequence, int64_t *size)
{
    frs_frame_info info;
    *size = frs_frame_info_init(&info, s->format, s->width, s->height, 64);
    if (*size < 0)
        die("describe");
    info.range = s->range;
    info.matrix = FRS_MATRIX_BT709;
    info.transfer = info.primaries = 1;
    info.fps_n = 30;
    info.pts = (uint64_t)sequence * 1000000000 / 30;
    info.duration = 1000000000 / 30;
    info.decoded_at = (uint64_t)now();
    return info;
}

/* Every byte of their pixels is `value`. Where there is no slot for them: none. */
static void set_overlays(state *s, uint32_t n, uint32_t columns, uint32_t rows, uint8_t value)
{
    frs_overlays table = {.n = n};
    frs_slot *slot = NULL;
    for (uint32_t i = 0; i < n; i++)
        table.overlay[i] =
            (frs_overlay){(int32_t)i, -(int32_t)i, 2 * columns, 2 * rows, columns, rows, 0, 0};
    int64_t size = n ? frs_overlays_layout(&table) : 0;
    int error = n ? frs_writer_overlays_acquire(s->writer, (size_t)size, &slot) : FRS_OK;
    if (size < 0 || (error && error != FRS_ENOMEM))
        die("overlays");
    if (slot) {
        memset(frs_slot_data(slot), value, (size_t)size);
        memcpy(frs_slot_data(slot), &table, sizeof table);
    }
    if (frs_writer_set_overlays(s->writer, slot))
        die("overlays");
    frs_slot_unref(slot);
}

/* False: there is no free slot or descriptor now. */
static bool publish(state *s)
{
    frs_slot *slot;
    int64_t size;
    uint32_t sequence = s->sequence + 1 == 0 ? 1 : s->sequence + 1;
    frs_frame_info info = describe(s, sequence, &size);
    int error = frs_writer_slot_acquire(s->writer, (size_t)size, &slot);
    if (error == FRS_ENOMEM)
        return false;
    if (error)
        die("slot");
    volatile uint32_t *word = frs_slot_data(slot);
    for (int64_t i = 0; i < size / 4; i++)
        word[i] = sequence;
    if (s->captions)
        set_overlays(s, 1, 16 + sequence % 64, 4, (uint8_t)sequence);
    error = frs_writer_publish(s->writer, slot, &info, FRS_ORIGIN_IN_PLACE, &s->sequence);
    frs_slot_unref(slot);
    if (error && error != FRS_ENOMEM)
        die("publish");
    if (!error && s->sequence != sequence)
        die("sequence");
    return !error;
}

static void publish_many(state *s, unsigned long n)
{
    while (n > 0) {
        if (publish(s))
            n--;
        else
            usleep(1000); /* readers hold everything */
    }
}

static void burst(state *s, unsigned n)
{
    frs_slot *slots[64];
    int64_t size;
    describe(s, 0, &size);
    for (unsigned i = 0; i < n; i++) {
        if (n > 64 || frs_writer_slot_acquire(s->writer, (size_t)size, &slots[i]))
            die("burst");
        memset(frs_slot_data(slots[i]), 1, (size_t)size);
    }
    for (unsigned i = 0; i < n; i++)
        frs_slot_unref(slots[i]);
}

static void cut(frs_writer *writer)
{
    frs_connection *connections[FRS_READERS_MAX];
    pthread_mutex_lock(&writer->lock);
    uint32_t n = frs_connections_snapshot(writer, connections);
    for (uint32_t i = 0; i < n; i++)
        frs_connection_cut(writer, connections[i]);
    pthread_mutex_unlock(&writer->lock);
    for (uint32_t i = 0; i < n; i++)
        frs_connection_hang_up(connections[i]);
    frs_connections_unref(connections, n);
}

static void answer_view(state *s)
{
    uint32_t width, height;
    frs_writer_get_view(s->writer, &width, &height);
    printf("%u %u\n", width, height);
}

static void answer_stats(state *s)
{
    frs_writer_stats stats;
    frs_writer_get_stats(s->writer, &stats);
    printf("%llu %llu %u %u %u\n", (unsigned long long)stats.published,
           (unsigned long long)stats.dropped, stats.readers, stats.slots, stats.slots_free);
}

static bool command(state *s, char *line)
{
    char word[16];
    unsigned long n;
    unsigned overlays, columns, rows, slots;
    if (sscanf(line, "size %u %u", &s->width, &s->height) == 2) {
        puts("ok");
    } else if (sscanf(line, "format %15s", word) == 1) {
        s->format = frs_format_from_name(word);
        puts("ok");
    } else if (sscanf(line, "range %u", &s->range) == 1) {
        puts("ok");
    } else if (sscanf(line, "frame %lu", &n) == 1) {
        publish_many(s, n);
        printf("%u\n", s->sequence);
    } else if (sscanf(line, "run %lu", &n) == 1) {
        s->running = true;
        s->interval = n ? 1000000000 / (int64_t)n : 0;
        s->due = now();
        puts("ok");
    } else if (strncmp(line, "stop", 4) == 0) {
        s->running = false;
        printf("%u\n", s->sequence);
    } else if (sscanf(line, "overlays %u %u %u", &overlays, &columns, &rows) == 3) {
        set_overlays(s, overlays, columns, rows, ++s->overlay_value);
        printf("%u\n", s->overlay_value);
    } else if (strncmp(line, "captions", 8) == 0) {
        s->captions = true;
        puts("ok");
    } else if (strncmp(line, "view", 4) == 0) {
        answer_view(s);
    } else if (sscanf(line, "burst %u", &slots) == 1) {
        burst(s, slots);
        puts("ok");
    } else if (strncmp(line, "trim", 4) == 0) {
        frs_writer_trim(s->writer);
        puts("ok");
    } else if (strncmp(line, "cut", 3) == 0) {
        cut(s->writer);
        puts("ok");
    } else if (strncmp(line, "stats", 5) == 0) {
        answer_stats(s);
    } else {
        return false;
    }
    fflush(stdout);
    return true;
}

static void run_on(state *s)
{
    int64_t wait = s->due - now();
    if (wait > 0) {
        struct timespec pause = {.tv_nsec = wait < 10000000 ? wait : 10000000};
        nanosleep(&pause, NULL);
        return;
    }
    publish(s);
    s->due += s->interval;
}

int main(int argc, char **argv)
{
    state s = {.width = 64, .height = 64, .format = FRS_FORMAT_RGBA, .range = FRS_RANGE_LIMITED};
    frs_writer_options options = {.lossless = argc > 2 && strcmp(argv[2], "--lossless") == 0};
    if (argc < 2 || frs_writer_create(&s.writer, argv[1], &options))
        die("create");
    puts("ready");
    fflush(stdout);
    setvbuf(stdin, NULL, _IONBF, 0);
    char line[128];
    for (;;) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(&input, 1, s.running ? 0 : -1) > 0) {
            if (!fgets(line, sizeof line, stdin) || !command(&s, line))
                break;
        } else if (s.running) {
            run_on(&s);
        }
    }
    frs_writer_destroy(&s.writer);
    return 0;
}
