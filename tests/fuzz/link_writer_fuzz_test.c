/* SPDX-License-Identifier: MIT */
/*
 * The writer against readers that mean ill: in this process a writer publishes frames all the time,
 * in others hostile readers send mutated messages over many connections, and one honest reader
 * takes every frame, each of which it must get. In the end the writer has the descriptors, mappings
 * and threads that it had before, and serves new readers.
 *
 * FRAMESHARE_FUZZ says how many messages, FRAMESHARE_SEED which.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/directory.h"
#include "fixture.h"
#include "message.h"

#define MESSAGES 20000
/* Processes: limits are for each. One that leases all it can takes 32 slots of 128. */
#define ATTACKERS 3
/* Whatever must come comes in this time, on a machine that is busy with other things. */
#define PATIENCE_MS 60000
#define ACTIONS_MAX 200
#define BURST_MAX 8
#define FLOOD 1000
#define TRIM_EVERY 16

/* Shared by all processes. */
typedef struct board {
    atomic_uint seen; /* the last frame that the honest reader has taken */
    atomic_bool begin, end;
    _Atomic uint64_t taken[ATTACKERS]; /* messages that the writer has taken in */
    _Atomic uint64_t connections[ATTACKERS];
} board;

static board *shared;
static frs_writer *writer;

static void die(const char *what)
{
    fprintf(stderr, "%s (%s)\n", what, frs_error_message());
    fflush(stderr);
    _exit(3);
}

static pid_t start(void (*body)(uint32_t), uint32_t index)
{
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        body(index);
        _exit(0);
    }
    return pid;
}

static void await(atomic_bool *flag)
{
    while (!atomic_load(flag))
        fixture_sleep(1);
}

/* ---- the honest reader ---- */

static void read_honestly(uint32_t index)
{
    frs_reader_options options = {.every_frame = true, .timeout_ms = PATIENCE_MS};
    frs_reader *reader;
    frs_frame frame;
    (void)index;
    if (frs_reader_open(&reader, "fuzzed", &options))
        die("the honest reader cannot open the stream");
    while (!atomic_load(&shared->end)) {
        int error = frs_reader_wait(reader, 100);
        if (error && error != FRS_ETIMEOUT)
            die("the honest reader waits in vain");
        while ((error = frs_reader_acquire_next(reader, &frame)) == FRS_OK) {
            if (frame.missed)
                die("the honest reader missed a frame");
            size_t size = (size_t)frame.info.stride[0] * frame.info.height;
            uint32_t seed;
            if (!fixture_intact(frame.data, size, (uint32_t)frame.info.pts) ||
                !fixture_overlays_intact(&frame, &seed))
                die("a frame is torn");
            atomic_store(&shared->seen, (uint32_t)frame.info.pts);
            frs_reader_release(reader, &frame);
        }
        if (error != FRS_EAGAIN)
            die("the honest reader cannot take a frame");
    }
    frs_reader_close(&reader);
}

/* ---- hostile readers ---- */

typedef struct attack {
    fuzz_random random;
    uint32_t index;
    int socket;
    frs_page *page;             /* NULL: none yet */
    const frs_control *control; /* with it */
    uint32_t sent;              /* not known to be taken */
} attack;

static void *map(int fd, size_t size, int protection)
{
    void *data = mmap(NULL, size, protection, MAP_SHARED, fd, 0);
    return data == MAP_FAILED ? NULL : data;
}

static void take_welcome(attack *a, const int *fds)
{
    if (a->page || fds[0] < 0 || fds[1] < 0)
        return;
    a->control = map(fds[0], sizeof *a->control, PROT_READ);
    a->page = map(fds[1], sizeof *a->page, PROT_READ | PROT_WRITE);
    if (!a->control || !a->page)
        die("a welcome cannot be mapped");
}

