/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>

#include "harness.h"

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
    harness_use(sink, FORMAT);
    for (guint i = 0; i < 2; i++) {
        harness_push(harness_buffer_at((guint8)i, i * GST_SECOND));
        self->held[i] = harness_newest();
    }
    harness_push(harness_buffer_at(2, 2 * GST_SECOND));
}

static void disperse(Crowded *self)
{
    harness_tear_down();
    frs_writer_destroy(&self->writer);
}

START_TEST(without_a_free_slot_a_frame_is_dropped_and_counted)
{
    Crowded crowded;
    crowd(&crowded, FALSE);
    harness_push(harness_buffer_at(3, 3 * GST_SECOND));
    ck_assert_uint_eq(harness_stats().published, 3);
    ck_assert_uint_eq(harness_stats().dropped, 1);
    frs_reader_release(reader, &crowded.held[0]);
    harness_push(harness_buffer_at(4, 4 * GST_SECOND));
    ck_assert_uint_eq(harness_stats().published, 4);
    ck_assert_uint_eq(harness_stats().dropped, 1);
    disperse(&crowded);
}
END_TEST

static gpointer push_one(gpointer user)
{
    return GINT_TO_POINTER(gst_harness_push(harness, user));
}

/* Push it in another thread: likely in its wait now; right also if not. */
static GThread *push_and_wait(GstBuffer *buffer)
{
    GThread *thread = g_thread_new("push", push_one, buffer);
    g_usleep(20000);
    return thread;
}

static void check_flow(GThread *thread, GstFlowReturn flow)
{
    ck_assert_int_eq(GPOINTER_TO_INT(g_thread_join(thread)), flow);
}

START_TEST(without_a_free_slot_a_lossless_sink_waits_for_one)
{
    Crowded crowded;
    crowd(&crowded, TRUE);
    GThread *thread = push_and_wait(harness_buffer_at(3, 3 * GST_SECOND));
    ck_assert_uint_eq(harness_stats().published, 3);
    frs_reader_release(reader, &crowded.held[1]);
    check_flow(thread, GST_FLOW_OK);
    ck_assert_uint_eq(harness_stats().published, 4);
    ck_assert_uint_eq(harness_stats().dropped, 0);
    disperse(&crowded);
}
END_TEST

START_TEST(a_lossless_wait_ends_with_a_flush)
{
    Crowded crowded;
    crowd(&crowded, TRUE);
    GThread *thread = push_and_wait(harness_buffer_at(3, 3 * GST_SECOND));
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_start());
    check_flow(thread, GST_FLOW_FLUSHING);
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_stop(TRUE));
    disperse(&crowded);
}
END_TEST

START_TEST(a_lossless_wait_ends_with_the_state)
{
    Crowded crowded;
    crowd(&crowded, TRUE);
    GThread *thread = push_and_wait(harness_buffer_at(3, 3 * GST_SECOND));
    gst_element_set_state(harness->element, GST_STATE_NULL);
    check_flow(thread, GST_FLOW_FLUSHING);
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
    harness_use(sink, FORMAT);
    GThread *thread = push_and_wait(harness_buffer_at(1, 0));
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_start());
    check_flow(thread, GST_FLOW_FLUSHING);
    gst_pad_push_event(harness->srcpad, gst_event_new_flush_stop(TRUE));
    ck_assert_uint_eq(harness_stats().published, 0);
    /* And goes on after it. */
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    ck_assert(gst_harness_push_event(harness, gst_event_new_segment(&segment)));
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_OK);
    harness_push(harness_buffer_at(2, 0));
    frs_frame frame = harness_newest();
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
    harness_start();
    gchar *pid = g_strdup_printf("pid %d", (int)getpid());
    check_error(start_error("videotestsrc ! framesharesink stream=" STREAM),
                GST_RESOURCE_ERROR_BUSY, pid);
    g_free(pid);
    /* The first one has not noticed. */
    harness_push(harness_buffer_at(1, 0));
    frs_frame frame = harness_newest();
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
    harness_start();
    frs_reader_close(&reader);
    gst_element_set_state(harness->element, GST_STATE_NULL);
    ck_assert_int_eq(frs_reader_open(&reader, STREAM, NULL), FRS_ENOENT);
    ck_assert_ptr_null(start_error("videotestsrc ! framesharesink stream=" STREAM));
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
        frs_frame frame = harness_newest();
        ck_assert_uint_eq(frame.sequence, 5 * i);
        frs_reader_release(reader, &frame);
    }
    harness_check_nothing_newer();
    frs_writer_destroy(&writer);
}
END_TEST

static Suite *sink_suite(void)
{
    Suite *suite = suite_create("sink");
    TCase *tcase = checks_case(suite, "sink", NULL, harness_tear_down, 0);
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
    tcase_add_test(tcase, a_given_writer_outlives_the_pipelines);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, sink_suite);
}
