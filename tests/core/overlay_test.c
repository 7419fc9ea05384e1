/* SPDX-License-Identifier: MIT */
/* What a table of overlays may say, and how overlays travel with frames. */
#include "stream.h"

#include <string.h>

#include "core/connections.h"

static void begin(void)
{
    stream_begin();
    stream_open(NULL);
}

/* Publish a frame and lease it. The seed of its overlays, 0: none. */
static uint32_t next_frame(void)
{
    static uint32_t seed;
    uint32_t overlay_seed;
    ck_assert_frs(fixture_publish(writer, 64, 16, ++seed), FRS_OK);
    stream_take();
    fixture_assert_frame(&frame);
    ck_assert_msg(fixture_overlays_intact(&frame, &overlay_seed), "overlays: %s",
                  frs_error_message());
    return overlay_seed;
}

static frs_overlays make_table(uint32_t n)
{
    frs_overlays table = {.n = n};
    for (uint32_t i = 0; i < n && i < FRS_OVERLAYS_MAX; i++)
        table.overlay[i] =
            (frs_overlay){.x = -3, .y = 7, .width = 20, .height = 5, .columns = 33, .rows = 9};
    return table;
}

/* ---- the table ---- */

START_TEST(overlays_are_laid_out_behind_the_table_without_overlap)
{
    frs_overlays table = make_table(FRS_OVERLAYS_MAX);
    int64_t size = frs_overlays_layout(&table);
    ck_assert_int_gt(size, (int64_t)sizeof table);
    ck_assert_frs(frs_overlays_check(&table, (size_t)size), FRS_OK);
    ck_assert_frs(frs_overlays_check(&table, (size_t)size - 1), FRS_EINVAL);
    uint32_t end = sizeof table;
    for (uint32_t i = 0; i < table.n; i++) {
        ck_assert_uint_ge(table.overlay[i].offset, end);
        ck_assert_uint_eq(table.overlay[i].stride, 33 * 4);
        end = table.overlay[i].offset + 9 * 33 * 4;
    }
    ck_assert_uint_eq(end, size);
}
END_TEST

START_TEST(a_table_that_cannot_be_is_refused)
{
    frs_overlays none = make_table(0), many = make_table(FRS_OVERLAYS_MAX + 1);
    ck_assert_int_eq(frs_overlays_layout(&none), FRS_EINVAL);
    ck_assert_int_eq(frs_overlays_layout(&many), FRS_EINVAL);
    frs_overlays large = make_table(8);
    for (int i = 0; i < 8; i++)
        large.overlay[i].columns = large.overlay[i].rows = FRS_SIZE_MAX;
    ck_assert_int_eq(frs_overlays_layout(&large), FRS_EINVAL);
}
END_TEST

/* Each is one lie about the second of two overlays. */
static const struct {
    const char *what;
    size_t field;
    uint32_t value;
} lies[] = {
    {"no columns", offsetof(frs_overlay, columns), 0},
    {"too many columns", offsetof(frs_overlay, columns), FRS_SIZE_MAX + 1},
    {"more columns than the stride", offsetof(frs_overlay, columns), 34},
    {"no rows", offsetof(frs_overlay, rows), 0},
    {"too many rows", offsetof(frs_overlay, rows), UINT32_MAX},
    {"a row more than there is", offsetof(frs_overlay, rows), 10},
    {"a stride that goes round", offsetof(frs_overlay, stride), 0x80000000u},
    {"an odd stride", offsetof(frs_overlay, stride), 33 * 4 + 2},
    {"an offset outside", offsetof(frs_overlay, offset), 0xfffffffcu},
    {"an offset in the table", offsetof(frs_overlay, offset), 64},
    {"an odd offset", offsetof(frs_overlay, offset), sizeof(frs_overlays) + 1},
    {"no width", offsetof(frs_overlay, width), 0},
    {"too much width", offsetof(frs_overlay, width), FRS_SIZE_MAX + 1},
    {"no height", offsetof(frs_overlay, height), 0},
    {"too much height", offsetof(frs_overlay, height), UINT32_MAX},
    {"x far to the left", offsetof(frs_overlay, x), (uint32_t)INT32_MIN},
    {"x far to the right", offsetof(frs_overlay, x), FRS_SIZE_MAX + 1},
    {"y far up", offsetof(frs_overlay, y), (uint32_t)(-FRS_SIZE_MAX - 1)},
    {"y far down", offsetof(frs_overlay, y), INT32_MAX},
};

