/* SPDX-License-Identifier: MIT */
/*
 * Measures the core library; benchmarks/core.js runs it and draws what it prints. One measurement a
 * run:
 *
 *   frameshare-bench-core publish READERS idle|waiting [WIDTH HEIGHT]
 *                                                     cost of acquire, publish and unref
 *   frameshare-bench-core calls READERS idle|waiting  the same between marks, for strace to count
 *   frameshare-bench-core wake                        publish to the woken reader's view
 *   frameshare-bench-core eventfd                     its baseline: a bare eventfd over a memfd
 *
 * Prints JSON: samples in ns, and what the process takes. Readers are processes of their own.
 */
#include <frameshare/frameshare.h>

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef BENCH_SAMPLES
#define BENCH_SAMPLES 3000
#endif

enum {
    READERS_MAX = 64,
    WARM_UP = 100,
    SAMPLES = BENCH_SAMPLES,
    CALLS = 50,
    PAUSE_US = 1000, /* between frames while readers wait: time for them to wait again */
};

/* What the processes of one run share. */
struct board {
    _Atomic uint32_t ready;   /* readers that have the first frame */
    _Atomic uint64_t posted;  /* baseline: when the writer wrote */
    _Atomic uint32_t samples; /* latencies taken so far */
    uint64_t latency[SAMPLES];
};

static struct board *board;
static uint32_t width = 1920, height = 1080;
static unsigned pause_between = PAUSE_US; /* more where many readers share the cores */

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* What the writer's thread itself has computed: the time in which a reader it woke has its core is
 * not in it. */
static uint64_t cpu_time(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void die(const char *what, int error)
{
    fprintf(stderr, "frameshare-bench-core: %s: %s\n", what, frs_strerror(error));
    exit(EXIT_FAILURE);
}

static void pause_us(unsigned us)
{
    nanosleep(&(struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000L}, NULL);
}

static const char *stream_name(void)
{
    static char name[FRS_NAME_MAX + 1];

    if (!*name)
        snprintf(name, sizeof(name), "bench-core-%d", (int)getpid());
    return name;
}

/* How many KiB of `field` this process takes (see proc(5), smaps_rollup). */
static long memory_kib(const char *field)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    char line[256];
    long kib = -1;

    while (file && fgets(line, sizeof(line), file))
        if (!strncmp(line, field, strlen(field)))
            kib = strtol(line + strlen(field) + 1, NULL, 10);
    if (file)
        fclose(file);
    return kib;
}

/* A reader that leases the first frame and then either sleeps or takes every new one. */
static void be_reader(const char *name, bool waiting, bool measuring)
{
    frs_reader *reader;
    frs_frame frame;
    int error = frs_reader_open(&reader, name, NULL);

    if (error)
        die("open", error);
    while (frs_reader_acquire_newest(reader, &frame) == FRS_EAGAIN)
        frs_reader_wait(reader, -1);
    frs_reader_release(reader, &frame);
    board->ready++;
    for (;;) {
        if (!waiting) {
            pause();
            continue;
        }
        if (frs_reader_wait(reader, -1))
            _exit(0);
        if (frs_reader_acquire_newest(reader, &frame))
            continue;
        if (measuring && board->samples < SAMPLES && frame.sequence > WARM_UP) {
            uint64_t seen = now();
            volatile uint8_t first = frame.data[frame.info.offset[0]]; /* the view is usable */

            (void)first;
            board->latency[board->samples] = seen - frame.info.published_at;
            board->samples++;
        }
        frs_reader_release(reader, &frame);
    }
}

static pid_t start_reader(const char *name, bool waiting, bool measuring)
{
    pid_t parent = getpid(), pid = fork();

    if (pid)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    be_reader(name, waiting, measuring);
    _exit(0);
}

struct publisher {
    frs_writer *writer;
    frs_frame_info info;
    int64_t size;
};

static void publisher_init(struct publisher *p)
{
    int error;

    memset(p, 0, sizeof(*p));
    p->size = frs_frame_info_init(&p->info, FRS_FORMAT_RGBA, width, height, 64);
    p->info.pts = p->info.duration = FRS_TIME_NONE;
    error = frs_writer_create(&p->writer, stream_name(), NULL);
    if (error)
        die("create", error);
}

/* One frame's way, without its pixels. Returns how long publish alone took. */
static uint64_t publish(struct publisher *p)
{
    frs_slot *slot;
    uint64_t start, end;
    int error = frs_writer_slot_acquire(p->writer, (size_t)p->size, &slot);

    if (error)
        die("acquire", error);
    start = now();
    error = frs_writer_publish(p->writer, slot, &p->info, FRS_ORIGIN_IN_PLACE, NULL);
    end = now();
    if (error)
        die("publish", error);
    frs_slot_unref(slot);
    return end - start;
}

static void print_samples(const char *name, const uint64_t *samples, unsigned count)
{
    printf("\"%s\":[", name);
    for (unsigned i = 0; i < count; i++)
        printf("%s%" PRIu64, i ? "," : "", samples[i]);
    printf("]");
}

/* Until `readers` processes hold the stream. The first frame is there before them. */
static void start_readers(struct publisher *p, unsigned readers, bool waiting, bool measuring,
                          pid_t *pids)
{
    publish(p);
    for (unsigned i = 0; i < readers; i++)
        pids[i] = start_reader(stream_name(), waiting, measuring);
    while (board->ready < readers)
        pause_us(1000);
    pause_us(20000); /* until the last one waits */
}

