/* SPDX-License-Identifier: MIT */
/* How much a process may hold of a stream, and who is cut off when it is more. tests/attack has
 * those that do not keep to it. */
#include "stream.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/share.h"

#define SLOTS 12

static pid_t other;

static void begin(void)
{
    fixture_clear_folder();
    other = 0;
}

static void end(void)
{
    if (other) {
        kill(other, SIGKILL);
        waitpid(other, NULL, 0);
    }
    stream_end();
}

/* A process that reads, and does nothing else. */
static void start_other(void)
{
    uint32_t before = stream_stats().readers;
    other = fork();
    ck_assert_int_ge(other, 0);
    if (other == 0) {
        frs_reader *its;
        for (frs_reader_open(&its, "cam0", NULL);;)
            pause();
    }
    while (stream_stats().readers == before)
        fixture_sleep(1);
}

/* Hold new frames until that fails. How many? */
static unsigned hold(frs_reader *holder, frs_frame *frames, unsigned most)
{
    unsigned n = 0;
    int error = FRS_OK;
    while (n < most && !error) {
        stream_publish(n, n);
        /* More slots than its socket takes at a time may be on their way to it. */
        while ((error = frs_reader_acquire_newest(holder, &frames[n])) == FRS_EAGAIN)
            frs_reader_wait(holder, -1);
        n += error == FRS_OK;
    }
    if (n < most)
        ck_assert_frs(error, FRS_ELEASES);
    return n;
}

START_TEST(a_reader_alone_holds_as_many_frames_as_it_has_cells)
{
    frs_frame frames[FRS_LEASES_MAX + 1];
    stream_create(NULL);
    stream_open(NULL);
    ck_assert_uint_eq(hold(reader, frames, FRS_LEASES_MAX + 1), FRS_LEASES_MAX);
    frs_reader_release(reader, &frames[3]);
    stream_publish(1, 1);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frames[3]), FRS_OK);
}
END_TEST

START_TEST(readers_of_one_process_have_its_share_between_them)
{
    frs_frame frames[FRS_LEASES_MAX];
    frs_reader *readers[4];
    stream_create(NULL);
    for (int i = 0; i < 4; i++)
        ck_assert_frs(frs_reader_open(&readers[i], "cam0", NULL), FRS_OK);
    /* 128 slots, of which one process may hold the half. */
    for (int i = 0; i < 4; i++)
        ck_assert_uint_eq(hold(readers[i], frames, FRS_LEASES_MAX), 16);
    for (int i = 0; i < 4; i++)
        frs_reader_close(&readers[i]);
}
END_TEST

START_TEST(a_process_that_comes_takes_from_the_share_of_the_others)
{
    frs_frame frames[FRS_LEASES_MAX];
    stream_create(&(frs_writer_options){.max_slots = SLOTS});
    stream_open(NULL);
    ck_assert_uint_eq(hold(reader, frames, 1), 1);
    start_other();
    ck_assert_uint_eq(hold(reader, frames + 1, FRS_LEASES_MAX - 1), SLOTS / 3 - 1);
}
END_TEST

START_TEST(memory_is_shared_as_slots_are)
{
    frs_frame frames[FRS_LEASES_MAX];
    stream_create(NULL);
    stream_open(NULL);
    frs_writer_set_max_memory(writer, SLOTS * 4096); /* a picture takes a page */
    ck_assert_uint_eq(hold(reader, frames, FRS_LEASES_MAX), SLOTS / 2);
}
END_TEST

/* Publish until the writer has gone without for longer than it puts up with. */
static unsigned publish_for(unsigned ms, unsigned *failed)
{
    unsigned n = 0;
    *failed = 0;
    for (unsigned waited = 0; waited < ms; waited += 10, n++) {
        *failed += fixture_publish(writer, 64, 16, n) != FRS_OK;
        fixture_sleep(10);
    }
    return n;
}

START_TEST(what_nobody_misses_may_be_held)
{
    frs_frame frames[2];
    unsigned failed;
    stream_create(&(frs_writer_options){.max_slots = 2});
    stream_open(NULL);
    ck_assert_uint_eq(hold(reader, frames, 2), 2);
    unsigned n = publish_for(1500, &failed);
    ck_assert_uint_eq(failed, n);
    ck_assert_uint_eq(stream_stats().readers, 1);
    fixture_assert_frame(&frames[0]);
}
END_TEST

/* It kept to what it was told; then another came. */
START_TEST(what_others_miss_may_be_held_for_a_second)
{
    frs_frame frames[SLOTS / 2 + 1];
    frs_slot *slots[SLOTS];
    unsigned failed, n = 0;
    int error;
    stream_create(&(frs_writer_options){.max_slots = SLOTS});
    stream_open(NULL);
    ck_assert_uint_eq(hold(reader, frames, SLOTS / 2), SLOTS / 2);
    start_other();
    /* There are slots left: nobody goes without, so nobody is cut off. */
    publish_for(1500, &failed);
    ck_assert_uint_eq(failed, 0);
    ck_assert_uint_eq(stream_stats().readers, 2);
    fixture_assert_frame(&frames[0]);
    /* The writer's process refers to the rest. */
    while ((error = frs_writer_slot_acquire(writer, 4096, &slots[n])) == FRS_OK)
        n++;
    ck_assert_frs(error, FRS_ENOMEM);
    ck_assert_uint_eq(stream_stats().readers, 2);
    while ((error = frs_writer_slot_acquire(writer, 4096, &slots[n])) == FRS_ENOMEM)
        fixture_sleep(10);
    ck_assert_frs(error, FRS_OK);
    ck_assert_uint_eq(stream_stats().readers, 1);
    for (unsigned i = 0; i < SLOTS / 2; i++)
        frs_reader_release(reader, &frames[i]);
    while ((error = frs_reader_wait(reader, -1)) == FRS_OK) /* for what it has not taken yet */
        ck_assert_frs(frs_reader_acquire_newest(reader, &frames[0]), FRS_OK);
    ck_assert_frs(error, FRS_ECLOSED);
    for (unsigned i = 0; i <= n; i++)
        frs_slot_unref(slots[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("share");
    TCase *tests = checks_case(suite, "a share", begin, end, 60);
    tcase_add_test(tests, a_reader_alone_holds_as_many_frames_as_it_has_cells);
    tcase_add_test(tests, readers_of_one_process_have_its_share_between_them);
    tcase_add_test(tests, a_process_that_comes_takes_from_the_share_of_the_others);
    tcase_add_test(tests, memory_is_shared_as_slots_are);
    tcase_add_test(tests, what_nobody_misses_may_be_held);
    tcase_add_test(tests, what_others_miss_may_be_held_for_a_second);
    return fixture_run(suite);
}
