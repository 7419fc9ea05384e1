/* SPDX-License-Identifier: MIT */
/* Waiting for frames, for their slots, and for the stream. */
#include "stream.h"

#include <linux/sockios.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/connections.h"
#include "core/futex.h"
#include "core/wake.h"

static void *publish_later(void *user)
{
    for (uint32_t i = 1; i <= *(uint32_t *)user; i++) {
        if (i % 8 == 0)
            fixture_sleep(1);
        stream_publish(i, i);
    }
    return NULL;
}

START_TEST(no_frame_is_slept_through)
{
    uint32_t n = 2000;
    pthread_t thread;
    stream_open(NULL);
    pthread_create(&thread, NULL, publish_later, &n);
    for (uint32_t seen = 0; seen < n;) {
        /* Without an end to the wait: after a lost wake-up it would never return. */
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        stream_take();
        fixture_assert_frame(&frame);
        ck_assert_uint_gt(frame.sequence, seen);
        seen = frame.sequence;
        frs_reader_release(reader, &frame);
    }
    pthread_join(thread, NULL);
}
END_TEST

static void *destroy_later(void *user)
{
    (void)user;
    fixture_sleep(20);
    frs_writer_destroy(&writer);
    return NULL;
}

START_TEST(the_end_of_the_stream_wakes)
{
    pthread_t thread;
    stream_open(NULL);
    pthread_create(&thread, NULL, destroy_later, NULL);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
    pthread_join(thread, NULL);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
}
END_TEST

static void *create_later(void *user)
{
    (void)user;
    fixture_sleep(30);
    ck_assert_frs(frs_writer_create(&writer, "late", NULL), FRS_OK);
    return NULL;
}

/* The writer's connection to the reader, of which there is one. Somebody must unref it. */
static frs_connection *the_connection(void)
{
    frs_connection *connections[FRS_READERS_MAX];
    pthread_mutex_lock(&writer->lock);
    uint32_t n = frs_connections_snapshot(writer, connections);
    pthread_mutex_unlock(&writer->lock);
    ck_assert_uint_eq(n, 1);
    return connections[0];
}

/* As if the reader's socket had no room: slots made from now on are not sent, until they are. */
static void hold_slots_back(bool hold)
{
    frs_connection *connection = the_connection();
    pthread_mutex_lock(&connection->sending);
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        if (!connection->sent_id[i] || !hold)
            connection->sent_id[i] = hold ? writer->last_slot_id + 1 : 0;
    pthread_mutex_unlock(&connection->sending);
    if (!hold)
        frs_connection_flush(writer, connection);
    frs_connection_unref(connection);
}

static int acquire(bool every)
{
    return every ? frs_reader_acquire_next(reader, &frame)
                 : frs_reader_acquire_newest(reader, &frame);
}

START_TEST(a_frame_in_a_slot_that_has_not_come_is_waited_for)
{
    bool every = _i;
    stream_open(&(frs_reader_options){.every_frame = every});
    hold_slots_back(true);
    stream_publish(1, 1);
    for (int i = 0; i < 3; i++) {
        ck_assert_frs(acquire(every), FRS_EAGAIN);
        ck_assert_frs(frs_reader_wait(reader, 10), FRS_ETIMEOUT);
    }
    hold_slots_back(false);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
    ck_assert_frs(acquire(every), FRS_OK);
    stream_assert_frame(1, 0);
}
END_TEST

START_TEST(a_frame_after_one_whose_slot_has_not_come_is_taken)
{
    stream_publish(1, 1);
    stream_open(NULL);
    ck_assert_frs(acquire(false), FRS_OK);
    frs_reader_release(reader, &frame);
    hold_slots_back(true);
    stream_publish(2, 2);
    ck_assert_frs(acquire(false), FRS_EAGAIN);
    stream_publish(3, 3); /* where the first one was */
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
    ck_assert_frs(acquire(false), FRS_OK);
    stream_assert_frame(3, 1);
}
END_TEST

START_TEST(who_waits_for_a_slot_hears_of_the_end)
{
    stream_open(NULL);
    hold_slots_back(true);
    stream_publish(1, 1);
    ck_assert_frs(acquire(false), FRS_EAGAIN);
    frs_writer_destroy(&writer);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
}
END_TEST

START_TEST(a_slot_given_up_before_it_came_is_not_kept)
{
    frs_slot *slot;
    stream_open(NULL);
    int mappings = fixture_count_mappings();
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slot), FRS_OK);
    frs_slot_unref(slot);
    frs_writer_trim(writer);
    ck_assert_frs(acquire(false), FRS_EAGAIN); /* takes it in */
    ck_assert_frs(acquire(false), FRS_EAGAIN);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
}
END_TEST

START_TEST(a_reader_may_wait_for_its_stream)
{
    pthread_t thread;
    frs_reader_options options = {.timeout_ms = 1};
    ck_assert_frs(frs_reader_open(&reader, "late", NULL), FRS_ENOENT);
    ck_assert_frs(frs_reader_open(&reader, "late", &options), FRS_ENOENT);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "late"));
    options.timeout_ms = -1;
    frs_writer_destroy(&writer);
    pthread_create(&thread, NULL, create_later, NULL);
    ck_assert_frs(frs_reader_open(&reader, "late", &options), FRS_OK);
    pthread_join(thread, NULL);
}
END_TEST

/* ---- by futex, and on the link ---- */

/* What becomes of a reader that has begun to sleep in this way. */
typedef struct sleeper {
    uint32_t how;
    enum {
        GETS_A_FRAME,
        IS_CUT_OFF
    } fate;
} sleeper;

