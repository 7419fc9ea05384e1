/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <gst/video/video.h>

#include "support.h"

static frs_writer *writer;
static GstFrameshareAllocator *allocator;
static GstBufferPool *pool;

static void set_up(void)
{
    ck_assert_int_eq(frs_writer_create(&writer, "pool", NULL), FRS_OK);
    allocator = gst_frameshare_allocator_new(writer);
    pool = gst_frameshare_pool_new(TRUE);
}

static void tear_down(void)
{
    gst_buffer_pool_set_active(pool, FALSE);
    gst_clear_object(&pool);
    gst_frameshare_allocator_close(allocator);
    gst_clear_object(&allocator);
    frs_writer_destroy(&writer);
}

/* As an element upstream configures it. */
static void configure(const char *caps_string, gboolean meta, const GstVideoAlignment *alignment)
{
    GstStructure *config = gst_buffer_pool_get_config(pool);
    GstCaps *caps = gst_caps_from_string(caps_string);
    GstVideoInfo video;
    GstAllocationParams params = {.align = 63};

    ck_assert(gst_video_info_from_caps(&video, caps));
    gst_buffer_pool_config_set_params(config, caps, (guint)video.size, 0, 0);
    gst_buffer_pool_config_set_allocator(config, GST_ALLOCATOR_CAST(allocator), &params);
    if (meta)
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
    if (alignment) {
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
        gst_buffer_pool_config_set_video_alignment(config, alignment);
    }
    ck_assert(gst_buffer_pool_set_config(pool, config));
    ck_assert(gst_buffer_pool_set_active(pool, TRUE));
    gst_caps_unref(caps);
}

static GstBuffer *acquire(void)
{
    GstBuffer *buffer = NULL;
    ck_assert_int_eq(gst_buffer_pool_acquire_buffer(pool, &buffer, NULL), GST_FLOW_OK);
    return buffer;
}

static frs_slot *slot_of(GstBuffer *buffer)
{
    frs_origin origin;
    return gst_frameshare_memory_get_slot(gst_buffer_peek_memory(buffer, 0), &origin);
}

static void publish(GstBuffer *buffer)
{
    frs_frame_info info = {0};
    frs_frame_info_init(&info, FRS_FORMAT_I420, 64, 48, 64);
    ck_assert_int_eq(frs_writer_publish(writer, slot_of(buffer), &info, FRS_ORIGIN_IN_PLACE, NULL),
                     FRS_OK);
}

#define SMALL "video/x-raw,format=I420,width=64,height=48"

START_TEST(buffers_are_used_again_without_an_allocation)
{
    configure(SMALL, TRUE, NULL);
    GstBuffer *buffer = acquire();
    GstMemory *memory = gst_buffer_peek_memory(buffer, 0);
    gst_buffer_unref(buffer);
    for (guint i = 0; i < 5; i++) {
        GstBuffer *again = acquire();
        ck_assert_ptr_eq(again, buffer);
        ck_assert_ptr_eq(gst_buffer_peek_memory(again, 0), memory);
        ck_assert_ptr_nonnull(slot_of(again));
        gst_buffer_unref(again);
    }
}
END_TEST

START_TEST(a_buffer_that_comes_back_does_not_keep_its_slot)
{
    frs_writer_stats stats;
    configure(SMALL, TRUE, NULL);
    gst_buffer_unref(acquire());
    frs_writer_get_stats(writer, &stats);
    ck_assert_uint_eq(stats.slots, 1);
    ck_assert_uint_eq(stats.slots_free, 1);
}
END_TEST

START_TEST(the_slot_of_a_published_frame_is_not_handed_out)
{
    configure(SMALL, TRUE, NULL);
    GstBuffer *buffer = acquire();
    frs_slot *shown = slot_of(buffer);
    publish(buffer);
    gst_buffer_unref(buffer);
    GstBuffer *next = acquire();
    ck_assert_ptr_eq(next, buffer);
    ck_assert_ptr_ne(slot_of(next), shown);
    /* Not before the next frame takes its place. */
    publish(next);
    gst_buffer_unref(next);
    next = acquire();
    ck_assert_ptr_eq(slot_of(next), shown);
    gst_buffer_unref(next);
}
END_TEST

