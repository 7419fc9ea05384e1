/* SPDX-License-Identifier: MIT */
/* Bad input, from caps to buffers. Under a sanitizer nothing here is read outside of its memory. */
#include <gst/video/video.h>

#include "harness.h"

#define RATE ",framerate=25/1"
#define NBSP "\u00a0" /* as g_format_size() has it */

static void check_says(GError *error, GQuark domain, gint code, const char *says)
{
    ck_assert_msg(g_error_matches(error, domain, code), "%s", error->message);
    ck_assert_msg(strstr(error->message, says) != NULL, "\"%s\" does not say \"%s\"",
                  error->message, says);
    g_error_free(error);
}

/* ---- caps ---- */

static const struct {
    const char *caps, *says;
} impossible[] = {
    {"video/x-raw,format=I420,width=32768,height=32768",
     "picture of 32768x32768: at most 16384x16384"},
    {"video/x-raw,format=RGBA,width=32768,height=32768",
     "picture of 32768x32768: at most 16384x16384"},
    {"video/x-raw,format=I420,width=16385,height=2", "picture of 16385x2: at most"},
    {"video/x-raw,format=NV12,width=2147483647,height=2147483647",
     "2147483647x2147483647: at most"},
    {"video/x-raw,format=I420,width=0,height=0", "picture of 0x0 has no pixels"},
    {"video/x-raw,format=GRAY8,width=0,height=16384", "picture of 0x16384 has no pixels"},
    {"video/x-raw,format=v210,width=64,height=48", "format v210 cannot be published"},
    {"video/x-raw,format=nonsense,width=64,height=48", "format nonsense cannot be published"},
};

START_TEST(impossible_caps_are_refused_with_what_is_wrong)
{
    g_autofree gchar *caps = g_strconcat(impossible[_i].caps, RATE, NULL);
    harness_start();
    gst_harness_set_src_caps_str(harness, caps);
    check_says(harness_take_error(), GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
               impossible[_i].says);
    ck_assert_int_eq(gst_harness_push(harness, support_buffer(FORMAT, 0)), GST_FLOW_NOT_NEGOTIATED);
    ck_assert_uint_eq(harness_stats().published, 0);
}
END_TEST

START_TEST(a_picture_that_no_slot_can_hold_is_refused)
{
    harness_start();
    gst_harness_set_src_caps_str(harness,
                                 "video/x-raw,format=RGBA64_LE,width=16384,height=16384" RATE);
    check_says(harness_take_error(), GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
               "16384x16384 RGBA64_LE takes 2.0" NBSP "GiB: at most 1.0" NBSP "GiB");
}
END_TEST

static guint64 bytes_in_slots(frs_writer *writer)
{
    frs_writer_stats stats;
    frs_writer_get_stats(writer, &stats);
    return stats.bytes;
}

START_TEST(a_picture_larger_than_the_memory_limit_is_refused_before_memory_is_taken)
{
    frs_writer *writer = NULL;
    ck_assert_int_eq(frs_writer_create(&writer, "limited", NULL), FRS_OK);
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "writer", writer, "max-memory", (guint64)1 << 20, NULL);
    harness_use(sink, "video/x-raw,format=RGBA,width=1024,height=1024" RATE);
    check_says(harness_take_error(), GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT,
               "1024x1024 RGBA takes 4.0" NBSP "MiB: at most 1.0" NBSP
               "MiB are allowed (max-memory)");
    ck_assert_uint_eq(bytes_in_slots(writer), 0);
    /* The largest that fits is taken, and a limit that is raised counts at once. */
    gst_harness_set_src_caps_str(harness, "video/x-raw,format=RGBA,width=512,height=512" RATE);
    harness_push(support_buffer("video/x-raw,format=RGBA,width=512,height=512" RATE, 1));
    ck_assert_uint_eq(bytes_in_slots(writer), 1 << 20);
    g_object_set(harness->element, "max-memory", (guint64)0, NULL);
    gst_harness_set_src_caps_str(harness, "video/x-raw,format=RGBA,width=1024,height=1024" RATE);
    harness_push(support_buffer("video/x-raw,format=RGBA,width=1024,height=1024" RATE, 1));
    ck_assert_uint_eq(harness_stats().published, 2);
    /* A given writer has its own limit back when the sink is done. */
    g_object_set(harness->element, "max-memory", (guint64)1 << 20, NULL);
    ck_assert_uint_eq(frs_writer_get_max_memory(writer), 1 << 20);
    harness_tear_down();
    ck_assert_uint_eq(frs_writer_get_max_memory(writer), (guint64)4 << 30);
    frs_writer_destroy(&writer);
}
END_TEST