static void *meet_sleeper(void *user)
{
    const sleeper *s = user;
    frs_connection *connection = the_connection();
    while (atomic_load(&connection->page->waiting) != s->how)
        fixture_sleep(1);
    if (s->fate == GETS_A_FRAME) {
        stream_publish(1, 1);
    } else {
        pthread_mutex_lock(&writer->lock);
        frs_connection_cut(writer, connection);
        pthread_mutex_unlock(&writer->lock);
        frs_connection_hang_up(connection);
    }
    frs_connection_unref(connection);
    return NULL;
}

START_TEST(a_sleeper_of_either_kind_hears_of_a_frame_and_of_its_end)
{
    sleeper s = {.how = _i % 2 ? FRS_SLEEP_LINK : FRS_SLEEP_FUTEX,
                 .fate = _i / 2 ? IS_CUT_OFF : GETS_A_FRAME};
    pthread_t thread;
    stream_open(NULL);
    pthread_create(&thread, NULL, meet_sleeper, &s);
    ck_assert_frs(frs_reader_wait(reader, -1), s.fate == IS_CUT_OFF ? FRS_ECLOSED : FRS_OK);
    pthread_join(thread, NULL);
}
END_TEST

/* A sleeper by futex whose time is never up. */
static atomic_int sleeper_tid;

static void *sleep_for_an_hour(void *user)
{
    frs_page *page = user;
    frs_wake_expect(page, FRS_SLEEP_FUTEX);
    atomic_store(&sleeper_tid, (pid_t)syscall(SYS_gettid)); /* glibc 2.28 has no gettid() */
    while (atomic_load(&page->waiting) == FRS_SLEEP_FUTEX)
        frs_futex_wait(&page->waiting, FRS_SLEEP_FUTEX, 3600000);
    return NULL;
}

/* In the kernel's words: "S" after the name in brackets. */
static bool is_asleep(int tid)
{
    char path[64], line[256] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    FILE *file = fopen(path, "r");
    char *state = file && fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    if (file)
        fclose(file);
    return state && state[2] == 'S';
}

START_TEST(who_sleeps_by_futex_is_woken_and_not_only_by_its_time)
{
    pthread_t thread;
    stream_open(NULL);
    frs_connection *connection = the_connection();
    atomic_store(&sleeper_tid, 0);
    pthread_create(&thread, NULL, sleep_for_an_hour, connection->page);
    while (!atomic_load(&sleeper_tid) || !is_asleep(atomic_load(&sleeper_tid)))
        fixture_sleep(1);
    if (_i == GETS_A_FRAME)
        stream_publish(1, 1);
    else
        frs_connection_hang_up(connection);
    pthread_join(thread, NULL);
    frs_connection_unref(connection);
}
END_TEST

/* A writer that is killed cannot wake who sleeps by futex. */
START_TEST(the_death_of_the_writer_is_heard_by_who_sleeps_by_futex)
{
    int ready[2];
    char byte;
    frs_writer_destroy(&writer);
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        sleeper s = {.how = FRS_SLEEP_FUTEX};
        if (frs_writer_create(&writer, "cam0", NULL) || write(ready[1], "r", 1) != 1 ||
            frs_writer_wait_reader(writer, -1))
            _exit(1);
        frs_connection *connection = the_connection();
        while (atomic_load(&connection->page->waiting) != s.how)
            fixture_sleep(1);
        kill(getpid(), SIGKILL);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    stream_open(NULL);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    close(ready[0]);
    close(ready[1]);
}
END_TEST

/* Else the writer would cut it off, and the descriptors in the messages stay under way. */
START_TEST(a_reader_that_always_finds_a_frame_reads_its_link_all_the_same)
{
    frs_slot *slot;
    int unread = 1;
    stream_publish(1, 3);
    stream_open(NULL);
    frs_connection *connection = the_connection();
    /* A slot that no frame is in: nothing makes the reader look for it. */
    ck_assert_frs(frs_writer_overlays_acquire(writer, 1 << 20, &slot), FRS_OK);
    for (uint32_t i = 4; unread > 0; i++) {
        stream_publish(i, i);
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        stream_take();
        frs_reader_release(reader, &frame);
        ck_assert_int_eq(ioctl(connection->socket, SIOCOUTQ, &unread), 0);
    }
    frs_slot_unref(slot);
    frs_connection_unref(connection);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader wait");
    TCase *tests = checks_case(suite, "waits", stream_begin, stream_end, 60);
    tcase_add_test(tests, no_frame_is_slept_through);
    tcase_add_test(tests, the_end_of_the_stream_wakes);
    tcase_add_loop_test(tests, a_frame_in_a_slot_that_has_not_come_is_waited_for, 0, 2);
    tcase_add_test(tests, a_frame_after_one_whose_slot_has_not_come_is_taken);
    tcase_add_test(tests, who_waits_for_a_slot_hears_of_the_end);
    tcase_add_test(tests, a_slot_given_up_before_it_came_is_not_kept);
    tcase_add_test(tests, a_reader_may_wait_for_its_stream);
    tcase_add_loop_test(tests, a_sleeper_of_either_kind_hears_of_a_frame_and_of_its_end, 0, 4);
    tcase_add_loop_test(tests, who_sleeps_by_futex_is_woken_and_not_only_by_its_time, 0, 2);
    tcase_add_test(tests, the_death_of_the_writer_is_heard_by_who_sleeps_by_futex);
    tcase_add_test(tests, a_reader_that_always_finds_a_frame_reads_its_link_all_the_same);
    return fixture_run(suite);
}
