/* SPDX-License-Identifier: MIT */
#include <gst/video/video.h>

#include "harness.h"

/* ---- frames ---- */

START_TEST(a_frame_in_other_memory_is_copied_once)
{
    harness_start();
    harness_push(harness_buffer_at(77, 0));
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.width, 64);
    ck_assert_uint_eq(frame.info.height, 48);
    ck_assert_uint_eq(frame.info.stride[1], 32); /* as it came */
    for (guint p = 0; p < 3; p++)
        ck_assert_uint_eq(frame.data[frame.info.offset[p]], 77);
    frs_reader_release(reader, &frame);
    ck_assert_uint_eq(harness_stats().copied, 1);
    ck_assert_uint_eq(harness_stats().in_place, 0);
    ck_assert_uint_eq(harness_stats().published, 1);
    ck_assert_uint_eq(harness_stats().readers, 1);
}
END_TEST

START_TEST(a_frame_of_the_proposed_pool_is_published_where_it_is)
{
    GstBuffer *buffer = NULL;
    harness_start();
    GstCaps *caps = gst_caps_from_string(FORMAT);
    GstQuery *query = gst_query_new_allocation(caps, TRUE);
    gst_caps_unref(caps);
    ck_assert(gst_pad_peer_query(harness->srcpad, query));
    ck_assert_uint_eq(gst_query_get_n_allocation_pools(query), 1);
    ck_assert(gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, NULL));
    ck_assert(gst_query_find_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, NULL));
    GstBufferPool *pool;
    guint size, min, max;
    gst_query_parse_nth_allocation_pool(query, 0, &pool, &size, &min, &max);
    ck_assert_uint_eq(max, 0);
    ck_assert(gst_buffer_pool_has_option(pool, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT));
    ck_assert(gst_buffer_pool_set_active(pool, TRUE));
    ck_assert_int_eq(gst_buffer_pool_acquire_buffer(pool, &buffer, NULL), GST_FLOW_OK);
    gst_buffer_memset(buffer, 0, 88, size);
    harness_push(buffer);
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.data[frame.info.offset[2]], 88);
    frs_reader_release(reader, &frame);
    ck_assert_uint_eq(harness_stats().in_place, 1);
    gst_buffer_pool_set_active(pool, FALSE);
    gst_object_unref(pool);
    gst_query_unref(query);
}
END_TEST

