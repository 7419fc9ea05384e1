/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include "support.h"

#define FORMAT "video/x-raw,format=I420,width=64,height=48,framerate=25/1"
#define STREAM "sink"

static GstHarness *harness;
static frs_reader *reader;

/* A playing sink that shows what it gets at once. Takes `sink`. */
static void harness_sink(GstElement *sink, const char *caps)
{
    g_object_set(sink, "sync", FALSE, NULL);
    harness = gst_harness_new_with_element(sink, "sink", NULL);
    gst_object_unref(sink);
    gst_harness_set_src_caps_str(harness, caps);
}

static void start_with(const char *caps)
{
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "stream", STREAM, NULL);
    harness_sink(sink, caps);
}

static void start(void)
{
    start_with(FORMAT);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
}

static void tear_down(void)
{
    support_clean_up();
    frs_reader_close(&reader);
    g_clear_pointer(&harness, gst_harness_teardown);
}

static Stats stats(void)
{
    return support_stats(harness->element);
}

static GstBuffer *buffer_at(guint8 value, GstClockTime pts)
{
    GstBuffer *buffer = support_buffer(FORMAT, value);
    GST_BUFFER_PTS(buffer) = pts;
    return buffer;
}

static void push(GstBuffer *buffer)
{
    ck_assert_int_eq(gst_harness_push(harness, buffer), GST_FLOW_OK);
}

static frs_frame newest(void)
{
    frs_frame frame;
    int error = frs_reader_acquire_newest(reader, &frame);
    ck_assert_msg(error == FRS_OK, "%s", frs_error_message());
    return frame;
}

static void check_nothing_newer(void)
{
    frs_frame frame;
    ck_assert_int_eq(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
}

/* ---- frames ---- */

START_TEST(a_frame_in_other_memory_is_copied_once)
{
    start();
    push(buffer_at(77, 0));
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.info.width, 64);
    ck_assert_uint_eq(frame.info.height, 48);
    ck_assert_uint_eq(frame.info.stride[1], 64);
    for (guint p = 0; p < 3; p++)
        ck_assert_uint_eq(frame.data[frame.info.offset[p]], 77);
    frs_reader_release(reader, &frame);
    ck_assert_uint_eq(stats().copied, 1);
    ck_assert_uint_eq(stats().in_place, 0);
    ck_assert_uint_eq(stats().published, 1);
    ck_assert_uint_eq(stats().readers, 1);
}
END_TEST

START_TEST(a_frame_of_the_proposed_pool_is_published_where_it_is)
{
    GstBuffer *buffer = NULL;
    start();
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
    push(buffer);
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.data[frame.info.offset[2]], 88);
    frs_reader_release(reader, &frame);
    ck_assert_uint_eq(stats().in_place, 1);
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
    frs_frame frame = newest();
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
        frs_frame frame = newest();
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
    start();
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
    start();
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = 10 * GST_SECOND;
    segment.time = 3 * GST_SECOND;
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    GstBuffer *buffer = buffer_at(0, 11 * GST_SECOND);
    GST_BUFFER_DURATION(buffer) = 40 * GST_MSECOND;
    push(buffer);
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.info.pts, 4 * GST_SECOND);
    ck_assert_uint_eq(frame.info.duration, 40 * GST_MSECOND);
    ck_assert_uint_gt(frame.info.decoded_at, 0);
    ck_assert_uint_le(frame.info.decoded_at, frame.info.published_at);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(without_times_they_are_unknown)
{
    GstSegment segment;
    start();
    gst_segment_init(&segment, GST_FORMAT_BYTES);
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    push(support_buffer(FORMAT, 0));
    frs_frame frame = newest();
    ck_assert(frame.info.pts == FRS_TIME_NONE);
    ck_assert(frame.info.duration == FRS_TIME_NONE);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(the_crop_travels_with_the_frame)
{
    start();
    GstBuffer *buffer = buffer_at(0, 0);
    GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta(buffer);
    crop->x = 2;
    crop->y = 4;
    crop->width = 50;
    crop->height = 40;
    push(buffer);
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.info.crop_x, 2);
    ck_assert_uint_eq(frame.info.crop_y, 4);
    ck_assert_uint_eq(frame.info.crop_width, 50);
    ck_assert_uint_eq(frame.info.crop_height, 40);
    ck_assert_uint_eq(frame.info.width, 64);
    frs_reader_release(reader, &frame);
    push(buffer_at(0, GST_SECOND));
    frame = newest();
    ck_assert_uint_eq(frame.info.crop_width, 0);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_crop_outside_of_the_picture_is_ignored)
{
    start();
    GstBuffer *buffer = buffer_at(0, 0);
    GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta(buffer);
    crop->x = 20;
    crop->width = 50;
    crop->height = 40;
    push(buffer);
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.info.crop_x, 0);
    ck_assert_uint_eq(frame.info.crop_width, 0);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_buffer_without_its_picture_is_an_error)
{
    start();
    GstBus *bus = gst_bus_new();
    gst_element_set_bus(harness->element, bus);
    ck_assert_int_eq(gst_harness_push(harness, gst_buffer_new_allocate(NULL, 10, NULL)),
                     GST_FLOW_ERROR);
    GError *error = NULL;
    GstMessage *message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    ck_assert_ptr_nonnull(message);
    gst_message_parse_error(message, &error, NULL);
    ck_assert(g_error_matches(error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT));
    g_error_free(error);
    gst_message_unref(message);
    gst_element_set_bus(harness->element, NULL);
    gst_object_unref(bus);
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
    push(buffer_at(0, pts += GST_SECOND));
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.info.orientation, expected);
    frs_reader_release(reader, &frame);
}

