/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "allocator.h"
#include "support.h"

#define SIZE 10000

static frs_writer *writer;
static GstFrameshareAllocator *allocator;

static void set_up(void)
{
    frs_writer_options options = {.max_slots = 3};
    ck_assert_int_eq(frs_writer_create(&writer, "allocator", &options), FRS_OK);
    allocator = gst_frameshare_allocator_new(writer);
}

static void tear_down(void)
{
    if (allocator)
        gst_frameshare_allocator_close(allocator);
    gst_clear_object(&allocator);
    frs_writer_destroy(&writer);
}

static GstMemory *alloc(void)
{
    GstMemory *memory = gst_allocator_alloc(GST_ALLOCATOR_CAST(allocator), SIZE, NULL);
    ck_assert_ptr_nonnull(memory);
    ck_assert(gst_is_frameshare_memory(memory));
    return memory;
}

static frs_slot *slot_of(GstMemory *memory)
{
    frs_origin origin;
    return gst_frameshare_memory_get_slot(memory, &origin);
}

static frs_origin origin_of(GstMemory *memory)
{
    frs_origin origin;
    gst_frameshare_memory_get_slot(memory, &origin);
    return origin;
}

static void fill(GstMemory *memory, guint8 value)
{
    GstMapInfo map;
    ck_assert(gst_memory_map(memory, &map, GST_MAP_WRITE));
    ck_assert_uint_eq(map.size, SIZE);
    memset(map.data, value, map.size);
    gst_memory_unmap(memory, &map);
}

static guint8 byte_at(GstMemory *memory, gsize at)
{
    GstMapInfo map;
    ck_assert(gst_memory_map(memory, &map, GST_MAP_READ));
    guint8 value = map.data[at];
    gst_memory_unmap(memory, &map);
    return value;
}

static guint slots_free(void)
{
    frs_writer_stats stats;
    frs_writer_get_stats(writer, &stats);
    return stats.slots_free;
}

START_TEST(memory_is_a_slot_of_the_writer)
{
    GstMemory *memory = alloc();
    ck_assert(frs_slot_belongs_to(slot_of(memory), writer));
    ck_assert_int_eq(origin_of(memory), FRS_ORIGIN_IN_PLACE);
    fill(memory, 7);
    ck_assert_uint_eq(((guint8 *)frs_slot_data(slot_of(memory)))[SIZE - 1], 7);
    gst_memory_unref(memory);
    ck_assert_uint_eq(slots_free(), 1);
}
END_TEST

START_TEST(prefix_and_padding_are_there_and_zeroed)
{
    GstAllocationParams params = {.flags =
                                      GST_MEMORY_FLAG_ZERO_PREFIXED | GST_MEMORY_FLAG_ZERO_PADDED,
                                  .align = 63,
                                  .prefix = 64,
                                  .padding = 32};
    GstMemory *dirty = alloc();
    fill(dirty, 0xff);
    gst_memory_unref(dirty);
    GstMemory *memory = gst_allocator_alloc(GST_ALLOCATOR_CAST(allocator), SIZE, &params);
    const guint8 *data = frs_slot_data(slot_of(memory));
    gsize offset, maxsize;
    ck_assert_uint_eq(gst_memory_get_sizes(memory, &offset, &maxsize), SIZE);
    ck_assert_uint_eq(offset, 64);
    ck_assert_uint_eq(maxsize, SIZE + 64 + 32);
    ck_assert_uint_eq(data[0] | data[63] | data[64 + SIZE] | data[64 + SIZE + 31], 0);
    ck_assert_uint_eq(data[64], 0xff);
    gst_memory_unref(memory);
}
END_TEST

START_TEST(a_copy_of_memory_that_a_decoder_has_mapped_is_a_read_only_alias)
{
    GstMemory *memory = alloc();
    GstMapInfo decoder;
    gst_frameshare_memory_set_aliasing(memory, TRUE);
    ck_assert(gst_memory_map(memory, &decoder, GST_MAP_READWRITE));
    GstMemory *alias = gst_memory_copy(memory, 0, -1);
    ck_assert_ptr_ne(alias, memory);
    ck_assert_ptr_eq(slot_of(alias), slot_of(memory));
    ck_assert_int_eq(origin_of(alias), FRS_ORIGIN_IN_PLACE);
    ck_assert(GST_MEMORY_IS_READONLY(alias));
    GstMapInfo map;
    ck_assert(!gst_memory_map(alias, &map, GST_MAP_WRITE));

    /* Its slot stays when the decoder is done. */
    decoder.data[5] = 42;
    gst_memory_unmap(memory, &decoder);
    gst_memory_unref(memory);
    ck_assert_uint_eq(slots_free(), 0);
    ck_assert_uint_eq(byte_at(alias, 5), 42);
    gst_memory_unref(alias);
    ck_assert_uint_eq(slots_free(), 1);
}
END_TEST

