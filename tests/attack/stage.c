/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/directory.h"

#define STREAM "cam0"
#define USER 23456 /* of nobody on this machine */
#define DESCRIPTORS 1024
#define ATTACKERS_MAX 64
/* The honest reader connects once more after so many frames. */
#define CONNECT_EVERY 20

stage_board *board;
frs_writer *stage_writer;

static pid_t honest, attackers[ATTACKERS_MAX];
static unsigned n_attackers;
static unsigned published;
static int fds_before, mappings_before;

/* ---- the honest reader ---- */

static void complain(const char *what, int error)
{
    if (atomic_fetch_add(&board->wrong, 1) == 0)
        snprintf(board->words, sizeof board->words, "%s: %s; %.120s", what, frs_strerror(error),
                 frs_error_message());
}

static void look(const frs_frame *frame)
{
    unsigned expected = atomic_load(&board->taken) + 1;
    size_t size = (size_t)frame->info.stride[0] * frame->info.height;
    if (!atomic_load(&board->may_miss) && (frame->missed || frame->info.pts != expected))
        complain("the honest reader missed a frame", FRS_OK);
    if (!fixture_intact(frame->data, size, (uint32_t)frame->info.pts))
        complain("the honest reader got a torn frame", FRS_OK);
}

static void connect_once_more(void)
{
    frs_reader *reader;
    int error = frs_reader_open(&reader, STREAM, NULL);
    if (error) {
        complain("the honest reader cannot connect once more", error);
        return;
    }
    frs_reader_close(&reader);
    atomic_fetch_add(&board->opened, 1);
}

static void read_honestly(void)
{
    frs_reader *reader;
    frs_reader_options options = {.every_frame = true};
    int error = frs_reader_open(&reader, STREAM, &options);
    if (error)
        complain("the honest reader cannot connect", error);
    atomic_fetch_add(&board->opened, 1);
    while (!error && !atomic_load(&board->stop)) {
        frs_frame frame;
        error = frs_reader_acquire_next(reader, &frame);
        if (error == FRS_EAGAIN) {
            error = frs_reader_wait(reader, 100);
            error = error == FRS_ETIMEOUT ? FRS_OK : error;
            continue;
        }
        if (error)
            break;
        look(&frame);
        unsigned seed = (unsigned)frame.info.pts;
        frs_reader_release(reader, &frame);
        atomic_store(&board->taken, seed);
        if (seed % CONNECT_EVERY == 0)
            connect_once_more();
    }
    if (error)
        complain("the honest reader cannot go on", error);
}

/* ---- processes ---- */

static pid_t start(stage_body body)
{
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    body();
    _exit(0);
}

pid_t stage_fork(stage_body body)
{
    ck_assert_uint_lt(n_attackers, ATTACKERS_MAX);
    return attackers[n_attackers++] = start(body);
}

static void end_process(pid_t pid)
{
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* Until it is so; a test that waits for too long says for what. */
#define await(condition)                                                                           \
    do {                                                                                           \
        int64_t end = frs_now_ms() + STAGE_HANG_MS;                                                \
        while (!(condition))                                                                       \
            ck_assert_msg(frs_ms_until(end) > 0 && (fixture_sleep(1), 1), "never: %s; \"%s\"",     \
                          #condition, board->words);                                               \
    } while (0)

void stage_await_ready(unsigned n)
{
    await(atomic_load(&board->ready) >= n);
}

void stage_ready_and_stay(void)
{
    atomic_fetch_add(&board->ready, 1);
    for (;;)
        pause();
}

/* ---- the stage ---- */

static unsigned count_connections(void)
{
    pthread_mutex_lock(&stage_writer->lock);
    unsigned n = stage_writer->n_connections;
    pthread_mutex_unlock(&stage_writer->lock);
    return n;
}

void stage_begin(void)
{
    fixture_enter();
    n_attackers = published = 0;
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(board, MAP_FAILED);
    ck_assert_frs(frs_writer_create(&stage_writer, STREAM, NULL), FRS_OK);
    honest = start(read_honestly);
    await(atomic_load(&board->opened) == 1);
    stage_play(CONNECT_EVERY + 1);
    frs_writer_trim(stage_writer);
    await(count_connections() == 1);
    fds_before = fixture_count_fds();
    mappings_before = fixture_count_mappings();
}

void stage_begin_as_user(void)
{
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = DESCRIPTORS < limit.rlim_max ? DESCRIPTORS : limit.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    if (geteuid() == 0) {
        ck_assert_int_eq(setgroups(0, NULL) | setgid(USER) | setuid(USER), 0);
        prctl(PR_SET_DUMPABLE, 1); /* or /proc/self is root's */
    }
    stage_begin();
}

void stage_end(void)
{
    for (unsigned i = 0; i < n_attackers; i++)
        end_process(attackers[i]);
    end_process(honest);
    frs_writer_destroy(&stage_writer);
    munmap(board, sizeof *board);
}

void stage_publish(void)
{
    uint32_t seed = ++published;
    /* Every frame has another height than the one before it, and so, mostly, a new slot. */
    ck_assert_frs(fixture_publish(stage_writer, 64, 16 + 64 * (seed % 61), seed), FRS_OK);
}

void stage_play(unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        stage_publish();
        await(atomic_load(&board->taken) == published || atomic_load(&board->wrong));
        ck_assert_msg(atomic_load(&board->wrong) == 0, "%s", board->words);
    }
}

void stage_repel(void)
{
    for (unsigned i = 0; i < n_attackers; i++)
        end_process(attackers[i]);
    n_attackers = 0;
    await(count_connections() == 1);
    stage_play(CONNECT_EVERY + 1);
    await(count_connections() == 1);
    frs_writer_trim(stage_writer);
    await(fixture_count_fds() <= fds_before);
    await(fixture_count_mappings() <= mappings_before);
}

int stage_connect(void)
{
    int socket;
    while ((socket = frs_directory_connect(STREAM, NULL)) == FRS_EAGAIN)
        fixture_sleep(1);
    return socket;
}

int stage_greet(frs_link *link, frs_page **page)
{
    int error = frs_link_open(link, STREAM, 1, false, 0);
    if (error)
        return error;
    *page = mmap(NULL, sizeof **page, PROT_READ | PROT_WRITE, MAP_SHARED, link->page_fd, 0);
    return *page == MAP_FAILED ? FRS_ESYSTEM : FRS_OK;
}
