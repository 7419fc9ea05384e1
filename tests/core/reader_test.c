/* SPDX-License-Identifier: MIT */
/* What a reader gets, and in which order. */
#include "stream.h"

#include <string.h>
#include <sys/mman.h>

START_TEST(there_is_nothing_before_the_first_frame)
{
    stream_open(NULL);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_wait(reader, 0), FRS_ETIMEOUT);
    ck_assert_frs(frs_reader_wait(reader, 10), FRS_ETIMEOUT);
}
END_TEST

START_TEST(a_reader_that_comes_late_has_the_newest_frame_at_once)
{
    stream_publish(1, 7);
    stream_open(NULL);
    stream_take();
    ck_assert_uint_eq(frame.sequence, 7);
    stream_assert_frame(7, 0);
}
END_TEST

START_TEST(the_newest_frame_is_taken_once_and_again_when_asked)
{
    stream_publish(1, 3);
    stream_open(NULL);
    stream_take();
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_OK);
    stream_assert_frame(3, 0);
    frs_reader_release(reader, &frame);
    stream_publish(4, 9);
    stream_take();
    stream_assert_frame(9, 5);
}
END_TEST

START_TEST(a_look_at_the_newest_frame_takes_nothing)
{
    frs_frame looked_at;
    stream_open_every(8);
    ck_assert_frs(frs_reader_peek(reader, &looked_at), FRS_EAGAIN);
    stream_publish(1, 3);
    for (uint32_t seed = 1; seed <= 3; seed++) {
        ck_assert_frs(frs_reader_peek(reader, &looked_at), FRS_OK);
        ck_assert_uint_eq(looked_at.sequence, 3);
        ck_assert_uint_eq(looked_at.missed, 0);
        fixture_assert_frame(&looked_at);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        stream_assert_frame(seed, 0);
        frs_reader_release(reader, &frame);
        frs_reader_release(reader, &looked_at);
    }
    ck_assert_frs(frs_reader_peek(reader, &looked_at), FRS_OK);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_EAGAIN);
    stream_publish(4, 100);
    fixture_assert_frame(&looked_at);
    frs_reader_release(reader, &looked_at);
}
END_TEST

START_TEST(a_released_frame_is_nothing_any_more)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    frs_reader_release(reader, &frame);
    ck_assert_ptr_null(frame.data);
    frs_reader_release(reader, &frame); /* twice does no harm */
    for (int i = 0; i < 100; i++) {
        ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_OK);
        frs_reader_release(reader, &frame);
    }
}
END_TEST

START_TEST(frames_in_order_come_out_of_the_history)
{
    stream_open_every(5);
    stream_publish(1, 5);
    for (uint32_t i = 1; i <= 5; i++) {
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        stream_assert_frame(i, 0);
        frs_reader_release(reader, &frame);
    }
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_EAGAIN);
    stream_publish(6, 20);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    stream_assert_frame(16, 10);
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    stream_assert_frame(17, 0);
}
END_TEST

START_TEST(who_wants_every_frame_hears_of_those_missed_before_the_first)
{
    stream_open_every(4);
    stream_publish(1, 20);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    stream_assert_frame(17, 16);
}
END_TEST

/* More slots than the reader's socket holds at once come over the link as it reads. */
static int acquire_next_in_time(void)
{
    int error;
    while ((error = frs_reader_acquire_next(reader, &frame)) == FRS_EAGAIN)
        ck_assert_frs(frs_reader_wait(reader, 60000), FRS_OK);
    return error;
}

START_TEST(the_longest_history_is_kept_whole)
{
    stream_open_every(FRS_HISTORY_MAX);
    stream_publish(1, FRS_HISTORY_MAX);
    for (uint32_t i = 1; i <= FRS_HISTORY_MAX; i++) {
        ck_assert_frs(acquire_next_in_time(), FRS_OK);
        stream_assert_frame(i, 0);
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    frs_reader_options too_long = {.history = FRS_HISTORY_MAX + 1};
    ck_assert_frs(frs_reader_open(&reader, "cam0", &too_long), FRS_EINVAL);
}
END_TEST

START_TEST(the_history_goes_with_its_reader)
{
    stream_open_every(32);
    stream_publish(1, 40);
    ck_assert_uint_ge(stream_stats().slots, 32);
    frs_reader_close(&reader);
    stream_wait_unread();
    stream_publish(41, 42);
    stream_assert_released();
}
END_TEST

START_TEST(a_reader_holds_so_many_frames_and_no_more)
{
    static frs_frame frames[FRS_LEASES_MAX];
    stream_open(NULL);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++) {
        stream_publish(i, i);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frames[i]), FRS_OK);
    }
    stream_publish(100, 200);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_ELEASES);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++) {
        ck_assert_uint_eq(frames[i].info.pts, i);
        fixture_assert_frame(&frames[i]);
    }
    frs_reader_release(reader, &frames[7]);
    stream_take();
    ck_assert_uint_eq(frame.info.pts, 200);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        frs_reader_release(reader, &frames[i]);
    frs_reader_release(reader, &frame);
    stream_assert_released();
}
END_TEST