START_TEST(a_frame_in_a_slot_of_another_stream_is_copied)
{
    GstElement *pipeline = support_pipeline(
        "videotestsrc num-buffers=20 ! " FORMAT " ! tee name=t ! framesharesink name=a stream=a "
        "sync=false async=false t. ! framesharesink name=b stream=b sync=false async=false");
    GstElement *a = support_element(pipeline, "a");
    GstElement *b = support_element(pipeline, "b");
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstMessage *message = support_wait(pipeline);
    support_check_end(message);
    gst_message_unref(message);
    Stats of_a = support_stats(a), of_b = support_stats(b);
    ck_assert_uint_eq(of_a.published, 20);
    ck_assert_uint_eq(of_b.published, 20);
    ck_assert_uint_ge(of_a.copied + of_b.copied, 20);
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

START_TEST(the_prerolled_frame_is_published_once)
{
    GstElement *pipeline =
        support_pipeline("videotestsrc num-buffers=10 ! " FORMAT
                         " ! framesharesink name=sink stream=" STREAM " sync=false");
    GstElement *sink = support_element(pipeline, "sink");
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    ck_assert_int_eq(gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
                     GST_STATE_CHANGE_SUCCESS);
    ck_assert_uint_eq(support_stats(sink).published, 1);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    gst_message_unref(support_wait(pipeline));
    ck_assert_uint_eq(support_stats(sink).published, 10);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    ck_assert_uint_eq(support_stats(sink).published, 10);
}
END_TEST

START_TEST(a_window_that_opens_on_a_paused_stream_sees_its_picture)
{
    GstElement *pipeline =
        support_pipeline("videotestsrc ! " FORMAT " ! framesharesink stream=" STREAM);
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.pts, 0);
    frs_reader_release(reader, &frame);
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

START_TEST(after_a_flushing_seek_the_new_frame_is_published_once)
{
    GstElement *pipeline =
        support_pipeline("videotestsrc ! " FORMAT " ! framesharesink name=sink stream=" STREAM);
    GstElement *sink = support_element(pipeline, "sink");
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    for (guint i = 1; i <= 20; i++) {
        ck_assert(gst_element_seek_simple(pipeline, GST_FORMAT_TIME,
                                          GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                          i * GST_SECOND));
        gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
        frs_frame frame = harness_newest();
        ck_assert_uint_eq(frame.info.pts, i * GST_SECOND);
        frs_reader_release(reader, &frame);
        ck_assert_uint_eq(support_stats(sink).published, i + 1);
    }
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

/* It may have asked for a pool while the flush let no answer through. */
START_TEST(after_a_flush_upstream_asks_for_a_pool_again)
{
    harness_start();
    gst_pad_check_reconfigure(harness->srcpad);
    ck_assert(gst_harness_push_event(harness, gst_event_new_flush_start()));
    ck_assert(gst_harness_push_event(harness, gst_event_new_flush_stop(TRUE)));
    ck_assert(gst_pad_check_reconfigure(harness->srcpad));
}
END_TEST

/* ---- what a frame says of itself ---- */

START_TEST(times_are_stream_times)
{
    GstSegment segment;
    harness_start();
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = 10 * GST_SECOND;
    segment.time = 3 * GST_SECOND;
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    GstBuffer *buffer = harness_buffer_at(0, 11 * GST_SECOND);
    GST_BUFFER_DURATION(buffer) = 40 * GST_MSECOND;
    harness_push(buffer);
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.pts, 4 * GST_SECOND);
    ck_assert_uint_eq(frame.info.duration, 40 * GST_MSECOND);
    ck_assert_uint_gt(frame.info.decoded_at, 0);
    ck_assert_uint_le(frame.info.decoded_at, frame.info.published_at);
    frs_reader_release(reader, &frame);
}
END_TEST

/* Of 40 ms each, after a seek to where they begin; times in milliseconds. */
static const struct {
    guint duration, begin;
} firsts[] = {
    {40, 1000}, {30, 990}, {1, 961}, {39, 1000} /* whole milliseconds in the file */, {41, 1000}};

START_TEST(a_frame_that_a_seek_cut_off_has_its_own_begin)
{
    GstSegment segment;
    harness_start();
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = segment.time = GST_SECOND;
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    GstBuffer *buffer = harness_buffer_at(0, GST_SECOND);
    GST_BUFFER_DURATION(buffer) = firsts[_i].duration * GST_MSECOND;
    harness_push(buffer);
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.pts, firsts[_i].begin * GST_MSECOND);
    ck_assert_uint_eq(frame.info.pts + frame.info.duration,
                      GST_SECOND + firsts[_i].duration * GST_MSECOND);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(without_times_they_are_unknown)
{
    GstSegment segment;
    harness_start();
    gst_segment_init(&segment, GST_FORMAT_BYTES);
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    harness_push(support_buffer(FORMAT, 0));
    frs_frame frame = harness_newest();
    ck_assert(frame.info.pts == FRS_TIME_NONE);
    ck_assert(frame.info.duration == FRS_TIME_NONE);
    frs_reader_release(reader, &frame);
}
END_TEST

static frs_frame push_cropped(guint x, guint y, guint width, guint height)
{
    GstBuffer *buffer = harness_buffer_at(0, 0);
    GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta(buffer);
    crop->x = x;
    crop->y = y;
    crop->width = width;
    crop->height = height;
    harness_push(buffer);
    return harness_newest();
}

START_TEST(the_crop_travels_with_the_frame)
{
    harness_start();
    frs_frame frame = push_cropped(2, 4, 50, 40);
    ck_assert_uint_eq(frame.info.crop_x, 2);
    ck_assert_uint_eq(frame.info.crop_y, 4);
    ck_assert_uint_eq(frame.info.crop_width, 50);
    ck_assert_uint_eq(frame.info.crop_height, 40);
    ck_assert_uint_eq(frame.info.width, 64);
    frs_reader_release(reader, &frame);
    harness_push(harness_buffer_at(0, GST_SECOND));
    frame = harness_newest();
    ck_assert_uint_eq(frame.info.crop_width, 0);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_crop_outside_of_the_picture_is_ignored)
{
    harness_start();
    frs_frame frame = push_cropped(20, 0, 50, 40);
    ck_assert_uint_eq(frame.info.crop_x, 0);
    ck_assert_uint_eq(frame.info.crop_width, 0);
    frs_reader_release(reader, &frame);
}
END_TEST

static void push_orientation(const char *value)
{
    GstTagList *tags = gst_tag_list_new(GST_TAG_IMAGE_ORIENTATION, value, NULL);
    ck_assert(gst_harness_push_event(harness, gst_event_new_tag(tags)));
}

static void check_orientation(guint expected)
{
    static GstClockTime pts;
    harness_push(harness_buffer_at(0, pts += GST_SECOND));
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.orientation, expected);
    frs_reader_release(reader, &frame);
}