START_TEST(a_lie_in_the_table_is_found_out)
{
    frs_overlays table = make_table(2), copy;
    int64_t size = frs_overlays_layout(&table);
    ck_assert_frs(frs_overlays_check(&table, (size_t)size), FRS_OK);
    memcpy((char *)&table.overlay[1] + lies[_i].field, &lies[_i].value, 4);
    ck_assert_msg(frs_overlays_check(&table, (size_t)size) == FRS_EINVAL, "%s", lies[_i].what);
    ck_assert_msg(frs_overlays_read(&copy, &table, sizeof table) == FRS_EINVAL, "%s",
                  lies[_i].what);
}
END_TEST

START_TEST(a_table_is_read_from_nothing_smaller_than_itself)
{
    frs_overlays table = make_table(1), copy;
    ck_assert_int_gt(frs_overlays_layout(&table), 0);
    ck_assert_frs(frs_overlays_read(&copy, NULL, 1 << 20), FRS_EINVAL);
    ck_assert_frs(frs_overlays_read(&copy, &table, sizeof table - 1), FRS_EINVAL);
}
END_TEST

/* ---- with frames ---- */

START_TEST(overlays_come_with_every_frame_until_they_are_set_anew)
{
    ck_assert_uint_eq(next_frame(), 0);
    ck_assert_uint_eq(frame.overlay_number, 0);
    ck_assert_frs(fixture_set_overlays(writer, 2, 64, 11), FRS_OK);
    ck_assert_uint_eq(next_frame(), 11);
    uint32_t first = frame.overlay_number;
    ck_assert_uint_ne(first, 0);
    ck_assert_uint_eq(next_frame(), 11);
    ck_assert_uint_eq(frame.overlay_number, first);
    ck_assert_frs(fixture_set_overlays(writer, 1, 48, 12), FRS_OK);
    ck_assert_uint_eq(next_frame(), 12);
    uint32_t second = frame.overlay_number;
    ck_assert_uint_eq(second, first + 1);
    ck_assert_frs(frs_writer_set_overlays(writer, NULL), FRS_OK);
    ck_assert_uint_eq(next_frame(), 0);
    ck_assert_ptr_null(frame.overlay_data);
    ck_assert_frs(fixture_set_overlays(writer, 1, 48, 13), FRS_OK);
    ck_assert_uint_eq(next_frame(), 13);
    ck_assert_uint_gt(frame.overlay_number, second);
}
END_TEST

START_TEST(setting_the_same_slot_again_changes_nothing)
{
    ck_assert_frs(fixture_set_overlays(writer, 1, 64, 5), FRS_OK);
    next_frame();
    uint32_t number = frame.overlay_number;
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_writer_set_overlays(writer, writer->overlays), FRS_OK);
    ck_assert_uint_eq(next_frame(), 5);
    ck_assert_uint_eq(frame.overlay_number, number);
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_writer_set_overlays(writer, NULL), FRS_OK);
    next_frame();
    frs_reader_release(reader, &frame);
    stream_assert_released();
}
END_TEST

START_TEST(overlays_are_not_counted_as_frames)
{
    for (uint32_t i = 1; i <= 5; i++) {
        ck_assert_frs(fixture_set_overlays(writer, 1, 64, i), FRS_OK);
        next_frame();
        frs_reader_release(reader, &frame);
    }
    frs_writer_stats s = stream_stats();
    ck_assert_uint_eq(s.published, 5);
    ck_assert_uint_eq(s.in_place, 5);
    ck_assert_uint_eq(s.copied, 0);
    ck_assert_uint_eq(s.dropped, 0);
}
END_TEST

START_TEST(overlays_of_a_leased_frame_are_not_written)
{
    frs_frame held[8];
    uint32_t seed;
    for (uint32_t i = 0; i < 8; i++) {
        ck_assert_frs(fixture_set_overlays(writer, 1, 64, 100 + i), FRS_OK);
        ck_assert_uint_eq(next_frame(), 100 + i);
        held[i] = frame;
    }
    for (uint32_t i = 0; i < 20; i++) {
        ck_assert_frs(fixture_set_overlays(writer, 1, 64, 200 + i), FRS_OK);
        ck_assert_uint_eq(next_frame(), 200 + i);
        frs_reader_release(reader, &frame);
    }
    for (uint32_t i = 0; i < 8; i++) {
        ck_assert(fixture_overlays_intact(&held[i], &seed));
        ck_assert_uint_eq(seed, 100 + i);
        frs_reader_release(reader, &held[i]);
    }
}
END_TEST

START_TEST(overlays_that_change_with_each_frame_take_few_slots)
{
    uint32_t slots = 0;
    for (uint32_t i = 1; i <= 500; i++) {
        ck_assert_frs(fixture_set_overlays(writer, 1 + i % 3, 16 + i * 7 % 200, i), FRS_OK);
        ck_assert_uint_eq(next_frame(), i);
        frs_reader_release(reader, &frame);
        if (i == 100)
            slots = writer->last_slot_id;
    }
    ck_assert_uint_le(stream_stats().slots, 6);
    ck_assert_uint_eq(writer->last_slot_id, slots); /* none was made any more */
}
END_TEST