static void end_readers(const pid_t *pids, unsigned readers)
{
    for (unsigned i = 0; i < readers; i++) {
        kill(pids[i], SIGKILL);
        waitpid(pids[i], NULL, 0);
    }
}

static void bench_publish(unsigned readers, bool waiting)
{
    static uint64_t alone[SAMPLES], cycle[SAMPLES], cpu[SAMPLES];
    struct publisher p;
    pid_t pids[READERS_MAX];
    long before, after;

    publisher_init(&p);
    publish(&p);
    publish(&p); /* what grows once has grown */
    before = memory_kib("Rss:");
    start_readers(&p, readers, waiting, false, pids);
    after = memory_kib("Rss:");
    for (int i = -WARM_UP; i < SAMPLES; i++) {
        uint64_t start = now(), took = publish(&p), end = now();

        if (i >= 0) {
            alone[i] = took;
            cycle[i] = end - start;
        }
        if (waiting)
            pause_us(pause_between);
    }
    for (unsigned i = 0; i < SAMPLES; i++) {
        uint64_t start = cpu_time();

        publish(&p);
        cpu[i] = cpu_time() - start;
        if (waiting)
            pause_us(pause_between);
    }
    end_readers(pids, readers);
    printf("{\"rss_before_kib\":%ld,\"rss_after_kib\":%ld,", before, after);
    print_samples("publish", alone, SAMPLES);
    printf(",");
    print_samples("cycle", cycle, SAMPLES);
    printf(",");
    print_samples("cpu", cpu, SAMPLES);
    printf("}\n");
    frs_writer_destroy(&p.writer);
}

/* Says "begin" and "end" to a descriptor that is none: strace shows it, nobody else minds. */
static void mark(const char *text)
{
    if (write(-1, text, strlen(text)) < 0 && errno != EBADF)
        abort();
}

/* Everything from acquire to unref lies between two marks. strace follows this thread only. */
static void bench_calls(unsigned readers, bool waiting)
{
    struct publisher p;
    pid_t pids[READERS_MAX];

    publisher_init(&p);
    start_readers(&p, readers, waiting, false, pids);
    for (unsigned i = 0; i < 4; i++) {
        publish(&p);
        pause_us(50000);
    }
    for (unsigned i = 0; i < CALLS; i++) {
        mark("begin");
        publish(&p);
        mark("end");
        pause_us(20000);
    }
    end_readers(pids, readers);
    printf("{\"frames\":%d}\n", CALLS);
    frs_writer_destroy(&p.writer);
}

static void bench_wake(void)
{
    struct publisher p;
    pid_t pids[READERS_MAX];

    publisher_init(&p);
    start_readers(&p, 1, true, true, pids);
    while (board->samples < SAMPLES) {
        publish(&p);
        pause_us(pause_between);
    }
    end_readers(pids, 1);
    printf("{");
    print_samples("latency", board->latency, SAMPLES);
    printf("}\n");
    frs_writer_destroy(&p.writer);
}

/* The least that a wake-up can cost: poll an eventfd, read it, look at a word of shared memory. */
static void be_eventfd_reader(int event)
{
    struct pollfd poll_event = {.fd = event, .events = POLLIN};
    uint64_t count, seen;
    unsigned frames = 0;

    board->ready = 1;
    for (;;) {
        poll(&poll_event, 1, -1);
        if (read(event, &count, sizeof(count)) < 0)
            _exit(1);
        seen = now();
        if (++frames > WARM_UP && board->samples < SAMPLES) {
            board->latency[board->samples] = seen - board->posted;
            board->samples++;
        }
    }
}

static void bench_eventfd(void)
{
    int event = eventfd(0, EFD_CLOEXEC);
    pid_t pid = fork();

    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        be_eventfd_reader(event);
    }
    while (!board->ready)
        pause_us(1000);
    pause_us(20000);
    while (board->samples < SAMPLES) {
        board->posted = now();
        if (write(event, &(uint64_t){1}, sizeof(uint64_t)) < 0)
            die("eventfd", FRS_ESYSTEM);
        pause_us(pause_between);
    }
    end_readers(&pid, 1);
    printf("{");
    print_samples("latency", board->latency, SAMPLES);
    printf("}\n");
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    unsigned readers = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    bool waiting = argc > 3 && !strcmp(argv[3], "waiting");
    int memory = memfd_create("frameshare-bench", MFD_CLOEXEC);

    if (argc > 5) {
        width = (uint32_t)strtoul(argv[4], NULL, 10);
        height = (uint32_t)strtoul(argv[5], NULL, 10);
    }
    if (readers > 4)
        pause_between = PAUSE_US * readers / 4;
    if (memory < 0 || ftruncate(memory, sizeof(*board)) || readers > READERS_MAX)
        return EXIT_FAILURE;
    board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    if (board == MAP_FAILED)
        return EXIT_FAILURE;
    if (!strcmp(what, "publish")) {
        bench_publish(readers, waiting);
    } else if (!strcmp(what, "calls")) {
        bench_calls(readers, waiting);
    } else if (!strcmp(what, "wake")) {
        bench_wake();
    } else if (!strcmp(what, "eventfd")) {
        bench_eventfd();
    } else {
        fprintf(stderr, "frameshare-bench-core: see the top of benchmarks/core.c\n");
        return 2;
    }
    return EXIT_SUCCESS;
}