START_TEST(who_writes_to_an_alias_gets_a_copy_of_his_own)
{
    GstMemory *memory = alloc();
    GstMapInfo decoder, map;
    gst_frameshare_memory_set_aliasing(memory, TRUE);
    fill(memory, 1);
    ck_assert(gst_memory_map(memory, &decoder, GST_MAP_READWRITE));
    GstBuffer *buffer = gst_buffer_new();
    gst_buffer_append_memory(buffer, gst_memory_copy(memory, 0, -1));
    ck_assert(gst_buffer_map(buffer, &map, GST_MAP_READWRITE));
    ck_assert_ptr_ne(map.data, decoder.data);
    ck_assert_uint_eq(map.data[SIZE - 1], 1);
    memset(map.data, 2, map.size);
    gst_buffer_unmap(buffer, &map);
    ck_assert_uint_eq(decoder.data[0], 1);
    ck_assert_uint_eq(decoder.data[SIZE - 1], 1);
    /* It is in a slot, and says how it came there. */
    GstMemory *copy = gst_buffer_peek_memory(buffer, 0);
    ck_assert_ptr_ne(slot_of(copy), slot_of(memory));
    ck_assert_int_eq(origin_of(copy), FRS_ORIGIN_COPIED);
    gst_buffer_unref(buffer);
    gst_memory_unmap(memory, &decoder);
    gst_memory_unref(memory);
}
END_TEST

START_TEST(a_buffer_that_a_decoder_has_mapped_is_made_writable_without_a_copy)
{
    GstMemory *memory = alloc();
    gst_frameshare_memory_set_aliasing(memory, TRUE);
    frs_slot *slot = slot_of(memory);
    GstBuffer *mine = gst_buffer_new();
    GstMapInfo decoder;
    gst_buffer_append_memory(mine, memory);
    ck_assert(gst_buffer_map(mine, &decoder, GST_MAP_READWRITE));
    GstBuffer *handed_out = gst_buffer_make_writable(gst_buffer_ref(mine));
    ck_assert_ptr_ne(handed_out, mine);
    ck_assert_ptr_eq(slot_of(gst_buffer_peek_memory(handed_out, 0)), slot);
    gst_buffer_unmap(mine, &decoder);
    gst_buffer_unref(mine);
    gst_buffer_unref(handed_out);
}
END_TEST

static void check_copy(GstMemory *memory, gssize offset, gssize size)
{
    GstMemory *copy = gst_memory_copy(memory, offset, size);
    guint8 before = byte_at(copy, 0);
    ck_assert_ptr_ne(slot_of(copy), slot_of(memory));
    ck_assert(!GST_MEMORY_IS_READONLY(copy));
    ((guint8 *)frs_slot_data(slot_of(memory)))[offset]++;
    ck_assert_uint_eq(byte_at(copy, 0), before);
    gst_memory_unref(copy);
}

START_TEST(every_other_copy_is_a_true_one)
{
    GstMemory *memory = alloc();
    GstMapInfo map;
    fill(memory, 9);

    gst_frameshare_memory_set_aliasing(memory, TRUE);
    check_copy(memory, 0, -1); /* nobody has it mapped */
    ck_assert(gst_memory_map(memory, &map, GST_MAP_READ));
    check_copy(memory, 0, -1); /* or only for reading */
    gst_memory_unmap(memory, &map);
    ck_assert(gst_memory_map(memory, &map, GST_MAP_WRITE));
    check_copy(memory, 1, -1); /* or a part is wanted */
    check_copy(memory, 0, SIZE / 2);
    gst_frameshare_memory_set_aliasing(memory, FALSE);
    check_copy(memory, 0, -1); /* or by whom it is not known */
    gst_memory_unmap(memory, &map);
    gst_memory_unref(memory);
}
END_TEST