START_TEST(the_orientation_tag_travels_with_the_frames)
{
    harness_start();
    check_orientation(FRS_ORIENTATION_0);
    push_orientation("rotate-90");
    check_orientation(FRS_ORIENTATION_90);
    push_orientation("flip-rotate-270");
    check_orientation(FRS_ORIENTATION_FLIP_270);
    /* Other tags leave it. */
    ck_assert(gst_harness_push_event(
        harness, gst_event_new_tag(gst_tag_list_new(GST_TAG_TITLE, "film", NULL))));
    check_orientation(FRS_ORIENTATION_FLIP_270);
    /* It is the stream's. */
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    ck_assert(gst_harness_push_event(harness, gst_event_new_stream_start("next")));
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    check_orientation(FRS_ORIENTATION_0);
}
END_TEST

static void set_direction(GstVideoOrientationMethod direction)
{
    g_object_set(harness->element, "video-direction", direction, NULL);
}

START_TEST(a_direction_that_is_set_goes_before_the_tag)
{
    GstVideoOrientationMethod direction;
    harness_start();
    ck_assert(GST_IS_VIDEO_DIRECTION(harness->element));
    g_object_get(harness->element, "video-direction", &direction, NULL);
    ck_assert_int_eq(direction, GST_VIDEO_ORIENTATION_AUTO);
    push_orientation("rotate-90");
    set_direction(GST_VIDEO_ORIENTATION_180);
    check_orientation(FRS_ORIENTATION_180);
    set_direction(GST_VIDEO_ORIENTATION_IDENTITY);
    check_orientation(FRS_ORIENTATION_0);
    set_direction(GST_VIDEO_ORIENTATION_AUTO);
    check_orientation(FRS_ORIENTATION_90);
}
END_TEST

static void count(guint *changes)
{
    (*changes)++;
}

static void check_published(GstVideoOrientationMethod expected)
{
    GstVideoOrientationMethod direction;
    g_object_get(harness->element, "published-direction", &direction, NULL);
    ck_assert_int_eq(direction, expected);
}

START_TEST(the_published_direction_changes_with_a_frame_and_not_with_a_tag)
{
    guint changes = 0;
    harness_start();
    g_signal_connect_swapped(harness->element, "notify::published-direction", G_CALLBACK(count),
                             &changes);
    push_orientation("rotate-90");
    check_published(GST_VIDEO_ORIENTATION_IDENTITY);
    check_orientation(FRS_ORIENTATION_90);
    check_published(GST_VIDEO_ORIENTATION_90R);
    ck_assert_uint_eq(changes, 1);
    /* As demuxers do after a seek. */
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    ck_assert(gst_harness_push_event(harness, gst_event_new_stream_start("again")));
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    push_orientation("rotate-90");
    check_orientation(FRS_ORIENTATION_90);
    check_published(GST_VIDEO_ORIENTATION_90R);
    ck_assert_uint_eq(changes, 1);
    set_direction(GST_VIDEO_ORIENTATION_180);
    check_published(GST_VIDEO_ORIENTATION_180);
    ck_assert_uint_eq(changes, 2);
}
END_TEST

START_TEST(a_picture_that_stands_is_shown_again_the_new_way_up)
{
    harness_start();
    check_orientation(FRS_ORIENTATION_0);
    set_direction(GST_VIDEO_ORIENTATION_90L);
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.orientation, FRS_ORIENTATION_270);
    frs_reader_release(reader, &frame);
    /* Not when nothing changes, and not to those who take every frame. */
    set_direction(GST_VIDEO_ORIENTATION_90L);
    harness_check_nothing_newer();
    g_object_set(harness->element, "lossless", TRUE, NULL);
    set_direction(GST_VIDEO_ORIENTATION_180);
    harness_check_nothing_newer();
    check_orientation(FRS_ORIENTATION_180);
}
END_TEST