START_TEST(a_leased_frame_stays_as_it_was)
{
    stream_open(NULL);
    stream_publish(1, 1);
    stream_take();
    frs_frame_info before = frame.info;
    const frs_descriptor *descriptor = stream_descriptor();
    frs_descriptor words;
    memcpy(&words, descriptor, sizeof words);
    stream_publish(2, 3000); /* the ring goes round, and every other descriptor with it */
    fixture_assert_frame(&frame);
    ck_assert_mem_eq(&words, descriptor, sizeof words);
    ck_assert_mem_eq(&before, &frame.info, sizeof before);
    frs_reader_release(reader, &frame);
    stream_take();
    stream_assert_frame(3000, 2998);
}
END_TEST

START_TEST(a_picture_is_mapped_read_only)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    ck_assert_int_eq(mprotect((void *)frame.data, frame.size, PROT_READ | PROT_WRITE), -1);
}
END_TEST

START_TEST(pictures_may_change_size_and_format_from_one_to_the_next)
{
    stream_open(NULL);
    stream_publish(1, 3);
    stream_take();
    frs_frame old = frame;
    uint32_t last_slot = 0;
    for (uint32_t i = 0; i < 200; i++) {
        uint32_t width = 16 + 64 * (i % 7), height = 8 + 32 * (i % 5);
        ck_assert_frs(fixture_publish(writer, width, height, i), FRS_OK);
        stream_take();
        ck_assert_uint_eq(frame.info.width, width);
        ck_assert_uint_eq(frame.info.height, height);
        ck_assert_uint_ne(frame.slot, 0);
        ck_assert_uint_ne(frame.slot, last_slot);
        last_slot = frame.slot;
        stream_assert_frame(i, 0);
        frs_reader_release(reader, &frame);
    }
    fixture_assert_frame(&old);
    frs_reader_release(reader, &old);
    ck_assert_uint_le(stream_stats().slots, 3);
    /* The writer's mappings, the reader's, control and page of each. */
    stream_publish(1, 2);
    stream_take();
    ck_assert_int_le(fixture_count_mappings(), 3 + 3 + 4);
}
END_TEST

START_TEST(the_whole_descriptor_arrives)
{
    frs_slot *slot;
    frs_frame_info info;
    size_t size = fixture_info(&info, FRS_FORMAT_NV12, 63, 35);
    info.crop_x = 2, info.crop_y = 4, info.crop_width = 60, info.crop_height = 30;
    info.range = FRS_RANGE_FULL, info.matrix = FRS_MATRIX_BT2020_NCL;
    info.transfer = 16, info.primaries = 9, info.chroma_site = FRS_CHROMA_TOP_LEFT;
    info.par_n = 4, info.par_d = 3, info.orientation = FRS_ORIENTATION_FLIP_90;
    info.interlace = FRS_INTERLACE_BOTTOM_FIRST, info.fps_n = 30000, info.fps_d = 1001;
    info.pts = 12345678901234u, info.duration = 33366666, info.decoded_at = 17;
    info.hdr = (frs_hdr){{1, 2, 3}, {4, 5, 6}, 7, 8, 9, 10, 11, 12};
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_COPIED, NULL), FRS_OK);
    frs_slot_unref(slot);
    stream_open(NULL);
    stream_take();
    ck_assert_uint_gt(frame.info.published_at, 0);
    info.published_at = frame.info.published_at;
#define SAME(field) ck_assert_mem_eq(&frame.info.field, &info.field, sizeof info.field)
    SAME(width);
    SAME(height);
    SAME(crop_x);
    SAME(crop_y);
    SAME(crop_width);
    SAME(crop_height);
    SAME(format);
    SAME(n_planes);
    SAME(offset);
    SAME(stride);
    SAME(range);
    SAME(matrix);
    SAME(transfer);
    SAME(primaries);
    SAME(chroma_site);
    SAME(par_n);
    SAME(par_d);
    SAME(orientation);
    SAME(interlace);
    SAME(fps_n);
    SAME(fps_d);
    SAME(pts);
    SAME(duration);
    SAME(decoded_at);
    SAME(published_at);
    SAME(hdr);
#undef SAME
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *tests = checks_case(suite, "frames", stream_begin, stream_end, 60);
    tcase_add_test(tests, there_is_nothing_before_the_first_frame);
    tcase_add_test(tests, a_reader_that_comes_late_has_the_newest_frame_at_once);
    tcase_add_test(tests, the_newest_frame_is_taken_once_and_again_when_asked);
    tcase_add_test(tests, a_look_at_the_newest_frame_takes_nothing);
    tcase_add_test(tests, a_released_frame_is_nothing_any_more);
    tcase_add_test(tests, frames_in_order_come_out_of_the_history);
    tcase_add_test(tests, who_wants_every_frame_hears_of_those_missed_before_the_first);
    tcase_add_test(tests, the_longest_history_is_kept_whole);
    tcase_add_test(tests, the_history_goes_with_its_reader);
    tcase_add_test(tests, a_reader_holds_so_many_frames_and_no_more);
    tcase_add_test(tests, a_leased_frame_stays_as_it_was);
    tcase_add_test(tests, a_picture_is_mapped_read_only);
    tcase_add_test(tests, pictures_may_change_size_and_format_from_one_to_the_next);
    tcase_add_test(tests, the_whole_descriptor_arrives);
    return fixture_run(suite);
}