START_TEST(the_orientation_tag_travels_with_the_frames)
{
    start();
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

START_TEST(colour_of_the_caps_travels_with_the_frames)
{
    start_with(FORMAT ",colorimetry=bt709,chroma-site=mpeg2,pixel-aspect-ratio=4/3");
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    push(buffer_at(0, 0));
    frs_frame frame = newest();
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
    start_with("video/x-raw,format=RGBA,width=3,height=3,framerate=25/1");
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, 64, NULL);
    for (guint row = 0; row < 3; row++)
        gst_buffer_memset(buffer, 11 + row * 12, (guint8)row, 12);
    gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_RGBA, 3, 3,
                                   1, offset, stride);
    push(buffer);
    frs_frame frame = newest();
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
    start();
    push(buffer_at(1, 0));
    frs_frame small = newest();
    gst_harness_set_src_caps_str(harness,
                                 "video/x-raw,format=NV12,width=100,height=50,framerate=25/1");
    push(support_buffer("video/x-raw,format=NV12,width=100,height=50", 2));
    frs_frame large = newest();
    ck_assert_uint_eq(small.info.width, 64);
    ck_assert_uint_eq(small.data[small.info.offset[0]], 1);
    ck_assert_uint_eq(large.info.width, 100);
    ck_assert_uint_eq(large.info.format, FRS_FORMAT_NV12);
    ck_assert_uint_eq(large.data[large.info.offset[1]], 2);
    frs_reader_release(reader, &small);
    frs_reader_release(reader, &large);
}
END_TEST

/* ---- no slot ---- */

typedef struct Crowded {
    frs_writer *writer;
    frs_frame held[2];
} Crowded;

/* A sink on a stream of three slots; with the newest frame's, all are in use. */
static void crowd(Crowded *self, gboolean lossless)
{
    frs_writer_options options = {.max_slots = 3};
    ck_assert_int_eq(frs_writer_create(&self->writer, "crowded", &options), FRS_OK);
    ck_assert_int_eq(frs_reader_open(&reader, "crowded", NULL), FRS_OK);
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "writer", self->writer, "lossless", lossless, "enable-last-sample", FALSE,
                 NULL);
    harness_sink(sink, FORMAT);
    for (guint i = 0; i < 2; i++) {
        push(buffer_at((guint8)i, i * GST_SECOND));
        self->held[i] = newest();
    }
    push(buffer_at(2, 2 * GST_SECOND));
}

static void disperse(Crowded *self)
{
    tear_down();
    frs_writer_destroy(&self->writer);
}

START_TEST(without_a_free_slot_a_frame_is_dropped_and_counted)
{
    Crowded crowded;
    crowd(&crowded, FALSE);
    push(buffer_at(3, 3 * GST_SECOND));
    ck_assert_uint_eq(stats().published, 3);
    ck_assert_uint_eq(stats().dropped, 1);
    frs_reader_release(reader, &crowded.held[0]);
    push(buffer_at(4, 4 * GST_SECOND));
    ck_assert_uint_eq(stats().published, 4);
    ck_assert_uint_eq(stats().dropped, 1);
    disperse(&crowded);
}
END_TEST

static gpointer push_one(gpointer user)
{
    return GINT_TO_POINTER(gst_harness_push(harness, user));
}

