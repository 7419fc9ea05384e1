/* SPDX-License-Identifier: MIT */
/*
 * Many streams of one process, each with a reader; benchmarks/growth.js runs it.
 *
 *   frameshare-bench-streams STREAMS
 *
 * Prints JSON: what publishing to one of them costs, what one takes, how long it takes to make and
 * to open one. All readers are in another process, which sleeps.
 */
#include <frameshare/frameshare.h>

#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    STREAMS_MAX = 256,
    ROUNDS_MIN = 8,
    PUBLISHES = 4096,
};

static _Atomic uint64_t *opened; /* ns that opening all took; 0: not yet */
static frs_writer *writers[STREAMS_MAX];
static frs_reader *readers[STREAMS_MAX];

static uint64_t now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void check(int error)
{
    if (error == FRS_OK)
        return;
    fprintf(stderr, "frameshare-bench-streams: %s\n", frs_error_message());
    exit(EXIT_FAILURE);
}

static void name_stream(char *name, size_t size, unsigned i, pid_t pid)
{
    snprintf(name, size, "bench-streams-%d-%u", (int)pid, i);
}

/* KiB of memory that this process has (VmRSS is of whole pages, and counts slots once). */
static long resident_kib(void)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    char line[256];
    long kib = -1;

    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, "Rss:", 4) == 0)
            kib = strtol(line + 4, NULL, 10);
    if (file)
        fclose(file);
    return kib;
}

static _Noreturn void be_readers(unsigned n, pid_t parent)
{
    char name[FRS_NAME_MAX + 1];
    uint64_t start = now(CLOCK_MONOTONIC);

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (unsigned i = 0; i < n; i++) {
        name_stream(name, sizeof(name), i, parent);
        check(frs_reader_open(&readers[i], name, NULL));
    }
    *opened = now(CLOCK_MONOTONIC) - start;
    for (;;)
        pause();
}

static void publish(frs_writer *writer, const frs_frame_info *info, size_t size)
{
    frs_slot *slot;

    check(frs_writer_slot_acquire(writer, size, &slot));
    check(frs_writer_publish(writer, slot, info, FRS_ORIGIN_IN_PLACE, NULL));
    frs_slot_unref(slot);
}

/* In turns: each finds its own memory cold, as in an application of many streams. */
static uint64_t publish_all(unsigned n, const frs_frame_info *info, size_t size, unsigned *count)
{
    unsigned rounds = PUBLISHES / n > ROUNDS_MIN ? PUBLISHES / n : ROUNDS_MIN;
    uint64_t start = now(CLOCK_THREAD_CPUTIME_ID);

    for (unsigned round = 0; round < rounds; round++)
        for (unsigned i = 0; i < n; i++)
            publish(writers[i], info, size);
    *count = rounds * n;
    return now(CLOCK_THREAD_CPUTIME_ID) - start;
}

static uint64_t create_all(unsigned n, const frs_frame_info *info, size_t size)
{
    char name[FRS_NAME_MAX + 1];
    uint64_t start = now(CLOCK_MONOTONIC);

    for (unsigned i = 0; i < n; i++) {
        name_stream(name, sizeof(name), i, getpid());
        check(frs_writer_create(&writers[i], name, NULL));
        publish(writers[i], info, size);
        publish(writers[i], info, size);
    }
    return now(CLOCK_MONOTONIC) - start;
}

static void measure(unsigned n)
{
    frs_frame_info info;
    long before = resident_kib();
    size_t size = (size_t)frs_frame_info_init(&info, FRS_FORMAT_RGBA, 320, 180, 64);
    unsigned count;

    info.pts = info.duration = FRS_TIME_NONE;
    uint64_t created = create_all(n, &info, size);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        be_readers(n, parent);
    while (*opened == 0) {
        if (waitpid(pid, NULL, WNOHANG) == pid)
            exit(EXIT_FAILURE);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    publish_all(n, &info, size, &count);
    uint64_t took = publish_all(n, &info, size, &count);
    printf("{\"streams\":%u,\"publishNs\":%" PRIu64 ",\"createNs\":%" PRIu64 ",\"openNs\":%" PRIu64
           ",\"kib\":%ld}\n",
           n, took / count, created / n, *opened / n, (resident_kib() - before) / (long)n);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    for (unsigned i = 0; i < n; i++)
        frs_writer_destroy(&writers[i]);
}

int main(int argc, char **argv)
{
    unsigned n = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    struct rlimit files;

    if (n < 1 || n > STREAMS_MAX) {
        fprintf(stderr, "frameshare-bench-streams: 1 to %d streams\n", STREAMS_MAX);
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    opened = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (opened == MAP_FAILED)
        return EXIT_FAILURE;
    measure(n);
    return EXIT_SUCCESS;
}