START_TEST(shared_memory_keeps_the_slot)
{
    GstMemory *memory = alloc();
    fill(memory, 3);
    GstMemory *part = gst_memory_share(memory, 100, 200);
    gst_memory_unref(memory);
    ck_assert_uint_eq(part->size, 200);
    ck_assert(GST_MEMORY_IS_READONLY(part));
    ck_assert_uint_eq(byte_at(part, 199), 3);
    ck_assert_uint_eq(slots_free(), 0);
    gst_memory_unref(part);
    ck_assert_uint_eq(slots_free(), 1);
}
END_TEST

START_TEST(parts_side_by_side_are_a_span)
{
    GstMemory *memory = alloc();
    GstMemory *a = gst_memory_share(memory, 100, 200);
    GstMemory *b = gst_memory_share(memory, 300, 50);
    gsize offset;
    ck_assert(gst_memory_is_span(a, b, &offset));
    ck_assert_uint_eq(offset, 100);
    ck_assert(!gst_memory_is_span(b, a, &offset));
    gst_memory_unref(a);
    gst_memory_unref(b);
    gst_memory_unref(memory);
}
END_TEST

START_TEST(without_a_free_slot_memory_comes_from_the_heap)
{
    GstMemory *memory[5];
    for (guint i = 0; i < 5; i++) {
        memory[i] = alloc();
        ck_assert_int_eq(slot_of(memory[i]) != NULL, i < 3);
        fill(memory[i], (guint8)i);
    }
    /* Copies of what is on the heap are copies, whoever has it mapped. */
    GstMapInfo map;
    gst_frameshare_memory_set_aliasing(memory[4], TRUE);
    ck_assert(gst_memory_map(memory[4], &map, GST_MAP_WRITE));
    GstMemory *copy = gst_memory_copy(memory[4], 0, -1);
    map.data[0] = 77;
    ck_assert_uint_eq(byte_at(copy, 0), 4);
    gst_memory_unmap(memory[4], &map);
    gst_memory_unref(copy);
    for (guint i = 0; i < 5; i++)
        gst_memory_unref(memory[i]);
}
END_TEST

START_TEST(a_closed_allocator_gives_heap_memory_and_what_it_gave_stays_valid)
{
    GstMemory *before = alloc();
    gst_frameshare_allocator_close(allocator);
    gst_frameshare_allocator_close(allocator);
    frs_writer_destroy(&writer);
    GstMemory *after = alloc();
    ck_assert_ptr_null(slot_of(after));
    fill(before, 5);
    ck_assert_uint_eq(byte_at(before, SIZE - 1), 5);
    gst_clear_object(&allocator);
    gst_memory_unref(before);
    gst_memory_unref(after);
}
END_TEST

START_TEST(detached_memory_gets_another_slot)
{
    GstMemory *memory = alloc();
    frs_slot *other = NULL, *first = slot_of(memory);
    gst_frameshare_memory_detach(memory);
    ck_assert_ptr_null(slot_of(memory));
    /* Somebody else takes the free one meanwhile. */
    ck_assert_int_eq(frs_writer_slot_acquire(writer, SIZE, &other), FRS_OK);
    ck_assert_ptr_eq(other, first);
    ck_assert(gst_frameshare_memory_attach(memory));
    ck_assert_ptr_ne(slot_of(memory), first);
    fill(memory, 1);
    frs_slot_unref(other);
    gst_memory_unref(memory);
}
END_TEST

static Suite *allocator_suite(void)
{
    Suite *suite = suite_create("allocator");
    TCase *tcase = checks_case(suite, "allocator", set_up, tear_down, 0);
    tcase_add_test(tcase, memory_is_a_slot_of_the_writer);
    tcase_add_test(tcase, prefix_and_padding_are_there_and_zeroed);
    tcase_add_test(tcase, a_copy_of_memory_that_a_decoder_has_mapped_is_a_read_only_alias);
    tcase_add_test(tcase, who_writes_to_an_alias_gets_a_copy_of_his_own);
    tcase_add_test(tcase, a_buffer_that_a_decoder_has_mapped_is_made_writable_without_a_copy);
    tcase_add_test(tcase, every_other_copy_is_a_true_one);
    tcase_add_test(tcase, shared_memory_keeps_the_slot);
    tcase_add_test(tcase, parts_side_by_side_are_a_span);
    tcase_add_test(tcase, without_a_free_slot_memory_comes_from_the_heap);
    tcase_add_test(tcase, a_closed_allocator_gives_heap_memory_and_what_it_gave_stays_valid);
    tcase_add_test(tcase, detached_memory_gets_another_slot);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, allocator_suite);
}