/* What the writer has sent. */
static void hear(attack *a, uint32_t most)
{
    frs_message message;
    int fds[FRS_MESSAGE_FDS_MAX];
    while (most-- > 0 && frs_message_receive(a->socket, &message, fds) == FRS_OK) {
        if (message.type == FRS_MESSAGE_WELCOME)
            take_welcome(a, fds);
        for (int i = 0; i < FRS_MESSAGE_FDS_MAX; i++)
            if (fds[i] >= 0)
                close(fds[i]);
    }
}

/* Until the writer has taken what was sent, or hung up. It takes in what comes, whatever it is. */
static void settle(attack *a)
{
    int64_t end = frs_now_ms() + PATIENCE_MS;
    bool gone;
    while (!(gone = fuzz_hung_up(a->socket)) && fuzz_unread(a->socket) > 0) {
        if (frs_now_ms() > end)
            die("the writer does not take what a reader sends");
        usleep(20);
    }
    atomic_fetch_add(&shared->taken[a->index], gone ? a->sent > 0 : a->sent);
    a->sent = 0;
}

/* False: the writer has hung up, or its side is full. */
static bool send_one(attack *a, const frs_message *message)
{
    int fds[FUZZ_FDS_MAX];
    int n = fuzz_descriptors(&a->random, fds, message->u.welcome.control_size, a->socket);
    int error = fuzz_send(&a->random, 24, a->socket, message, fds, n);
    fuzz_close(fds, n);
    a->sent += error == 0;
    return error == 0;
}

static bool send_something(attack *a)
{
    static const uint32_t types[] = {FRS_MESSAGE_HELLO,    FRS_MESSAGE_ACCOUNTS,
                                     FRS_MESSAGE_PROGRESS, FRS_MESSAGE_ACCOUNTS,
                                     FRS_MESSAGE_PROGRESS, FRS_MESSAGE_PROGRESS};
    uint32_t type = types[fuzz_below(&a->random, 6)];
    frs_message message =
        fuzz_message(fuzz_once_in(&a->random, 4) ? fuzz_below(&a->random, 14) : type);
    message.u.hello.history = fuzz_word(&a->random);
    message.u.hello.every = fuzz_word(&a->random);
    if (fuzz_once_in(&a->random, 4))
        fuzz_mutate(&a->random, &message);
    return send_one(a, &message);
}

/* Descriptors only now and then: those under way are numbered, for all of a user's processes. */
static void flood(attack *a)
{
    static const uint32_t types[] = {FRS_MESSAGE_HELLO, FRS_MESSAGE_PROGRESS, FRS_MESSAGE_ACCOUNTS,
                                     77};
    frs_message message = fuzz_message(types[fuzz_below(&a->random, 4)]);
    for (uint32_t i = 0;
         i < FLOOD && fuzz_send_bytes(a->socket, &message, sizeof message, NULL, 0) == 0; i++)
        a->sent++;
}

/* Random words, leases of frames that there are, and a wish to be woken all the time. */
static void spoil_page(attack *a)
{
    uint32_t newest = atomic_load(&a->control->newest);
    for (uint32_t n = fuzz_below(&a->random, 40); n > 0; n--) {
        uint32_t words = fuzz_once_in(&a->random, 4) ? sizeof *a->page / 4 : 48;
        ((volatile uint32_t *)a->page)[fuzz_below(&a->random, words)] = fuzz_word(&a->random);
    }
    for (uint32_t n = fuzz_below(&a->random, FRS_LEASES_MAX); n > 0; n--)
        atomic_store(&a->page->cells[fuzz_below(&a->random, FRS_LEASES_MAX)],
                     newest - fuzz_below(&a->random, 4));
    atomic_store(&a->page->waiting, 1);
}

/* Honest, nearly so, twice, or not at all. */
static void greet(attack *a)
{
    frs_message hello = fuzz_message(FRS_MESSAGE_HELLO);
    hello.u.hello.history = fuzz_once_in(&a->random, 2) ? 1 : fuzz_word(&a->random);
    if (fuzz_once_in(&a->random, 8))
        return;
    if (fuzz_once_in(&a->random, 8))
        fuzz_mutate(&a->random, &hello);
    a->sent += fuzz_send_bytes(a->socket, &hello, sizeof hello, NULL, 0) == 0;
    struct pollfd fd = {.fd = a->socket, .events = POLLIN};
    if (fuzz_once_in(&a->random, 2) && poll(&fd, 1, 100) > 0)
        hear(a, 1);
}