START_TEST(slots_of_overlays_and_of_pictures_do_not_drive_each_other_out)
{
    for (uint32_t i = 1; i <= 5; i++) {
        ck_assert_frs(fixture_set_overlays(writer, 1, 64, i), FRS_OK);
        ck_assert_frs(fixture_publish(writer, 640, 360, i), FRS_OK);
    }
    uint32_t made = writer->last_slot_id;
    for (uint32_t i = 1; i <= 50; i++) {
        ck_assert_frs(fixture_set_overlays(writer, 1, 64, i), FRS_OK);
        ck_assert_frs(fixture_publish(writer, 640, 360, i), FRS_OK);
    }
    ck_assert_uint_eq(writer->last_slot_id, made);
}
END_TEST

START_TEST(free_slots_of_overlays_give_way_to_a_picture_at_the_limit)
{
    frs_writer *small;
    frs_writer_options options = {.max_slots = 3};
    ck_assert_frs(frs_writer_create(&small, "cam1", &options), FRS_OK);
    ck_assert_frs(fixture_set_overlays(small, 1, 64, 1), FRS_OK);
    ck_assert_frs(fixture_set_overlays(small, 1, 64, 2), FRS_OK);
    ck_assert_frs(frs_writer_set_overlays(small, NULL), FRS_OK);
    ck_assert_frs(fixture_publish(small, 64, 16, 1), FRS_OK);
    ck_assert_frs(fixture_publish(small, 64, 16, 2), FRS_OK); /* the first is the newest still */
    frs_slot *held[3];
    ck_assert_frs(frs_writer_slot_acquire(small, 4096, &held[0]), FRS_OK);
    ck_assert_frs(frs_writer_slot_acquire(small, 4096, &held[1]), FRS_OK);
    /* But a picture's slot does not give way to overlays. */
    frs_slot_unref(held[0]);
    ck_assert_frs(frs_writer_overlays_acquire(small, 4096, &held[2]), FRS_ENOMEM);
    frs_slot_unref(held[1]);
    frs_writer_destroy(&small);
}
END_TEST

START_TEST(overlays_that_are_no_overlays_are_refused_and_those_before_stay)
{
    frs_writer *other;
    frs_slot *slot;
    ck_assert_frs(fixture_set_overlays(writer, 1, 64, 9), FRS_OK);
    ck_assert_frs(frs_writer_overlays_acquire(writer, 8192, &slot), FRS_OK);
    memset(frs_slot_data(slot), 0, 8192);
    ck_assert_frs(frs_writer_set_overlays(writer, slot), FRS_EINVAL);
    frs_slot_unref(slot);
    ck_assert_frs(frs_writer_create(&other, "cam1", NULL), FRS_OK);
    ck_assert_frs(frs_writer_overlays_acquire(other, 8192, &slot), FRS_OK);
    ck_assert_frs(frs_writer_set_overlays(writer, slot), FRS_EINVAL);
    frs_slot_unref(slot);
    frs_writer_destroy(&other);
    ck_assert_frs(frs_writer_overlays_acquire(writer, 10, &slot), FRS_EINVAL);
    ck_assert_frs(frs_writer_overlays_acquire(writer, ((size_t)1 << 30) + 1, &slot), FRS_EINVAL);
    ck_assert_uint_eq(next_frame(), 9);
}
END_TEST

START_TEST(overlays_are_there_for_a_reader_that_comes_late)
{
    ck_assert_frs(fixture_set_overlays(writer, 3, 64, 21), FRS_OK);
    stream_publish(1, 1);
    frs_reader_close(&reader);
    stream_open(NULL);
    stream_take();
    uint32_t seed;
    ck_assert(fixture_overlays_intact(&frame, &seed));
    ck_assert_uint_eq(seed, 21);
}
END_TEST

/* ---- hostile writers ---- */

START_TEST(a_slot_of_overlays_that_never_came_is_waited_for_and_not_touched)
{
    ck_assert_frs(fixture_set_overlays(writer, 1, 64, 1), FRS_OK);
    stream_publish(1, 1);
    uint32_t id = atomic_load(&stream_descriptor()->overlay_slot_id);
    uint32_t index = atomic_load(&stream_descriptor()->overlay_slot);
    atomic_store(&stream_descriptor()->overlay_slot_id, 4711);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    atomic_store(&stream_descriptor()->overlay_slot, 0xffffffffu);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    atomic_store(&stream_descriptor()->overlay_slot, index);
    atomic_store(&stream_descriptor()->overlay_slot_id, id);
    stream_take();
}
END_TEST