START_TEST(without_a_free_slot_a_lossless_sink_waits_for_one)
{
    Crowded crowded;
    crowd(&crowded, TRUE);
    GThread *thread = g_thread_new("push", push_one, buffer_at(3, 3 * GST_SECOND));
    g_usleep(20000); /* likely in the wait now; right also if not */
    ck_assert_uint_eq(stats().published, 3);
    frs_reader_release(reader, &crowded.held[1]);
    ck_assert_int_eq(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_OK);
    ck_assert_uint_eq(stats().published, 4);
    ck_assert_uint_eq(stats().dropped, 0);
    disperse(&crowded);
}
END_TEST

START_TEST(a_lossless_wait_ends_with_a_flush)
{
    Crowded crowded;
    crowd(&crowded, TRUE);
    GThread *thread = g_thread_new("push", push_one, buffer_at(3, 3 * GST_SECOND));
    g_usleep(20000);
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_start());
    ck_assert_int_eq(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_FLUSHING);
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_stop(TRUE));
    disperse(&crowded);
}
END_TEST

START_TEST(a_lossless_wait_ends_with_the_state)
{
    Crowded crowded;
    crowd(&crowded, TRUE);
    GThread *thread = g_thread_new("push", push_one, buffer_at(3, 3 * GST_SECOND));
    g_usleep(20000);
    gst_element_set_state(harness->element, GST_STATE_NULL);
    ck_assert_int_eq(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_FLUSHING);
    disperse(&crowded);
}
END_TEST

START_TEST(lossless_switches_off_what_loses_frames_and_gives_it_back)
{
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    gboolean qos, qos_before;
    gint64 lateness, lateness_before;
    g_object_get(sink, "qos", &qos_before, "max-lateness", &lateness_before, NULL);
    ck_assert(qos_before);
    g_object_set(sink, "lossless", TRUE, NULL);
    g_object_set(sink, "lossless", TRUE, NULL);
    g_object_get(sink, "qos", &qos, "max-lateness", &lateness, NULL);
    ck_assert(!qos);
    ck_assert_int_eq(lateness, -1);
    g_object_set(sink, "lossless", FALSE, NULL);
    g_object_get(sink, "qos", &qos, "max-lateness", &lateness, NULL);
    ck_assert(qos);
    ck_assert_int_eq(lateness, lateness_before);
    gst_object_unref(sink);
}
END_TEST

/* ---- wait-for-connection ---- */

static GstElement *waiting_pipeline(GstElement **sink)
{
    GstElement *pipeline =
        support_pipeline("videotestsrc num-buffers=50 ! " FORMAT " ! framesharesink name=sink "
                         "stream=" STREAM " wait-for-connection=true lossless=true sync=false");
    *sink = support_element(pipeline, "sink");
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    return pipeline;
}

START_TEST(no_frame_goes_by_before_the_first_reader_is_there)
{
    guint missed;
    GstElement *sink, *pipeline = waiting_pipeline(&sink);
    ck_assert_uint_eq(support_stats(sink).published, 0);
    Collector *collector = support_collect(STREAM);
    gst_message_unref(support_wait(pipeline));
    gst_element_set_state(pipeline, GST_STATE_NULL);
    GArray *pictures = support_collect_end(collector, &missed);
    ck_assert_uint_eq(pictures->len, 50);
    ck_assert_uint_eq(missed, 0);
    ck_assert_uint_eq(g_array_index(pictures, Picture, 0).pts, 0);
    g_array_unref(pictures);
}
END_TEST

