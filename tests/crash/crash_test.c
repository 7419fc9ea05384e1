/* SPDX-License-Identifier: MIT */
/* Processes die or stop, at any point. The others go on, and nothing is left behind. */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

enum {
    READERS = 4,
    ROUNDS = 40,
};

/* What the processes of a test tell each other. */
typedef struct board {
    atomic_uint read, held, torn, ended;
} board;

static board *shared;
static frs_writer *writer;

static void begin(void)
{
    fixture_enter();
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(shared, MAP_FAILED);
    srand((unsigned)getpid());
}

static void end(void)
{
    if (!writer) /* one more start clears away what the killed have left */
        ck_assert_frs(frs_writer_create(&writer, "last", NULL), FRS_OK);
    frs_writer_destroy(&writer);
    munmap(shared, sizeof *shared);
}

/* Names in /dev/shm that no living process has; other tests run beside this one. */
static int names_of_the_dead(void)
{
    DIR *dir = opendir("/dev/shm");
    int n = 0, pid;
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        n += sscanf(entry->d_name, "frameshare-%d-", &pid) == 1 && kill(pid, 0) < 0;
    if (dir)
        closedir(dir);
    return n;
}

static void kill_and_wait(pid_t pid)
{
    kill(pid, SIGKILL);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

/* Children say what they found by their exit status, and use no ck_assert. */
static pid_t fork_child(int (*run)(void))
{
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        _exit(run());
    return pid;
}

static int write_for_ever(void)
{
    frs_writer *w;
    if (frs_writer_create(&w, "cam0", NULL))
        return 1;
    for (uint32_t i = 1;; i++)
        if (fixture_publish(w, 64, 16 + 16 * (i / 50 % 3), i))
            return 1;
}

static bool intact(const frs_frame *frame)
{
    return fixture_intact(frame->data, (size_t)frame->info.stride[0] * frame->info.height,
                          (uint32_t)frame->info.pts);
}

/* Read until the end, holding a frame the while. 0: the end was FRS_ECLOSED and no frame was torn.
 */
static int read_to_the_end(void)
{
    frs_reader_options options = {.every_frame = getpid() % 2, .timeout_ms = 100};
    frs_reader *reader;
    frs_frame kept = {0}, frame;
    int error = frs_reader_open(&reader, "cam0", &options);
    if (error) /* killed during our greeting: that is an end as well */
        return error == FRS_ENOENT || error == FRS_ECLOSED ? 0 : 2;
    while (!(error = frs_reader_wait(reader, -1))) {
        error = options.every_frame ? frs_reader_acquire_next(reader, &frame)
                                    : frs_reader_acquire_newest(reader, &frame);
        if (error == FRS_EAGAIN)
            continue;
        if (error)
            break;
        if (!intact(&frame))
            atomic_fetch_add(&shared->torn, 1);
        atomic_fetch_add(&shared->read, 1);
        if (!kept.data)
            kept = frame;
        else
            frs_reader_release(reader, &frame);
    }
    if (kept.data && !intact(&kept))
        atomic_fetch_add(&shared->torn, 1);
    frs_reader_close(&reader);
    return error == FRS_ECLOSED ? 0 : 3;
}

START_TEST(a_killed_writer_is_the_end_of_the_stream_and_nothing_worse)
{
    for (int round = 0; round < ROUNDS; round++) {
        pid_t child = fork_child(write_for_ever), readers[READERS];
        while (fixture_folder_entries() == 0)
            fixture_sleep(0);
        for (int i = 0; i < READERS; i++)
            readers[i] = fork_child(read_to_the_end);
        unsigned until = atomic_load(&shared->read) + (unsigned)rand() % 200;
        while (atomic_load(&shared->read) < until + READERS)
            fixture_sleep(0);
        kill_and_wait(child);
        for (int i = 0; i < READERS; i++) {
            int status;
            ck_assert_int_eq(waitpid(readers[i], &status, 0), readers[i]);
            ck_assert_int_eq(status, 0);
        }
        /* The socket may be there still, and is no stream any more. */
        ck_assert_int_eq(frs_stream_list(NULL, NULL), 0);
        ck_assert_int_eq(fixture_folder_entries(), 0);
    }
    ck_assert_uint_eq(atomic_load(&shared->torn), 0);
    /* With -Dshm=posix a name may be left by who is killed while he has it; the next writer sweeps.
     */
    ck_assert_frs(frs_writer_create(&writer, "next", NULL), FRS_OK);
    ck_assert_int_eq(names_of_the_dead(), 0);
}
END_TEST

START_TEST(a_killed_writers_name_is_free_at_once)
{
    for (int round = 0; round < ROUNDS; round++) {
        pid_t child = fork_child(write_for_ever);
        while (fixture_folder_entries() == 0)
            fixture_sleep(0);
        for (int spin = rand() % 100000; spin > 0; spin--)
            atomic_load(&shared->read); /* die at various points of the start */
        kill_and_wait(child);
        ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
        frs_writer_destroy(&writer);
        ck_assert_int_eq(fixture_folder_entries(), 0);
    }
}
END_TEST

static int open_for_ever(void)
{
    for (;;) {
        frs_reader *reader;
        frs_frame frame;
        frs_reader_options options = {.timeout_ms = 20};
        int error = frs_reader_open(&reader, "cam0", &options);
        if (error && error != FRS_ENOENT && error != FRS_ECLOSED && error != FRS_EREADERS)
            return 1;
        if (!error && !frs_reader_acquire_newest(reader, &frame) && !intact(&frame))
            return 2;
        frs_reader_close(&reader);
        atomic_fetch_add(&shared->read, !error);
        if (atomic_load(&shared->ended))
            return 0;
    }
}

START_TEST(a_writer_that_dies_during_greetings_confuses_nobody)
{
    pid_t readers[READERS];
    for (int i = 0; i < READERS; i++)
        readers[i] = fork_child(open_for_ever);
    for (int round = 0; round < ROUNDS; round++) {
        pid_t child = fork_child(write_for_ever);
        unsigned before = atomic_load(&shared->read);
        while (atomic_load(&shared->read) < before + 20)
            fixture_sleep(0);
        kill_and_wait(child);
    }
    atomic_store(&shared->ended, 1);
    for (int i = 0; i < READERS; i++) {
        int status;
        waitpid(readers[i], &status, 0);
        ck_assert_int_eq(status, 0);
    }
}
END_TEST

/* ---- readers ---- */

static frs_reader_options hold_options;

/* Takes two frames, says so, and waits for the end of the world. */
static int hold(void)
{
    frs_reader *reader;
    frs_frame frame, next;
    if (frs_reader_open(&reader, "cam0", &hold_options))
        return 1;
    if (frs_reader_wait(reader, -1) || frs_reader_acquire_newest(reader, &frame))
        return 2;
    atomic_store(&shared->held, 1);
    while (!atomic_load(&shared->ended))
        fixture_sleep(1);
    int error;
    while ((error = frs_reader_acquire_newest(reader, &next)) == FRS_EAGAIN)
        fixture_sleep(1); /* its socket was full: the slot is on its way */
    if (error || !intact(&next) || !intact(&frame))
        return 3;
    frs_reader_close(&reader);
    return 0;
}

static frs_writer_stats stats(void)
{
    frs_writer_stats s;
    frs_writer_get_stats(writer, &s);
    return s;
}

static void publish(uint32_t n)
{
    for (uint32_t i = 1; i <= n; i++)
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_OK);
}