START_TEST(overlays_that_do_not_check_out_cost_no_frame)
{
    frs_overlays table;
    ck_assert_frs(fixture_set_overlays(writer, 1, 64, 1), FRS_OK);
    stream_publish(1, 1);
    ((frs_overlays *)writer->overlays->segment.data)->n = 65;
    stream_take();
    fixture_assert_frame(&frame);
    ck_assert_frs(frs_overlays_read(&table, frame.overlay_data, frame.overlay_size), FRS_EINVAL);
}
END_TEST

START_TEST(overlays_without_a_number_are_none)
{
    ck_assert_frs(fixture_set_overlays(writer, 1, 64, 1), FRS_OK);
    stream_publish(1, 1);
    atomic_store(&stream_descriptor()->overlay_number, 0);
    stream_take();
    ck_assert_ptr_null(frame.overlay_data);
}
END_TEST

START_TEST(a_picture_that_is_named_as_its_own_overlays_is_held_and_let_go)
{
    ck_assert_frs(fixture_set_overlays(writer, 1, 64, 1), FRS_OK);
    stream_publish(1, 1);
    frs_descriptor *descriptor = stream_descriptor();
    atomic_store(&descriptor->overlay_slot, atomic_load(&descriptor->slot));
    atomic_store(&descriptor->overlay_slot_id, atomic_load(&descriptor->slot_id));
    for (int i = 0; i < 3; i++) {
        ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_OK);
        ck_assert_ptr_eq(frame.overlay_data, frame.data);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
    }
    ck_assert_frs(frs_writer_set_overlays(writer, NULL), FRS_OK);
    ck_assert_uint_eq(next_frame(), 0);
    frs_reader_release(reader, &frame);
    frs_writer_trim(writer);
    ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_OK);
    ck_assert_int_eq(fixture_count_mappings(), 1 + 1 + 2 * (1 + (int)stream_stats().slots));
}
END_TEST

/* ---- views ---- */

START_TEST(the_writer_learns_the_largest_view)
{
    uint32_t width = 1, height = 1;
    frs_reader *second;
    frs_writer_get_view(writer, &width, &height);
    ck_assert_uint_eq(width, 0);
    ck_assert_uint_eq(height, 0);
    frs_reader_set_view(reader, 800, 600);
    ck_assert_frs(frs_reader_open(&second, "cam0", NULL), FRS_OK);
    frs_reader_set_view(second, 1920, 1080);
    frs_writer_get_view(writer, &width, &height);
    ck_assert_uint_eq(width, 1920);
    ck_assert_uint_eq(height, 1080);
    frs_reader_set_view(second, 640, 0xffffffffu); /* no such screen */
    frs_writer_get_view(writer, &width, &height);
    ck_assert_uint_eq(width, 800);
    ck_assert_uint_eq(height, 600);
    frs_reader_close(&second);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("overlay");
    TCase *tests = checks_case(suite, "overlay", begin, stream_end, 60);
    tcase_add_test(tests, overlays_are_laid_out_behind_the_table_without_overlap);
    tcase_add_test(tests, a_table_that_cannot_be_is_refused);
    tcase_add_loop_test(tests, a_lie_in_the_table_is_found_out, 0, sizeof lies / sizeof lies[0]);
    tcase_add_test(tests, a_table_is_read_from_nothing_smaller_than_itself);
    tcase_add_test(tests, overlays_come_with_every_frame_until_they_are_set_anew);
    tcase_add_test(tests, setting_the_same_slot_again_changes_nothing);
    tcase_add_test(tests, overlays_are_not_counted_as_frames);
    tcase_add_test(tests, overlays_of_a_leased_frame_are_not_written);
    tcase_add_test(tests, overlays_that_change_with_each_frame_take_few_slots);
    tcase_add_test(tests, slots_of_overlays_and_of_pictures_do_not_drive_each_other_out);
    tcase_add_test(tests, free_slots_of_overlays_give_way_to_a_picture_at_the_limit);
    tcase_add_test(tests, overlays_that_are_no_overlays_are_refused_and_those_before_stay);
    tcase_add_test(tests, overlays_are_there_for_a_reader_that_comes_late);
    tcase_add_test(tests, a_slot_of_overlays_that_never_came_is_waited_for_and_not_touched);
    tcase_add_test(tests, overlays_that_do_not_check_out_cost_no_frame);
    tcase_add_test(tests, overlays_without_a_number_are_none);
    tcase_add_test(tests, a_picture_that_is_named_as_its_own_overlays_is_held_and_let_go);
    tcase_add_test(tests, the_writer_learns_the_largest_view);
    return fixture_run(suite);
}