static void hang_up(attack *a)
{
    if (fuzz_once_in(&a->random, 2))
        settle(a);
    if (fuzz_once_in(&a->random, 4))
        shutdown(a->socket, (int)fuzz_below(&a->random, 3));
    if (fuzz_once_in(&a->random, 8))
        send_something(a);
    close(a->socket);
    if (a->page) {
        munmap(a->page, sizeof *a->page);
        munmap((void *)a->control, sizeof *a->control);
    }
}

static void attack_once(attack *a)
{
    bool reads = fuzz_once_in(&a->random, 2);
    greet(a);
    for (uint32_t n = fuzz_below(&a->random, ACTIONS_MAX); n > 0; n--) {
        for (uint32_t i = 1 + fuzz_below(&a->random, BURST_MAX); i > 0 && send_something(a); i--)
            continue;
        if (a->page && fuzz_once_in(&a->random, 4))
            spoil_page(a);
        if (fuzz_once_in(&a->random, 200))
            flood(a);
        if (reads)
            hear(a, fuzz_below(&a->random, 20));
        settle(a);
        if (fuzz_hung_up(a->socket))
            break;
    }
    hang_up(a);
}

static void attack_writer(uint32_t index)
{
    attack a = {.random = {.state = fuzz_seed() + index}, .index = index};
    uint64_t messages = fuzz_messages(MESSAGES) / ATTACKERS + 1;
    await(&shared->begin);
    while (atomic_load(&shared->taken[index]) < messages) {
        int socket = frs_directory_connect("fuzzed", NULL);
        if (socket == FRS_EAGAIN) {
            fixture_sleep(1);
            continue;
        }
        if (socket < 0)
            die("a hostile reader cannot connect");
        a = (attack){.random = a.random, .index = index, .socket = socket};
        atomic_fetch_add(&shared->connections[index], 1);
        attack_once(&a);
    }
}

/* ---- the writer ---- */

typedef struct holdings {
    int fds, mappings, threads;
} holdings;

static int count_threads(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    int threads = 0;
    while (status && fgets(line, sizeof line, status) && sscanf(line, "Threads: %d", &threads) != 1)
        continue;
    if (status)
        fclose(status);
    return threads;
}

static void wait_seen(uint32_t seed, pid_t honest)
{
    int64_t end = frs_now_ms() + PATIENCE_MS;
    int status;
    while (atomic_load(&shared->seen) != seed) {
        ck_assert_msg(waitpid(honest, &status, WNOHANG) == 0, "the honest reader ended at frame %u",
                      seed);
        ck_assert_msg(frs_now_ms() < end, "frame %u did not reach the honest reader", seed);
        usleep(20);
    }
}

/* As many frames of one size as any reader has kept for it: what was before them is let go. The
 * last one's number. */
static uint32_t publish_alike(uint32_t seed, pid_t honest)
{
    ck_assert_frs(fixture_set_overlays(writer, 1, 16, seed), FRS_OK);
    for (int i = 0; i <= FRS_HISTORY_MAX; i++) {
        ck_assert_frs(fixture_publish(writer, 64, 16, ++seed), FRS_OK);
        wait_seen(seed, honest);
    }
    return seed;
}

static holdings count_holdings(void)
{
    frs_writer_trim(writer);
    return (holdings){.fds = fixture_count_fds(),
                      .mappings = fixture_count_mappings(),
                      .threads = count_threads()};
}

