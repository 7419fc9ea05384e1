/* SPDX-License-Identifier: MIT */
/* Slots: when they are made, reused, and given back. */
#include "stream.h"

#include <string.h>

START_TEST(a_slot_is_page_aligned_and_as_large_as_asked)
{
    stream_create(NULL);
    static const size_t sizes[] = {1, 4096, 4097, 3110400, 8294400};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        frs_slot *slot;
        ck_assert_frs(frs_writer_slot_acquire(writer, sizes[i], &slot), FRS_OK);
        ck_assert_uint_eq((uintptr_t)frs_slot_data(slot) % 4096, 0);
        ck_assert_uint_ge(frs_slot_size(slot), sizes[i]);
        ck_assert_uint_lt(frs_slot_size(slot), sizes[i] + 4096);
        ck_assert(frs_slot_belongs_to(slot, writer));
        ck_assert(!frs_slot_belongs_to(slot, NULL));
        ck_assert(!frs_slot_belongs_to(NULL, writer));
        memset(frs_slot_data(slot), 1, frs_slot_size(slot));
        frs_slot_unref(slot);
    }
    frs_slot_unref(NULL);
}
END_TEST

START_TEST(a_size_that_cannot_be_is_refused)
{
    frs_slot *slot;
    stream_create(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 0, &slot), FRS_EINVAL);
    ck_assert_ptr_null(slot);
    ck_assert_frs(frs_writer_slot_acquire(writer, ((size_t)1 << 30) + 1, &slot), FRS_EINVAL);
    ck_assert_frs(frs_writer_slot_acquire(writer, SIZE_MAX, &slot), FRS_EINVAL);
}
END_TEST

START_TEST(a_slot_is_used_again_when_nobody_has_it)
{
    frs_slot *slot;
    stream_create(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 5000, &slot), FRS_OK);
    void *data = frs_slot_data(slot);
    frs_slot_ref(slot);
    frs_slot_unref(slot);
    ck_assert_uint_eq(stream_stats().slots_free, 0);
    frs_slot_unref(slot);
    ck_assert_uint_eq(stream_stats().slots_free, 1);
    ck_assert_frs(frs_writer_slot_acquire(writer, 5000, &slot), FRS_OK);
    ck_assert_ptr_eq(frs_slot_data(slot), data);
    frs_slot_unref(slot);
}
END_TEST

START_TEST(without_readers_two_slots_are_enough_for_ever)
{
    stream_create(NULL);
    for (uint32_t i = 0; i < 1000; i++)
        stream_publish(i, i);
    ck_assert_uint_eq(stream_stats().slots, 2);
    ck_assert_uint_eq(stream_stats().slots_free, 1);
}
END_TEST

START_TEST(the_newest_frames_slot_is_not_free)
{
    frs_slot *slot;
    frs_frame_info info;
    stream_create(NULL);
    size_t size = fixture_info(&info, FRS_FORMAT_RGBA, 64, 16);
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    void *data = frs_slot_data(slot);
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    frs_slot_unref(slot);
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    ck_assert_ptr_ne(frs_slot_data(slot), data);
    frs_slot_unref(slot);
}
END_TEST

START_TEST(another_picture_size_gives_the_old_slots_back)
{
    stream_create(NULL);
    int mappings = fixture_count_mappings(), fds = fixture_count_fds();
    frs_slot *large[4], *small;
    for (int i = 0; i < 4; i++)
        ck_assert_frs(frs_writer_slot_acquire(writer, 1 << 20, &large[i]), FRS_OK);
    for (int i = 0; i < 4; i++)
        frs_slot_unref(large[i]);
    ck_assert_uint_eq(stream_stats().slots, 4);
    ck_assert_uint_eq(stream_stats().bytes, 4 << 20);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &small), FRS_OK);
    ck_assert_uint_eq(stream_stats().slots, 1);
    ck_assert_uint_eq(stream_stats().bytes, 4096);
    ck_assert_int_eq(fixture_count_mappings(), mappings + 1);
    ck_assert_int_eq(fixture_count_fds(), fds + 1);
    frs_slot_unref(small);
}
END_TEST

START_TEST(a_slot_in_use_outlives_a_change_of_size)
{
    frs_slot *old, *new;
    stream_create(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 1 << 20, &old), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &new), FRS_OK);
    memset(frs_slot_data(old), 1, 1 << 20);
    ck_assert_uint_eq(stream_stats().slots, 2);
    frs_slot_unref(old);
    frs_slot_unref(new);
}
END_TEST

START_TEST(trimming_gives_back_what_is_free)
{
    frs_slot *held, *other;
    stream_create(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &held), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &other), FRS_OK);
    frs_slot_unref(other);
    frs_writer_trim(writer);
    ck_assert_uint_eq(stream_stats().slots, 1);
    frs_slot_unref(held);
    frs_writer_trim(writer);
    ck_assert_uint_eq(stream_stats().slots, 0);
    ck_assert_uint_eq(stream_stats().bytes, 0);
}
END_TEST

START_TEST(more_slots_than_the_limit_are_refused_at_once)
{
    frs_writer_options options = {.max_slots = 3};
    frs_slot *slots[3], *more;
    stream_create(&options);
    for (int i = 0; i < 3; i++)
        ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slots[i]), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &more), FRS_ENOMEM);
    ck_assert_ptr_null(more);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "cam0"));
    frs_slot_unref(slots[1]);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &more), FRS_OK);
    frs_slot_unref(more);
    frs_slot_unref(slots[0]);
    frs_slot_unref(slots[2]);
}
END_TEST

