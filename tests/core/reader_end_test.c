/* SPDX-License-Identifier: MIT */
/* What becomes of a reader when the stream ends, and of a stream when its reader closes. */
#include "stream.h"

#include <pthread.h>

START_TEST(the_last_frames_can_be_read_after_the_writer_went)
{
    frs_reader_stats seen;
    stream_open_every(4);
    stream_publish(1, 6);
    frs_writer_destroy(&writer);
    for (uint32_t i = 3; i <= 6; i++) {
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        stream_assert_frame(i, i == 3 ? 2 : 0);
        if (i < 6)
            frs_reader_release(reader, &frame);
    }
    frs_frame more;
    ck_assert_frs(frs_reader_acquire_next(reader, &more), FRS_ECLOSED);
    ck_assert_frs(frs_reader_acquire_newest(reader, &more), FRS_ECLOSED);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
    fixture_assert_frame(&frame); /* a lease goes on for as long as the reader lives */
    ck_assert_frs(frs_reader_acquire_again(reader, &more), FRS_OK);
    ck_assert_uint_eq(more.info.pts, 6);
    frs_reader_get_stats(reader, &seen);
    ck_assert_uint_eq(seen.published, 6);
}
END_TEST

static void *end_when_read(void *user)
{
    (void)user;
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    stream_publish(1, 3);
    frs_writer_destroy(&writer);
    return NULL;
}

START_TEST(a_stream_that_ends_while_it_is_opened_can_be_read_to_its_end)
{
    for (int round = 0; round < 50; round++) {
        pthread_t thread;
        pthread_create(&thread, NULL, end_when_read, NULL);
        stream_open_every(3);
        for (uint32_t i = 1; i <= 3; i++) {
            ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
            ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
            stream_assert_frame(i, 0);
            frs_reader_release(reader, &frame);
        }
        pthread_join(thread, NULL);
        frs_reader_close(&reader);
        stream_create(NULL);
    }
}
END_TEST

START_TEST(a_new_writer_of_the_name_is_another_stream)
{
    frs_reader *second;
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    frs_writer_destroy(&writer);
    stream_create(NULL);
    stream_publish(50, 50);
    frs_frame more;
    ck_assert_frs(frs_reader_acquire_newest(reader, &more), FRS_ECLOSED);
    stream_assert_frame(1, 0);
    ck_assert_frs(frs_reader_open(&second, "cam0", NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(second, &more), FRS_OK);
    ck_assert_uint_eq(more.info.pts, 50);
    frs_reader_close(&second);
}
END_TEST

START_TEST(closing_ends_all_leases)
{
    stream_open(NULL);
    for (uint32_t i = 0; i < 10; i++) {
        stream_publish(i, i);
        stream_take();
    }
    stream_publish(10, 10);
    ck_assert_uint_eq(stream_stats().slots_free, 0);
    frs_reader_close(&reader);
    stream_wait_unread();
    stream_assert_released();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader end");
    TCase *tests = checks_case(suite, "ends", stream_begin, stream_end, 60);
    tcase_add_test(tests, the_last_frames_can_be_read_after_the_writer_went);
    tcase_add_test(tests, a_stream_that_ends_while_it_is_opened_can_be_read_to_its_end);
    tcase_add_test(tests, a_new_writer_of_the_name_is_another_stream);
    tcase_add_test(tests, closing_ends_all_leases);
    return fixture_run(suite);
}