/* Of all sizes, so that slots come and go; neither call waits for any reader. */
static void publish(fuzz_random *random, uint32_t seed)
{
    int64_t start = frs_now_ms();
    if (fuzz_once_in(random, 8))
        ck_assert_frs(fixture_set_overlays(writer, 1 + fuzz_below(random, 3), 16, seed), FRS_OK);
    ck_assert_frs(fixture_publish(writer, 16u << fuzz_below(random, 4), 16, seed), FRS_OK);
    if (seed % TRIM_EVERY == 0)
        frs_writer_trim(writer);
    ck_assert_int_lt(frs_now_ms() - start, PATIENCE_MS / 4);
}

static bool some_live(pid_t *pids)
{
    bool live = false;
    for (uint32_t i = 0; i < ATTACKERS; i++) {
        int status;
        if (pids[i] && waitpid(pids[i], &status, WNOHANG) == pids[i]) {
            ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                          "hostile reader %u ended with %#x", i, status);
            pids[i] = 0;
        }
        live = live || pids[i];
    }
    return live;
}

/* Until the writer has heard of the end of all but one reader, and holds what it held. */
static void assert_holds(const holdings *before)
{
    frs_writer_stats stats;
    holdings now;
    int64_t end = frs_now_ms() + PATIENCE_MS;
    do {
        fixture_sleep(1);
        frs_writer_get_stats(writer, &stats);
        now = count_holdings();
    } while ((stats.readers != 1 || memcmp(&now, before, sizeof now) != 0) && frs_now_ms() < end);
    ck_assert_uint_eq(stats.readers, 1);
    ck_assert_int_eq(now.fds, before->fds);
    ck_assert_int_eq(now.mappings, before->mappings);
    ck_assert_int_eq(now.threads, before->threads);
}

static void assert_serves(uint32_t seed)
{
    frs_reader *reader;
    frs_frame frame;
    ck_assert_frs(frs_reader_open(&reader, "fuzzed", NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.info.pts, seed);
    fixture_assert_frame(&frame);
    frs_reader_close(&reader);
}

static void report(uint32_t seed)
{
    uint64_t taken = 0, connections = 0;
    for (uint32_t i = 0; i < ATTACKERS; i++) {
        taken += atomic_load(&shared->taken[i]);
        connections += atomic_load(&shared->connections[i]);
    }
    printf("%" PRIu64 " messages taken from %" PRIu64 " connections, %u frames published\n", taken,
           connections, seed);
}

START_TEST(nothing_that_readers_send_or_store_harms_a_writer_or_an_honest_reader)
{
    fuzz_random random = {.state = ~fuzz_seed()};
    pid_t attackers[ATTACKERS];
    frs_writer_options options = {.max_slots =
                                      256}; /* those of the dead may be held for a moment */
    uint32_t seed = 1;
    int status, fds = fixture_count_fds();
    printf("seed %" PRIu64 ", %" PRIu64 " messages\n", fuzz_seed(), fuzz_messages(MESSAGES));
    fflush(stdout);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(shared, MAP_FAILED);
    pid_t honest = start(read_honestly, 0);
    for (uint32_t i = 0; i < ATTACKERS; i++)
        attackers[i] = start(attack_writer, i);
    ck_assert_frs(frs_writer_create(&writer, "fuzzed", &options), FRS_OK);
    ck_assert_frs(frs_writer_wait_reader(writer, PATIENCE_MS), FRS_OK);
    seed = publish_alike(seed, honest);
    holdings before = count_holdings();

    atomic_store(&shared->begin, true);
    while (some_live(attackers)) {
        publish(&random, ++seed);
        wait_seen(seed, honest);
    }
    report(seed);
    seed = publish_alike(seed, honest);
    assert_holds(&before);
    assert_serves(seed);
    atomic_store(&shared->end, true);
    ck_assert_int_eq(waitpid(honest, &status, 0), honest);
    ck_assert_int_eq(status, 0);
    frs_writer_destroy(&writer);
    ck_assert_int_eq(fixture_count_fds(), fds);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link writer fuzz");
    TCase *tests = checks_case(suite, "fuzz", NULL, NULL, 0);
    tcase_add_test(tests, nothing_that_readers_send_or_store_harms_a_writer_or_an_honest_reader);
    return fixture_run(suite);
}
