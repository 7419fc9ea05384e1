/* SPDX-License-Identifier: MIT */
/*
 *   plain|gst|... NAME WIDTH HEIGHT FRAMES own|any DAEMON_PID [PROGRAM [ARGUMENT]...]
 *
 * Producer and consumer have each a core of their own, or run where the scheduler puts them. With a
 * PROGRAM, that is the consumer: see program.h. DAEMON_PID (0: none) is counted, too.
 * Prints JSON, in ns: of each frame its latency and when it was seen, and what each process
 * computed for a frame.
 */
#include "peer.h"

#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "program.h"

enum {
    WARM_UP = 30,
    FRAMES_MAX = 10000,
    PERIOD_NS = 16666667, /* 60 a second */
    READY_MS = 20000,
    SETTLE_NS = 100000000,
    LOOK_NS = 20000000,
};

/* What the processes share. */
static struct board {
    _Atomic uint32_t ready, posted, stop;
    _Atomic uint32_t known, same; /* frames whose consumer's core is known, and is the producer's */
    _Atomic uint64_t latency[FRAMES_MAX]; /* by number; 0: not seen */
    _Atomic uint64_t at[FRAMES_MAX];      /* when it was seen */
} * board;

unsigned peer_width, peer_height;

enum {
    PRODUCER,
    CONSUMER,
    OTHER,
    N_PROCESSES
};

static int cores[2] = {-1, -1};

static uint64_t ns(clockid_t clock)
{
    struct timespec t;

    return clock_gettime(clock, &t) ? 0 : (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void sleep_ns(uint64_t time)
{
    nanosleep(&(struct timespec){.tv_sec = (time_t)(time / 1000000000u),
                                 .tv_nsec = (long)(time % 1000000000u)},
              NULL);
}

void peer_die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(EXIT_FAILURE);
}

void peer_stamp(void *frame, uint32_t number)
{
    uint32_t core = (uint32_t)sched_getcpu();

    *(peer_header *)frame =
        (peer_header){.number = number, .core = core, .posted = ns(CLOCK_MONOTONIC)};
}

void peer_ready(void)
{
    board->ready = 1;
}

void peer_seen(const void *frame)
{
    uint64_t now = ns(CLOCK_MONOTONIC);
    peer_header header = *(const peer_header *)frame;

    if (header.number >= FRAMES_MAX || board->latency[header.number])
        return;
    board->latency[header.number] = now - header.posted;
    board->at[header.number] = now;
    if (header.number >= WARM_UP) {
        board->known++;
        board->same += header.core == (uint32_t)sched_getcpu();
    }
}

int peer_stopped(void)
{
    return board->stop != 0;
}

void peer_pin(int core)
{
    cpu_set_t set;

    if (core < 0)
        return;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof(set), &set);
}

static pid_t start(const peer *p, size_t size, void (*body)(const peer *, size_t, uint32_t),
                   uint32_t frames)
{
    pid_t parent = getpid(), pid = fork();

    if (pid < 0)
        peer_die("could not fork");
    if (pid)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent)
        body(p, size, frames);
    exit(board->stop ? EXIT_SUCCESS : EXIT_FAILURE);
}

static void consume(const peer *p, size_t size, uint32_t frames)
{
    (void)frames;
    peer_pin(cores[CONSUMER]);
    p->consume(size);
}

static void produce(const peer *p, size_t size, uint32_t frames)
{
    peer_pin(cores[PRODUCER]);
    if (p->begin)
        p->begin(size);
    uint64_t at = ns(CLOCK_MONOTONIC);

    for (uint32_t i = 0; i < frames; i++) {
        struct timespec next = {.tv_sec = (time_t)((at += PERIOD_NS) / 1000000000u),
                                .tv_nsec = (long)(at % 1000000000u)};

        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        p->produce(size, i);
        board->posted = i + 1;
    }
    while (!board->stop)
        sleep_ns(LOOK_NS);
    if (p->end)
        p->end();
}

static uint64_t cpu_of(pid_t pid)
{
    clockid_t clock;

    return pid > 0 && clock_getcpuclockid(pid, &clock) == 0 ? ns(clock) : 0;
}

/* Until `*word` is `value`; a process of ours that ends ends the measurement. */
static void await(_Atomic uint32_t *word, uint32_t value, const char *what)
{
    for (unsigned i = 0; *word < value; i++) {
        if (waitpid(-1, NULL, WNOHANG) > 0)
            peer_die(what);
        if (value == 1 && i > READY_MS / 20)
            peer_die(what);
        sleep_ns(LOOK_NS);
    }
}

