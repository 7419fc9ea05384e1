/* SPDX-License-Identifier: MIT */
/* Elements that draw text learn how large the readers show the picture. */
#include <gst/video/video.h>

#include "harness.h"

#define PICTURE "format=I420,width=320,height=240,framerate=25/1"
#define DRAWN "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition)," PICTURE
#define PLAIN "video/x-raw," PICTURE

static void start(const char *caps)
{
    harness_start_with(caps);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
}

/* What the sink says to an allocation query: the size for overlays, 0 x 0 when it says none. */
static void ask(guint *width, guint *height)
{
    const GstStructure *params;
    guint index;
    GstCaps *caps = gst_pad_get_current_caps(harness->srcpad);
    GstQuery *query = gst_query_new_allocation(caps, FALSE);
    gst_caps_unref(caps);
    ck_assert(gst_pad_peer_query(harness->srcpad, query));
    ck_assert(
        gst_query_find_allocation_meta(query, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, &index));
    gst_query_parse_nth_allocation_meta(query, index, &params);
    *width = *height = 0;
    if (params)
        ck_assert(gst_structure_get(params, "width", G_TYPE_UINT, width, "height", G_TYPE_UINT,
                                    height, NULL));
    gst_query_unref(query);
}

static void check_answer(guint view_width, guint view_height, guint width, guint height)
{
    guint w, h;
    frs_reader_set_view(reader, view_width, view_height);
    ask(&w, &h);
    ck_assert_uint_eq(w, width);
    ck_assert_uint_eq(h, height);
}

START_TEST(overlays_are_welcome_at_the_size_of_the_largest_view)
{
    start(PLAIN);
    check_answer(0, 0, 0, 0); /* nobody looks: at the picture's own size */
    check_answer(640, 480, 640, 480);
    frs_reader *second;
    ck_assert_int_eq(frs_reader_open(&second, STREAM, NULL), FRS_OK);
    frs_reader_set_view(second, 1280, 960);
    check_answer(640, 480, 1280, 960);
    frs_reader_close(&second);
}
END_TEST

START_TEST(text_is_not_drawn_smaller_than_the_picture)
{
    start(PLAIN);
    check_answer(160, 120, 0, 0);
    check_answer(320, 240, 0, 0);
}
END_TEST

START_TEST(the_size_for_text_has_the_shape_of_the_picture)
{
    start(PLAIN);
    check_answer(640, 240, 640, 480); /* shown twice as wide: pixels that are not square */
    check_answer(320, 720, 960, 720);
}
END_TEST

START_TEST(no_view_is_larger_than_a_picture_may_be)
{
    start(PLAIN);
    check_answer(FRS_SIZE_MAX, FRS_SIZE_MAX, FRS_SIZE_MAX, FRS_SIZE_MAX * 3 / 4);
    check_answer(G_MAXUINT32, G_MAXUINT32, 0, 0); /* hostile: no view */
}
END_TEST

static guint push_and_count_reconfigures(guint n_frames)
{
    guint n = 0;
    for (guint i = 0; i < n_frames; i++) {
        harness_push(support_buffer(PLAIN, 1));
        n += gst_pad_check_reconfigure(harness->srcpad);
    }
    return n;
}

START_TEST(upstream_is_told_of_another_view_once)
{
    guint width, height, told = 0;
    start(DRAWN);
    push_and_count_reconfigures(1);
    ask(&width, &height);
    frs_reader_set_view(reader, 640, 480);
    while (told == 0) { /* not more often than some times a second */
        told += push_and_count_reconfigures(1);
        g_usleep(1000);
    }
    ck_assert_uint_eq(told, 1);
    g_usleep(G_USEC_PER_SEC / 2);
    ck_assert_uint_eq(push_and_count_reconfigures(100), 0); /* though it did not ask */
}
END_TEST

START_TEST(a_window_that_is_dragged_does_not_make_upstream_ask_with_every_frame)
{
    guint width, height;
    start(DRAWN);
    ask(&width, &height);
    guint told = 0;
    gint64 begin = g_get_monotonic_time();
    for (guint i = 1; i <= 1000; i++) {
        frs_reader_set_view(reader, 400 + i, 300 + i);
        told += push_and_count_reconfigures(1);
    }
    gint64 quarters = (g_get_monotonic_time() - begin) / (G_USEC_PER_SEC / 4) + 1;
    ck_assert_uint_le(told, quarters);
}
END_TEST

START_TEST(without_overlays_nobody_is_disturbed)
{
    guint width, height;
    start(PLAIN);
    push_and_count_reconfigures(1);
    ask(&width, &height);
    frs_reader_set_view(reader, 640, 480);
    g_usleep(G_USEC_PER_SEC / 2);
    ck_assert_uint_eq(push_and_count_reconfigures(10), 0);
}
END_TEST

/* Until text of another width than its rectangle comes. */
START_TEST(textoverlay_draws_at_the_size_of_the_window)
{
    frs_frame frame = {0};
    frs_overlays table = {0};
    GstElement *pipeline = support_pipeline(
        "videotestsrc ! " PLAIN
        " ! textoverlay text=Hello ! framesharesink name=sink stream=" STREAM " sync=false");
    GstElement *sink = support_element(pipeline, "sink");
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    frs_reader_set_view(reader, 1280, 960);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    do {
        frs_reader_release(reader, &frame);
        frs_reader_wait(reader, -1);
        ck_assert_int_eq(frs_reader_acquire_newest(reader, &frame), FRS_OK);
        ck_assert_int_eq(frs_overlays_read(&table, frame.overlay_data, frame.overlay_size), FRS_OK);
    } while (table.overlay[0].columns == table.overlay[0].width);
    ck_assert_uint_ge(table.overlay[0].columns, 4 * table.overlay[0].width - 4);
    ck_assert_uint_ge(table.overlay[0].rows, 4 * table.overlay[0].height - 4);
    frs_reader_release(reader, &frame);
    Stats counts = support_stats(sink);
    ck_assert_uint_eq(counts.copied, 0);
    ck_assert_uint_eq(counts.in_place, counts.published);
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

static Suite *view_suite(void)
{
    Suite *suite = suite_create("view");
    TCase *tests = checks_case(suite, "view", NULL, harness_tear_down, 0);
    tcase_add_test(tests, overlays_are_welcome_at_the_size_of_the_largest_view);
    tcase_add_test(tests, text_is_not_drawn_smaller_than_the_picture);
    tcase_add_test(tests, the_size_for_text_has_the_shape_of_the_picture);
    tcase_add_test(tests, no_view_is_larger_than_a_picture_may_be);
    tcase_add_test(tests, upstream_is_told_of_another_view_once);
    tcase_add_test(tests, a_window_that_is_dragged_does_not_make_upstream_ask_with_every_frame);
    tcase_add_test(tests, without_overlays_nobody_is_disturbed);
    tcase_add_test(tests, textoverlay_draws_at_the_size_of_the_window);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, view_suite);
}
