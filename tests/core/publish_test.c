/* SPDX-License-Identifier: MIT */
/* Publishing: counts, refusals, numbers that wrap, and the waits of a lossless writer. */
#include "stream.h"

#include <pthread.h>
#include <unistd.h>

#include "core/connections.h"

START_TEST(what_is_published_is_counted)
{
    frs_slot *slot;
    frs_frame_info info;
    stream_create(NULL);
    size_t size = fixture_info(&info, FRS_FORMAT_NV12, 64, 16);
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    for (int i = 0; i < 5; i++)
        ck_assert_frs(frs_writer_publish(writer, slot, &info,
                                         i < 3 ? FRS_ORIGIN_IN_PLACE : FRS_ORIGIN_COPIED, NULL),
                      FRS_OK);
    frs_writer_count_dropped(writer);
    frs_slot_unref(slot);
    frs_writer_stats s = stream_stats();
    ck_assert_uint_eq(s.published, 5);
    ck_assert_uint_eq(s.in_place, 3);
    ck_assert_uint_eq(s.copied, 2);
    ck_assert_uint_eq(s.dropped, 1);
    frs_reader_stats seen;
    stream_open(NULL);
    frs_reader_get_stats(reader, &seen);
    ck_assert_uint_eq(seen.published, 5);
    ck_assert_uint_eq(seen.in_place, 3);
    ck_assert_uint_eq(seen.copied, 2);
    ck_assert_uint_eq(seen.dropped, 1);
    ck_assert_uint_eq(seen.newest, 5);
    ck_assert_uint_eq(seen.readers, 1);
    ck_assert_uint_eq(seen.slots, 1);
    ck_assert_uint_eq(seen.bytes, s.bytes);
    ck_assert_int_eq(seen.writer_pid, getpid());
    ck_assert(!seen.lossless);
}
END_TEST

START_TEST(a_descriptor_outside_its_slot_is_not_published)
{
    frs_slot *slot, *foreign;
    frs_frame_info info;
    frs_writer *other;
    stream_create(NULL);
    size_t size = fixture_info(&info, FRS_FORMAT_RGBA, 64, 64);
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    info.offset[0] = (uint32_t)frs_slot_size(slot);
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL), FRS_EINVAL);
    info.offset[0] = 0;
    info.height = 4000;
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL), FRS_EINVAL);
    info.height = 64;
    ck_assert_frs(frs_writer_create(&other, "cam1", NULL), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(other, size, &foreign), FRS_OK);
    ck_assert_frs(frs_writer_publish(writer, foreign, &info, FRS_ORIGIN_IN_PLACE, NULL),
                  FRS_EINVAL);
    frs_slot_unref(foreign);
    frs_writer_destroy(&other);
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    ck_assert_uint_eq(stream_stats().published, 1);
    frs_slot_unref(slot);
}
END_TEST

START_TEST(slots_that_readers_hold_are_dropped_frames_and_no_wait)
{
    frs_writer_options options = {.max_slots = 4};
    frs_frame frames[3], newest;
    stream_create(&options);
    stream_open(NULL);
    for (uint32_t i = 0; i < 3; i++) {
        stream_publish(i, i);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frames[i]), FRS_OK);
    }
    stream_publish(3, 3);
    for (uint32_t i = 4; i < 100; i++)
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_ENOMEM);
    ck_assert_frs(frs_reader_acquire_newest(reader, &newest), FRS_OK);
    ck_assert_uint_eq(newest.info.pts, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(frames[i].info.pts, i);
        fixture_assert_frame(&frames[i]);
    }
    frs_reader_release(reader, &frames[1]);
    stream_publish(100, 100);
    fixture_assert_frame(&frames[0]);
    fixture_assert_frame(&frames[2]);
}
END_TEST

static void start_near_the_wrap(uint32_t newest)
{
    pthread_mutex_lock(&writer->lock);
    writer->newest = newest;
    writer->floor = newest + 1;
    atomic_store(&writer->control->newest, newest);
    atomic_store(&writer->control->floor, newest + 1);
    pthread_mutex_unlock(&writer->lock);
}

START_TEST(numbers_wrap_for_a_reader_of_the_newest)
{
    frs_frame held;
    stream_create(NULL);
    start_near_the_wrap(UINT32_MAX - 10);
    stream_publish(0, 0);
    stream_open(NULL);
    ck_assert_frs(frs_reader_acquire_newest(reader, &held), FRS_OK);
    for (uint32_t i = 1; i <= 40; i++) {
        stream_publish(i, i);
        stream_take();
        ck_assert_uint_eq(frame.info.pts, i);
        ck_assert_uint_eq(frame.missed, 0);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
    }
    fixture_assert_frame(&held);
    frs_reader_release(reader, &held);
    stream_assert_released();
}
END_TEST

/* ---- lossless ---- */

static void open_lossless(uint32_t history)
{
    frs_writer_options lossless = {.lossless = true};
    stream_create(&lossless);
    stream_open_every(history);
}