static pid_t start_holder(void)
{
    pid_t child = fork_child(hold);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(1);
    while (!atomic_load(&shared->held))
        fixture_sleep(1);
    return child;
}

START_TEST(a_stopped_reader_stops_nobody)
{
    int status;
    ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
    pid_t child = start_holder();
    kill(child, SIGSTOP);
    waitpid(child, &status, WUNTRACED);
    publish(3000);
    for (uint32_t i = 0; i < 500; i++) { /* new slots, which it does not take in */
        publish(1);
        frs_writer_trim(writer);
    }
    frs_reader *reader;
    frs_frame frame;
    ck_assert_frs(frs_reader_open(&reader, "cam0", NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert(intact(&frame));
    frs_reader_close(&reader);
    ck_assert_uint_eq(stats().dropped, 0);
    atomic_store(&shared->ended, 1);
    kill(child, SIGCONT);
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(a_killed_readers_leases_are_free_at_once)
{
    ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
    for (int round = 0; round < ROUNDS; round++) {
        atomic_store(&shared->held, 0);
        pid_t child = start_holder();
        publish(2);
        ck_assert_uint_eq(stats().slots_free + 2, stats().slots);
        kill_and_wait(child);
        while (stats().readers > 0)
            fixture_sleep(0);
        ck_assert_uint_eq(stats().slots_free + 1, stats().slots);
    }
    ck_assert_uint_le(stats().slots, 4);
}
END_TEST

static void *publish_all(void *user)
{
    for (uint32_t i = 1; i <= 500; i++)
        if (fixture_publish(writer, 64, 16, i))
            return NULL;
    *(bool *)user = true;
    return NULL;
}

START_TEST(a_lossless_writer_goes_on_when_the_reader_it_waits_for_is_killed)
{
    frs_writer_options options = {.lossless = true};
    hold_options = (frs_reader_options){.every_frame = true, .history = 3};
    ck_assert_frs(frs_writer_create(&writer, "cam0", &options), FRS_OK);
    pid_t child = start_holder();
    bool all = false;
    pthread_t thread;
    pthread_create(&thread, NULL, publish_all, &all);
    while (stats().published < 4)
        fixture_sleep(1);
    fixture_sleep(30);
    ck_assert_uint_eq(stats().published, 4); /* it waits: one taken, three kept */
    kill_and_wait(child);
    pthread_join(thread, NULL);
    ck_assert(all);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crash");
    TCase *writers = checks_case(suite, "writers", begin, end, 120);
    tcase_add_test(writers, a_killed_writer_is_the_end_of_the_stream_and_nothing_worse);
    tcase_add_test(writers, a_killed_writers_name_is_free_at_once);
    tcase_add_test(writers, a_writer_that_dies_during_greetings_confuses_nobody);
    TCase *readers = checks_case(suite, "readers", begin, end, 120);
    tcase_add_test(readers, a_stopped_reader_stops_nobody);
    tcase_add_test(readers, a_killed_readers_leases_are_free_at_once);
    tcase_add_test(readers, a_lossless_writer_goes_on_when_the_reader_it_waits_for_is_killed);
    return fixture_run(suite);
}