static void stop(pid_t pid)
{
    for (int i = 0; i < 25; i++) {
        if (waitpid(pid, NULL, WNOHANG) == pid)
            return;
        sleep_ns(LOOK_NS);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void print_list(const char *name, const _Atomic uint64_t *values, uint32_t frames)
{
    const char *separator = "";

    printf(",\"%s\":[", name);
    for (uint32_t i = WARM_UP; i < frames; i++) {
        if (board->latency[i]) {
            printf("%s%" PRIu64, separator, values[i]);
            separator = ",";
        }
    }
    printf("]");
}

static void print(const char *name, uint32_t frames, const pid_t *pids, const uint64_t *cpu)
{
    printf("{\"name\":\"%s\",\"frames\":%u,\"pids\":[%d,%d,%d],\"producerNs\":%" PRIu64
           ",\"consumerNs\":%" PRIu64 ",\"daemonNs\":%" PRIu64 ",\"sameCore\":",
           name, frames - WARM_UP, pids[PRODUCER], pids[CONSUMER], pids[OTHER], cpu[PRODUCER],
           cpu[CONSUMER], cpu[OTHER]);
    if (board->known)
        printf("%.3f", (double)board->same / board->known);
    else
        printf("null");
    print_list("latency", board->latency, frames);
    print_list("seen", board->at, frames);
    printf("}\n");
}

static void note(uint32_t number, uint64_t latency, uint64_t at)
{
    if (number >= FRAMES_MAX)
        return;
    board->latency[number] = latency;
    board->at[number] = at;
}

/* The consumer, ready; `outside` is filled in when it is a program. */
static pid_t start_consumer(const peer *p, size_t size, char **command, program *outside)
{
    pid_t pid;

    if (command) {
        program_start(outside, command, cores[CONSUMER], READY_MS);
        return outside->consumer;
    }
    pid = start(p, size, consume, 0);
    await(&board->ready, 1, "the consumer did not become ready");
    return pid;
}

/* What each of them computes for a frame, from the warm-up to the last. */
static void observe(const pid_t *pids, uint32_t frames, uint64_t *cpu)
{
    await(&board->posted, 1, "the producer did not become ready");
    await(&board->posted, WARM_UP, "a process ended early");
    uint32_t from = board->posted;
    for (int i = 0; i < N_PROCESSES; i++)
        cpu[i] = cpu_of(pids[i]);
    await(&board->posted, frames, "a process ended early");
    sleep_ns(SETTLE_NS / 2);
    for (int i = 0; i < N_PROCESSES; i++)
        cpu[i] = (cpu_of(pids[i]) - cpu[i]) / (frames - from);
}

static void measure(const peer *p, uint32_t frames, pid_t other, char **command)
{
    size_t size = (size_t)peer_width * peer_height * 4;
    uint64_t cpu[N_PROCESSES];
    pid_t pids[N_PROCESSES];
    program outside = {0};

    if (p->prepare)
        p->prepare(size);
    pids[CONSUMER] = start_consumer(p, size, command, &outside);
    pids[OTHER] = command ? outside.other : other;
    sleep_ns(SETTLE_NS);
    pids[PRODUCER] = start(p, size, produce, frames);
    observe(pids, frames, cpu);
    board->stop = 1;
    stop(pids[PRODUCER]);
    if (command)
        program_end(&outside, note);
    else
        stop(pids[CONSUMER]);
    print(p->name, frames, pids, cpu);
}

int main(int argc, char **argv)
{
    if (argc < 7)
        peer_die("NAME WIDTH HEIGHT FRAMES own|any DAEMON_PID [PROGRAM [ARGUMENT]...]");
    peer_width = (unsigned)strtoul(argv[2], NULL, 10);
    peer_height = (unsigned)strtoul(argv[3], NULL, 10);
    uint32_t frames = (uint32_t)strtoul(argv[4], NULL, 10);
    if (strcmp(argv[5], "own") == 0 && sysconf(_SC_NPROCESSORS_ONLN) > 1)
        cores[PRODUCER] = 0, cores[CONSUMER] = 1;
    board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED || frames <= WARM_UP || frames > FRAMES_MAX)
        return EXIT_FAILURE;
    for (const peer *p = peers; p->name; p++) {
        if (strcmp(p->name, argv[1]) == 0) {
            measure(p, frames, (pid_t)strtol(argv[6], NULL, 10), argc > 7 ? argv + 7 : NULL);
            return EXIT_SUCCESS;
        }
    }
    peer_die("there is no such way");
}