START_TEST(colour_of_the_caps_travels_with_the_frames)
{
    harness_start_with(FORMAT ",colorimetry=bt709,chroma-site=mpeg2,pixel-aspect-ratio=4/3");
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    harness_push(harness_buffer_at(0, 0));
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.range, FRS_RANGE_LIMITED);
    ck_assert_uint_eq(frame.info.matrix, FRS_MATRIX_BT709);
    ck_assert_uint_eq(frame.info.chroma_site, FRS_CHROMA_LEFT);
    ck_assert_uint_eq(frame.info.par_n, 4);
    ck_assert_uint_eq(frame.info.fps_n, 25);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(rows_as_the_video_meta_has_them_are_copied_right)
{
    /* Rows from last to first, as some sources have them, and an odd offset. */
    gsize offset[4] = {11 + 2 * 3 * 4};
    gint stride[4] = {-4 * 3};
    harness_start_with("video/x-raw,format=RGBA,width=3,height=3,framerate=25/1");
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, 64, NULL);
    for (guint row = 0; row < 3; row++)
        gst_buffer_memset(buffer, 11 + row * 12, (guint8)row, 12);
    gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_RGBA, 3, 3,
                                   1, offset, stride);
    harness_push(buffer);
    frs_frame frame = harness_newest();
    ck_assert_uint_eq(frame.info.stride[0], 12);
    for (guint row = 0; row < 3; row++) {
        ck_assert_uint_eq(frame.data[frame.info.offset[0] + row * 12], 2 - row);
        ck_assert_uint_eq(frame.data[frame.info.offset[0] + row * 12 + 11], 2 - row);
    }
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_change_of_size_needs_nothing_but_new_caps)
{
    harness_start();
    harness_push(harness_buffer_at(1, 0));
    frs_frame small = harness_newest();
    gst_harness_set_src_caps_str(harness,
                                 "video/x-raw,format=NV12,width=100,height=50,framerate=25/1");
    harness_push(support_buffer("video/x-raw,format=NV12,width=100,height=50", 2));
    frs_frame large = harness_newest();
    ck_assert_uint_eq(small.info.width, 64);
    ck_assert_uint_eq(small.data[small.info.offset[0]], 1);
    ck_assert_uint_eq(large.info.width, 100);
    ck_assert_uint_eq(large.info.format, FRS_FORMAT_NV12);
    ck_assert_uint_eq(large.data[large.info.offset[1]], 2);
    frs_reader_release(reader, &small);
    frs_reader_release(reader, &large);
}
END_TEST

static Suite *publisher_suite(void)
{
    Suite *suite = suite_create("publisher");
    TCase *tcase = checks_case(suite, "publisher", NULL, harness_tear_down, 0);
    tcase_add_test(tcase, a_frame_in_other_memory_is_copied_once);
    tcase_add_test(tcase, a_frame_of_the_proposed_pool_is_published_where_it_is);
    tcase_add_test(tcase, a_frame_in_a_slot_of_another_stream_is_copied);
    tcase_add_test(tcase, the_prerolled_frame_is_published_once);
    tcase_add_test(tcase, a_window_that_opens_on_a_paused_stream_sees_its_picture);
    tcase_add_test(tcase, after_a_flushing_seek_the_new_frame_is_published_once);
    tcase_add_test(tcase, after_a_flush_upstream_asks_for_a_pool_again);
    tcase_add_test(tcase, times_are_stream_times);
    tcase_add_loop_test(tcase, a_frame_that_a_seek_cut_off_has_its_own_begin, 0,
                        G_N_ELEMENTS(firsts));
    tcase_add_test(tcase, without_times_they_are_unknown);
    tcase_add_test(tcase, the_crop_travels_with_the_frame);
    tcase_add_test(tcase, a_crop_outside_of_the_picture_is_ignored);
    tcase_add_test(tcase, the_orientation_tag_travels_with_the_frames);
    tcase_add_test(tcase, a_direction_that_is_set_goes_before_the_tag);
    tcase_add_test(tcase, the_published_direction_changes_with_a_frame_and_not_with_a_tag);
    tcase_add_test(tcase, a_picture_that_stands_is_shown_again_the_new_way_up);
    tcase_add_test(tcase, colour_of_the_caps_travels_with_the_frames);
    tcase_add_test(tcase, rows_as_the_video_meta_has_them_are_copied_right);
    tcase_add_test(tcase, a_change_of_size_needs_nothing_but_new_caps);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, publisher_suite);
}