START_TEST(the_sink_goes_on_when_its_first_reader_has_left)
{
    GstElement *sink, *pipeline = waiting_pipeline(&sink);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    ck_assert_int_eq(frs_reader_wait(reader, -1), FRS_OK);
    frs_reader_close(&reader);
    GstMessage *message = support_wait(pipeline);
    support_check_end(message);
    gst_message_unref(message);
    ck_assert_uint_eq(support_stats(sink).published, 50);
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

START_TEST(a_waiting_sink_can_be_stopped)
{
    for (guint i = 0; i < 10; i++) {
        GstElement *sink, *pipeline = waiting_pipeline(&sink);
        if (i % 2)
            g_usleep(5000);
        gst_element_set_state(pipeline, GST_STATE_NULL);
        ck_assert_uint_eq(support_stats(sink).published, 0);
    }
}
END_TEST

START_TEST(a_waiting_sink_can_be_flushed)
{
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "stream", STREAM, "wait-for-connection", TRUE, NULL);
    harness_sink(sink, FORMAT);
    GThread *thread = g_thread_new("push", push_one, buffer_at(1, 0));
    g_usleep(20000);
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_start());
    ck_assert_int_eq(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_FLUSHING);
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_stop(TRUE));
    ck_assert_uint_eq(stats().published, 0);
    /* And goes on after it. */
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    push(buffer_at(2, 0));
    frs_frame frame = newest();
    ck_assert_uint_eq(frame.data[frame.info.offset[0]], 2);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_waiting_sink_can_be_paused_and_loses_nothing)
{
    guint missed;
    GstElement *sink, *pipeline = waiting_pipeline(&sink);
    for (guint i = 0; i < 5; i++) {
        gst_element_set_state(pipeline, GST_STATE_PAUSED);
        gst_element_set_state(pipeline, GST_STATE_PLAYING);
    }
    Collector *collector = support_collect(STREAM);
    gst_message_unref(support_wait(pipeline));
    gst_element_set_state(pipeline, GST_STATE_NULL);
    GArray *pictures = support_collect_end(collector, &missed);
    ck_assert_uint_eq(pictures->len, 50);
    g_array_unref(pictures);
}
END_TEST

/* ---- names and errors ---- */

/* The error that comes when `description` is started; NULL when none does. */
static GError *start_error(const char *description)
{
    GError *error = NULL;
    GstElement *pipeline = support_pipeline("%s", description);
    GstBus *bus = gst_element_get_bus(pipeline);
    GstStateChangeReturn started = gst_element_set_state(pipeline, GST_STATE_READY);
    GstMessage *message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    ck_assert_int_eq(started == GST_STATE_CHANGE_FAILURE, message != NULL);
    if (message) {
        gst_message_parse_error(message, &error, NULL);
        gst_message_unref(message);
    }
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(bus);
    return error;
}

static void check_error(GError *error, gint code, const char *says)
{
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(g_error_matches(error, GST_RESOURCE_ERROR, code), "%s", error->message);
    ck_assert_msg(strstr(error->message, says) != NULL, "\"%s\" does not say \"%s\"",
                  error->message, says);
    g_error_free(error);
}

START_TEST(a_bad_name_is_an_error_that_names_it)
{
    check_error(start_error("videotestsrc ! framesharesink stream=a/b"),
                GST_RESOURCE_ERROR_SETTINGS, "a/b");
}
END_TEST

START_TEST(a_second_sink_of_the_same_name_is_an_error_that_names_the_first)
{
    start();
    gchar *pid = g_strdup_printf("pid %d", (int)getpid());
    check_error(start_error("videotestsrc ! framesharesink stream=" STREAM),
                GST_RESOURCE_ERROR_BUSY, pid);
    g_free(pid);
    /* The first one has not noticed. */
    push(buffer_at(1, 0));
    frs_frame frame = newest();
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_folder_that_others_can_enter_is_an_error_that_names_it)
{
    const char *open = support_path("open");
    gchar *before = g_strdup(g_getenv("XDG_RUNTIME_DIR"));
    gchar *folder = g_build_filename(open, "frameshare", NULL);
    ck_assert_int_eq(g_mkdir_with_parents(folder, 0755), 0);
    ck_assert_int_eq(g_chmod(folder, 0755), 0);
    g_setenv("XDG_RUNTIME_DIR", open, TRUE);
    GError *error = start_error("videotestsrc ! framesharesink stream=x");
    g_setenv("XDG_RUNTIME_DIR", before, TRUE);
    check_error(error, GST_RESOURCE_ERROR_OPEN_WRITE, folder);
    g_free(folder);
    g_free(before);
}
END_TEST

START_TEST(without_a_name_the_stream_is_called_after_the_process)
{
    gchar *name = g_strdup_printf("gst_%d", (int)getpid());
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    ck_assert_int_eq(gst_element_set_state(sink, GST_STATE_READY), GST_STATE_CHANGE_SUCCESS);
    ck_assert_int_eq(frs_reader_open(&reader, name, NULL), FRS_OK);
    gst_element_set_state(sink, GST_STATE_NULL);
    gst_object_unref(sink);
    g_free(name);
}
END_TEST

START_TEST(the_name_is_free_again_in_state_null)
{
    start();
    frs_reader_close(&reader);
    gst_element_set_state(harness->element, GST_STATE_NULL);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_ENOENT);
    ck_assert_ptr_null(start_error("videotestsrc ! framesharesink stream=" STREAM));
}
END_TEST