START_TEST(the_slot_of_a_leased_frame_is_not_handed_out)
{
    frs_reader *reader = NULL;
    frs_frame frame;
    configure(SMALL, TRUE, NULL);
    ck_assert_int_eq(frs_reader_open(&reader, "pool", NULL), FRS_OK);
    GstBuffer *buffer = acquire();
    frs_slot *leased = slot_of(buffer);
    publish(buffer);
    gst_buffer_unref(buffer);
    ck_assert_int_eq(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    for (guint i = 0; i < 10; i++) {
        buffer = acquire();
        ck_assert_ptr_ne(slot_of(buffer), leased);
        publish(buffer);
        gst_buffer_unref(buffer);
    }
    frs_reader_release(reader, &frame);
    buffer = acquire();
    ck_assert_ptr_eq(slot_of(buffer), leased);
    gst_buffer_unref(buffer);
    frs_reader_close(&reader);
}
END_TEST

START_TEST(the_slot_of_an_alias_is_not_handed_out)
{
    configure(SMALL, TRUE, NULL);
    GstBuffer *buffer = acquire();
    frs_slot *aliased = slot_of(buffer);
    GstMapInfo map;
    ck_assert(gst_buffer_map(buffer, &map, GST_MAP_READWRITE));
    GstBuffer *handed_out = gst_buffer_copy(buffer);
    ck_assert_ptr_eq(slot_of(handed_out), aliased);
    gst_buffer_unmap(buffer, &map);
    gst_buffer_unref(buffer);
    GstBuffer *next = acquire();
    ck_assert_ptr_ne(slot_of(next), aliased);
    gst_buffer_unref(next);
    gst_buffer_unref(handed_out);
}
END_TEST

START_TEST(memory_that_somebody_keeps_is_not_used_again)
{
    configure(SMALL, TRUE, NULL);
    GstBuffer *buffer = acquire();
    GstMemory *kept = gst_buffer_get_memory(buffer, 0);
    gst_buffer_memset(buffer, 0, 11, 100);
    gst_buffer_unref(buffer);
    GstBuffer *next = acquire();
    ck_assert_ptr_ne(gst_buffer_peek_memory(next, 0), kept);
    gst_buffer_memset(next, 0, 22, 100);
    GstMapInfo map;
    ck_assert(gst_memory_map(kept, &map, GST_MAP_READ));
    ck_assert_uint_eq(map.data[99], 11);
    gst_memory_unmap(kept, &map);
    gst_buffer_unref(next);
    gst_memory_unref(kept);
}
END_TEST

START_TEST(rows_of_planes_start_on_cache_lines)
{
    configure("video/x-raw,format=I420,width=322,height=182", TRUE, NULL);
    GstBuffer *buffer = acquire();
    GstVideoMeta *meta = gst_buffer_get_video_meta(buffer);
    ck_assert_ptr_nonnull(meta);
    for (guint i = 0; i < 3; i++) {
        ck_assert_int_eq(meta->stride[i] % 64, 0);
        ck_assert_uint_eq(meta->offset[i] % 64, 0);
    }
    ck_assert_uint_eq(meta->width, 322);
    gst_buffer_unref(buffer);
}
END_TEST

START_TEST(rows_of_packed_rgb_have_no_padding)
{
    configure("video/x-raw,format=RGBA,width=333,height=21", TRUE, NULL);
    GstBuffer *buffer = acquire();
    ck_assert_int_eq(gst_buffer_get_video_meta(buffer)->stride[0], 4 * 333);
    gst_buffer_unref(buffer);
}
END_TEST

START_TEST(who_does_not_know_the_video_meta_gets_the_default_layout)
{
    GstVideoInfo video;
    GstCaps *caps = gst_caps_from_string("video/x-raw,format=I420,width=322,height=182");
    ck_assert(gst_video_info_from_caps(&video, caps));
    gst_caps_unref(caps);
    configure("video/x-raw,format=I420,width=322,height=182", FALSE, NULL);
    GstBuffer *buffer = acquire();
    ck_assert_ptr_null(gst_buffer_get_video_meta(buffer));
    ck_assert_uint_eq(gst_buffer_get_size(buffer), video.size);
    gst_buffer_unref(buffer);
}
END_TEST

START_TEST(the_alignment_that_is_asked_for_is_kept)
{
    GstVideoAlignment alignment = {
        .padding_right = 30, .padding_bottom = 11, .stride_align = {31, 31, 31, 31}};
    GstVideoInfo video;
    ck_assert(gst_video_info_set_format(&video, GST_VIDEO_FORMAT_I420, 322, 182));
    configure("video/x-raw,format=I420,width=322,height=182", TRUE, &alignment);
    ck_assert(gst_video_info_align(&video, &alignment));
    GstBuffer *buffer = acquire();
    GstVideoMeta *meta = gst_buffer_get_video_meta(buffer);
    for (guint i = 0; i < 3; i++) {
        ck_assert_int_eq(meta->stride[i], video.stride[i]);
        ck_assert_uint_eq(meta->offset[i], video.offset[i]);
    }
    ck_assert_uint_eq(gst_buffer_get_size(buffer), video.size);
    gst_buffer_unref(buffer);
}
END_TEST

START_TEST(there_is_no_maximum)
{
    GstBuffer *buffers[200];
    configure(SMALL, TRUE, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(buffers); i++) {
        buffers[i] = acquire();
        ck_assert_int_eq(slot_of(buffers[i]) != NULL, i < 128);
        gst_buffer_memset(buffers[i], 0, (guint8)i, 64 * 48);
    }
    for (guint i = 0; i < G_N_ELEMENTS(buffers); i++)
        gst_buffer_unref(buffers[i]);
    /* What had to come from the heap gets a slot as soon as there is one. */
    for (guint i = 0; i < 100; i++) {
        buffers[i] = acquire();
        ck_assert_ptr_nonnull(slot_of(buffers[i]));
    }
    for (guint i = 0; i < 100; i++)
        gst_buffer_unref(buffers[i]);
}
END_TEST

START_TEST(another_allocator_is_respected)
{
    GstStructure *config = gst_buffer_pool_get_config(pool);
    GstCaps *caps = gst_caps_from_string(SMALL);
    gst_buffer_pool_config_set_params(config, caps, 64 * 48 * 3 / 2, 0, 0);
    ck_assert(gst_buffer_pool_set_config(pool, config));
    gst_caps_unref(caps);
    ck_assert(gst_buffer_pool_set_active(pool, TRUE));
    GstBuffer *buffer = acquire();
    ck_assert(!gst_is_frameshare_memory(gst_buffer_peek_memory(buffer, 0)));
    gst_buffer_unref(buffer);
    gst_buffer_unref(acquire());
}
END_TEST

static Suite *pool_suite(void)
{
    Suite *suite = suite_create("pool");
    TCase *tcase = checks_case(suite, "pool", set_up, tear_down, 0);
    tcase_add_test(tcase, buffers_are_used_again_without_an_allocation);
    tcase_add_test(tcase, a_buffer_that_comes_back_does_not_keep_its_slot);
    tcase_add_test(tcase, the_slot_of_a_published_frame_is_not_handed_out);
    tcase_add_test(tcase, the_slot_of_a_leased_frame_is_not_handed_out);
    tcase_add_test(tcase, the_slot_of_an_alias_is_not_handed_out);
    tcase_add_test(tcase, memory_that_somebody_keeps_is_not_used_again);
    tcase_add_test(tcase, rows_of_planes_start_on_cache_lines);
    tcase_add_test(tcase, rows_of_packed_rgb_have_no_padding);
    tcase_add_test(tcase, who_does_not_know_the_video_meta_gets_the_default_layout);
    tcase_add_test(tcase, the_alignment_that_is_asked_for_is_kept);
    tcase_add_test(tcase, there_is_no_maximum);
    tcase_add_test(tcase, another_allocator_is_respected);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, pool_suite);
}