/* Publishes frames until told to end. */
typedef struct publisher {
    pthread_t thread;
    uint32_t n_frames;
    int error;
    atomic_uint published;
} publisher;

static void *publish_all(void *user)
{
    publisher *p = user;
    for (uint32_t i = 1; i <= p->n_frames && !p->error; i++) {
        p->error = fixture_publish(writer, 64, 16, i);
        if (!p->error)
            atomic_store(&p->published, i);
    }
    return NULL;
}

static void start(publisher *p, uint32_t n_frames)
{
    *p = (publisher){.n_frames = n_frames};
    ck_assert_int_eq(pthread_create(&p->thread, NULL, publish_all, p), 0);
}

static void wait_published(publisher *p, uint32_t n)
{
    while (atomic_load(&p->published) < n)
        fixture_sleep(1);
}

START_TEST(a_lossless_writer_waits_for_a_reader_of_every_frame)
{
    publisher p;
    open_lossless(4);
    start(&p, 500);
    wait_published(&p, 4);
    fixture_sleep(50); /* time enough to go too far */
    ck_assert_uint_eq(atomic_load(&p.published), 4);
    for (uint32_t i = 1; i <= 500; i++) {
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        ck_assert_uint_eq(frame.info.pts, i);
        ck_assert_uint_eq(frame.missed, 0);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
    }
    pthread_join(p.thread, NULL);
    ck_assert_frs(p.error, FRS_OK);
}
END_TEST

START_TEST(a_lossless_writer_waits_for_no_other_reader)
{
    frs_writer_options lossless = {.lossless = true};
    stream_create(&lossless);
    stream_open(NULL);
    stream_publish(1, 100);
    stream_take();
    ck_assert_uint_eq(frame.info.pts, 100);
}
END_TEST

START_TEST(a_lossless_writer_goes_on_when_its_reader_leaves)
{
    publisher p;
    open_lossless(2);
    start(&p, 100);
    wait_published(&p, 2);
    frs_reader_close(&reader);
    pthread_join(p.thread, NULL);
    ck_assert_frs(p.error, FRS_OK);
}
END_TEST

START_TEST(a_lossless_writer_goes_on_when_it_is_lossless_no_more)
{
    publisher p;
    frs_reader_stats seen;
    open_lossless(2);
    frs_reader_get_stats(reader, &seen);
    ck_assert(seen.lossless);
    start(&p, 100);
    wait_published(&p, 2);
    frs_writer_set_lossless(writer, false);
    pthread_join(p.thread, NULL);
    ck_assert_frs(p.error, FRS_OK);
    frs_reader_get_stats(reader, &seen);
    ck_assert(!seen.lossless);
}
END_TEST

START_TEST(unlocking_ends_a_wait_in_publish)
{
    publisher p;
    open_lossless(2);
    start(&p, 100);
    wait_published(&p, 2);
    frs_writer_unlock(writer, true);
    pthread_join(p.thread, NULL);
    ck_assert_frs(p.error, FRS_EUNLOCKED);
    ck_assert_uint_eq(stream_stats().published, 2);
    frs_writer_unlock(writer, false);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    stream_publish(3, 3);
}
END_TEST

START_TEST(numbers_wrap_without_a_gap_for_a_lossless_reader)
{
    frs_writer_options lossless = {.lossless = true};
    stream_create(&lossless);
    start_near_the_wrap(UINT32_MAX - 10);
    stream_publish(0, 0);
    stream_open_every(3);
    publisher p;
    start(&p, 40);
    uint32_t expected = UINT32_MAX - 9;
    for (uint32_t i = 0; i <= 40; i++) {
        fixture_sleep(1); /* so that the writer is as far ahead as it may be */
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        ck_assert_uint_eq(frame.sequence, expected);
        ck_assert_uint_eq(frame.info.pts, i);
        ck_assert_uint_eq(frame.missed, 0);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
        expected = frs_seq_next(expected);
    }
    pthread_join(p.thread, NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish");
    TCase *tests = checks_case(suite, "publish", fixture_enter, stream_end, 120);
    tcase_add_test(tests, what_is_published_is_counted);
    tcase_add_test(tests, a_descriptor_outside_its_slot_is_not_published);
    tcase_add_test(tests, slots_that_readers_hold_are_dropped_frames_and_no_wait);
    tcase_add_test(tests, numbers_wrap_for_a_reader_of_the_newest);
    TCase *lossless = checks_case(suite, "lossless", fixture_enter, stream_end, 120);
    tcase_add_test(lossless, a_lossless_writer_waits_for_a_reader_of_every_frame);
    tcase_add_test(lossless, a_lossless_writer_waits_for_no_other_reader);
    tcase_add_test(lossless, a_lossless_writer_goes_on_when_its_reader_leaves);
    tcase_add_test(lossless, a_lossless_writer_goes_on_when_it_is_lossless_no_more);
    tcase_add_test(lossless, unlocking_ends_a_wait_in_publish);
    tcase_add_test(lossless, numbers_wrap_without_a_gap_for_a_lossless_reader);
    return fixture_run(suite);
}