START_TEST(other_formats_are_not_negotiated)
{
    start();
    gst_harness_set_src_caps_str(harness, "video/x-raw,format=v210,width=64,height=48,"
                                          "framerate=25/1");
    ck_assert_int_eq(gst_harness_push(harness, support_buffer(FORMAT, 0)), GST_FLOW_NOT_NEGOTIATED);
}
END_TEST

START_TEST(a_given_writer_outlives_the_pipelines)
{
    frs_writer *writer = NULL;
    ck_assert_int_eq(frs_writer_create(&writer, "given", NULL), FRS_OK);
    ck_assert_int_eq(frs_reader_open(&reader, "given", NULL), FRS_OK);
    for (guint i = 1; i <= 3; i++) {
        GstElement *pipeline = support_pipeline("videotestsrc num-buffers=5 ! " FORMAT
                                                " ! framesharesink name=sink sync=false");
        GstElement *sink = support_element(pipeline, "sink");
        g_object_set(sink, "writer", writer, NULL);
        gst_element_set_state(pipeline, GST_STATE_PLAYING);
        gst_message_unref(support_wait(pipeline));
        gst_element_set_state(pipeline, GST_STATE_NULL);
        ck_assert_uint_eq(support_stats(sink).published, 5 * i);
        /* The last picture stays. */
        frs_frame frame = newest();
        ck_assert_uint_eq(frame.sequence, 5 * i);
        frs_reader_release(reader, &frame);
    }
    check_nothing_newer();
    frs_writer_destroy(&writer);
}
END_TEST

static Suite *sink_suite(void)
{
    Suite *suite = suite_create("sink");
    TCase *tcase = tcase_create("sink");
    tcase_add_checked_fixture(tcase, NULL, tear_down);
    tcase_add_test(tcase, a_frame_in_other_memory_is_copied_once);
    tcase_add_test(tcase, a_frame_of_the_proposed_pool_is_published_where_it_is);
    tcase_add_test(tcase, a_frame_in_a_slot_of_another_stream_is_copied);
    tcase_add_test(tcase, the_prerolled_frame_is_published_once);
    tcase_add_test(tcase, a_window_that_opens_on_a_paused_stream_sees_its_picture);
    tcase_add_test(tcase, after_a_flushing_seek_the_new_frame_is_published_once);
    tcase_add_test(tcase, after_a_flush_upstream_asks_for_a_pool_again);
    tcase_add_test(tcase, times_are_stream_times);
    tcase_add_test(tcase, without_times_they_are_unknown);
    tcase_add_test(tcase, the_crop_travels_with_the_frame);
    tcase_add_test(tcase, a_crop_outside_of_the_picture_is_ignored);
    tcase_add_test(tcase, a_buffer_without_its_picture_is_an_error);
    tcase_add_test(tcase, the_orientation_tag_travels_with_the_frames);
    tcase_add_test(tcase, colour_of_the_caps_travels_with_the_frames);
    tcase_add_test(tcase, rows_as_the_video_meta_has_them_are_copied_right);
    tcase_add_test(tcase, a_change_of_size_needs_nothing_but_new_caps);
    tcase_add_test(tcase, without_a_free_slot_a_frame_is_dropped_and_counted);
    tcase_add_test(tcase, without_a_free_slot_a_lossless_sink_waits_for_one);
    tcase_add_test(tcase, a_lossless_wait_ends_with_a_flush);
    tcase_add_test(tcase, a_lossless_wait_ends_with_the_state);
    tcase_add_test(tcase, lossless_switches_off_what_loses_frames_and_gives_it_back);
    tcase_add_test(tcase, no_frame_goes_by_before_the_first_reader_is_there);
    tcase_add_test(tcase, the_sink_goes_on_when_its_first_reader_has_left);
    tcase_add_test(tcase, a_waiting_sink_can_be_stopped);
    tcase_add_test(tcase, a_waiting_sink_can_be_flushed);
    tcase_add_test(tcase, a_waiting_sink_can_be_paused_and_loses_nothing);
    tcase_add_test(tcase, a_bad_name_is_an_error_that_names_it);
    tcase_add_test(tcase, a_second_sink_of_the_same_name_is_an_error_that_names_the_first);
    tcase_add_test(tcase, a_folder_that_others_can_enter_is_an_error_that_names_it);
    tcase_add_test(tcase, without_a_name_the_stream_is_called_after_the_process);
    tcase_add_test(tcase, the_name_is_free_again_in_state_null);
    tcase_add_test(tcase, other_formats_are_not_negotiated);
    tcase_add_test(tcase, a_given_writer_outlives_the_pipelines);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, sink_suite);
}