START_TEST(more_bytes_than_the_limit_are_refused_at_once)
{
    frs_writer_options options = {.max_memory = 3 << 20};
    frs_slot *slots[2], *more;
    stream_create(&options);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4 << 20, &more), FRS_ENOMEM);
    for (int i = 0; i < 2; i++)
        ck_assert_frs(frs_writer_slot_acquire(writer, 1 << 20, &slots[i]), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(writer, 2 << 20, &more), FRS_ENOMEM);
    ck_assert_frs(frs_writer_slot_acquire(writer, 1 << 20, &more), FRS_OK);
    ck_assert_uint_eq(stream_stats().bytes, 3 << 20);
    frs_slot_unref(more);
    frs_slot_unref(slots[0]);
    frs_slot_unref(slots[1]);
    /* Free ones of another size make room. */
    ck_assert_frs(frs_writer_slot_acquire(writer, 3 << 20, &more), FRS_OK);
    frs_slot_unref(more);
}
END_TEST

START_TEST(every_slot_there_can_be_is_another)
{
    enum {
        MOST = 256
    };
    frs_writer_options options = {.max_slots = MOST};
    static frs_slot *slots[MOST];
    frs_slot *more;
    stream_create(&options);
    for (int i = 0; i < MOST; i++) {
        ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slots[i]), FRS_OK);
        for (int j = 0; j < i; j++)
            ck_assert_ptr_ne(frs_slot_data(slots[j]), frs_slot_data(slots[i]));
    }
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &more), FRS_ENOMEM);
    for (int i = 0; i < MOST; i++)
        frs_slot_unref(slots[i]);
    ck_assert_uint_eq(stream_stats().slots_free, MOST);
}
END_TEST

START_TEST(a_slot_outlives_its_writer)
{
    int mappings = fixture_count_mappings(), fds = fixture_count_fds();
    frs_slot *slot;
    stream_create(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slot), FRS_OK);
    frs_slot_ref(slot);
    frs_writer_destroy(&writer);
    ck_assert_ptr_null(writer);
    memset(frs_slot_data(slot), 7, frs_slot_size(slot));
    frs_slot_unref(slot);
    memset(frs_slot_data(slot), 8, frs_slot_size(slot));
    frs_slot_unref(slot);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
    ck_assert_int_eq(fixture_count_fds(), fds);
}
END_TEST

START_TEST(a_slot_published_twice_is_free_after_both)
{
    frs_slot *slot, *other;
    frs_frame_info info;
    uint32_t sequence;
    stream_create(NULL);
    size_t size = fixture_info(&info, FRS_FORMAT_RGBA, 64, 16);
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    for (uint32_t i = 1; i <= 1000; i++) {
        ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, &sequence),
                      FRS_OK);
        ck_assert_uint_eq(sequence, i);
    }
    frs_slot_unref(slot);
    ck_assert_uint_eq(stream_stats().slots, 1);
    ck_assert_uint_eq(stream_stats().slots_free, 0);
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &other), FRS_OK);
    ck_assert_ptr_ne(other, slot);
    ck_assert_frs(frs_writer_publish(writer, other, &info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    ck_assert_uint_eq(stream_stats().slots_free, 1);
    frs_slot_unref(other);
}
END_TEST

START_TEST(a_lossless_writer_without_slots_waits_until_one_is_free)
{
    frs_writer_options options = {.lossless = true, .max_slots = 8, .max_memory = 10 << 20};
    frs_slot *slots[2], *more;
    stream_create(&options);
    ck_assert_frs(frs_writer_wait_slot(writer, 0), FRS_OK);
    for (int i = 0; i < 2; i++)
        ck_assert_frs(frs_writer_slot_acquire(writer, 4 << 20, &slots[i]), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4 << 20, &more), FRS_ENOMEM);
    /* The 2 MB that are left are no slot of the size that was asked for. */
    ck_assert_frs(frs_writer_wait_slot(writer, 30), FRS_ETIMEOUT);
    frs_slot_unref(slots[0]);
    ck_assert_frs(frs_writer_wait_slot(writer, -1), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4 << 20, &more), FRS_OK);
    ck_assert_frs(frs_writer_wait_slot(writer, 0), FRS_ETIMEOUT);
    frs_writer_unlock(writer, true);
    ck_assert_frs(frs_writer_wait_slot(writer, -1), FRS_EUNLOCKED);
    frs_slot_unref(more);
    frs_slot_unref(slots[1]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("slots");
    TCase *tests = checks_case(suite, "slots", NULL, stream_end, 60);
    tcase_add_test(tests, a_slot_is_page_aligned_and_as_large_as_asked);
    tcase_add_test(tests, a_size_that_cannot_be_is_refused);
    tcase_add_test(tests, a_slot_is_used_again_when_nobody_has_it);
    tcase_add_test(tests, without_readers_two_slots_are_enough_for_ever);
    tcase_add_test(tests, the_newest_frames_slot_is_not_free);
    tcase_add_test(tests, another_picture_size_gives_the_old_slots_back);
    tcase_add_test(tests, a_slot_in_use_outlives_a_change_of_size);
    tcase_add_test(tests, trimming_gives_back_what_is_free);
    tcase_add_test(tests, more_slots_than_the_limit_are_refused_at_once);
    tcase_add_test(tests, more_bytes_than_the_limit_are_refused_at_once);
    tcase_add_test(tests, every_slot_there_can_be_is_another);
    tcase_add_test(tests, a_slot_outlives_its_writer);
    tcase_add_test(tests, a_slot_published_twice_is_free_after_both);
    tcase_add_test(tests, a_lossless_writer_without_slots_waits_until_one_is_free);
    return fixture_run(suite);
}