START_TEST(after_a_refusal_the_next_caps_are_taken)
{
    harness_start();
    harness_push(harness_buffer_at(1, 0));
    gst_harness_set_src_caps_str(harness, "video/x-raw,format=I420,width=32768,height=4" RATE);
    g_error_free(harness_take_error());
    gst_harness_set_src_caps_str(harness, FORMAT);
    harness_push(harness_buffer_at(2, GST_SECOND));
    ck_assert_uint_eq(harness_stats().published, 2);
}
END_TEST

/* ---- buffers ---- */

START_TEST(a_buffer_without_its_picture_is_an_error)
{
    harness_start();
    ck_assert_int_eq(gst_harness_push(harness, gst_buffer_new_allocate(NULL, 10, NULL)),
                     GST_FLOW_ERROR);
    check_says(harness_take_error(), GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, "picture");
}
END_TEST

#define SIDE 64
#define ROOM (SIDE * SIDE * 3 / 2)

static struct {
    GstVideoFormat format;
    guint width, height;
    gsize offset[GST_VIDEO_MAX_PLANES];
    gint stride[GST_VIDEO_MAX_PLANES];
} metas[] = {
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 8000}, {SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 5120}, {SIDE, SIDE / 2, 2 * SIDE}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 5120}, {4 * SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 5120}, {-SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 5120}, {SIDE, G_MAXINT, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 5120}, {SIDE, G_MININT, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {0, 4096, 1 << 20}, {SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, SIDE, {(gsize)1 << 32, 4096, 5120}, {SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE, 4 * SIDE, {0, 4096, 5120}, {SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, 1 << 30, 1 << 30, {0, 4096, 5120}, {SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_I420, SIDE / 2, SIDE / 2, {0, 4096, 5120}, {SIDE, SIDE / 2, SIDE / 2}},
    {GST_VIDEO_FORMAT_GRAY8, SIDE, SIDE, {0}, {SIDE}},
    {GST_VIDEO_FORMAT_Y444, SIDE, SIDE, {0, 4096, 5120}, {SIDE, SIDE, SIDE}},
};

static GstBuffer *with_meta(GstBuffer *buffer, int i)
{
    gst_buffer_add_video_meta_full(
        buffer, GST_VIDEO_FRAME_FLAG_NONE, metas[i].format, metas[i].width, metas[i].height,
        metas[i].format == GST_VIDEO_FORMAT_GRAY8 ? 1 : 3, metas[i].offset, metas[i].stride);
    return buffer;
}

static void check_refused(GstBuffer *buffer)
{
    ck_assert_int_eq(gst_harness_push(harness, buffer), GST_FLOW_ERROR);
    check_says(harness_take_error(), GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, "picture");
    ck_assert_uint_eq(harness_stats().published, 0);
}

START_TEST(planes_outside_of_the_buffer_are_refused)
{
    harness_start_with("video/x-raw,format=I420,width=64,height=64" RATE);
    check_refused(with_meta(gst_buffer_new_allocate(NULL, ROOM, NULL), _i));
}
END_TEST

/* The same in a slot, where a picture would be published without being looked at. */
START_TEST(planes_outside_of_the_slot_are_refused)
{
    GstAllocator *allocator = NULL;
    harness_start_with("video/x-raw,format=I420,width=64,height=64" RATE);
    GstCaps *caps = gst_pad_get_current_caps(harness->srcpad);
    GstQuery *query = gst_query_new_allocation(caps, FALSE);
    ck_assert(gst_pad_peer_query(harness->srcpad, query));
    gst_query_parse_nth_allocation_param(query, 0, &allocator, NULL);
    ck_assert_ptr_nonnull(allocator);
    GstBuffer *buffer = gst_buffer_new_allocate(allocator, ROOM, NULL);
    check_refused(with_meta(buffer, _i));
    gst_object_unref(allocator);
    gst_query_unref(query);
    gst_caps_unref(caps);
}
END_TEST

static Suite *refusal_suite(void)
{
    Suite *suite = suite_create("refusal");
    TCase *tcase = checks_case(suite, "refusal", NULL, harness_tear_down, 0);
    tcase_add_loop_test(tcase, impossible_caps_are_refused_with_what_is_wrong, 0,
                        G_N_ELEMENTS(impossible));
    tcase_add_test(tcase, a_picture_that_no_slot_can_hold_is_refused);
    tcase_add_test(tcase, a_picture_larger_than_the_memory_limit_is_refused_before_memory_is_taken);
    tcase_add_test(tcase, after_a_refusal_the_next_caps_are_taken);
    tcase_add_test(tcase, a_buffer_without_its_picture_is_an_error);
    tcase_add_loop_test(tcase, planes_outside_of_the_buffer_are_refused, 0, G_N_ELEMENTS(metas));
    tcase_add_loop_test(tcase, planes_outside_of_the_slot_are_refused, 0, G_N_ELEMENTS(metas));
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, refusal_suite);
}
