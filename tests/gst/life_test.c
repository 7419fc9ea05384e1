/* SPDX-License-Identifier: MIT */
/* States, flushes and ends in every order: nothing hangs, and nothing is left behind. */
#include "support.h"

#include <dirent.h>
#include <string.h>

#define PLAIN "video/x-raw,format=I420,width=320,height=240,framerate=100/1"

static const char *clip(void)
{
    return support_clip("life.mkv", "videotestsrc num-buffers=200 pattern=ball ! " PLAIN
                                    " ! x264enc threads=2 speed-preset=ultrafast bframes=2 "
                                    "key-int-max=20 ! h264parse ! matroskamux");
}

static GstElement *film(const char *decoder, const char *sink_options, GstElement **sink)
{
    GstElement *pipeline =
        support_pipeline("filesrc location=%s ! matroskademux ! h264parse ! %s ! "
                         "framesharesink name=sink stream=life %s",
                         clip(), decoder, sink_options);
    *sink = support_element(pipeline, "sink");
    return pipeline;
}

static guint open_files(void)
{
    guint n = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (readdir(directory))
        n++;
    closedir(directory);
    return n;
}

/* Mappings of our segments: a memfd, or with the POSIX build a file in /dev/shm that is gone. */
static guint mappings(void)
{
    guint n = 0;
    gchar *maps = NULL;
    ck_assert(g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    gchar **lines = g_strsplit(maps, "\n", 0);
    for (gchar **line = lines; *line; line++)
        n += strstr(*line, "memfd:frameshare-") || strstr(*line, "shm/frameshare-");
    g_strfreev(lines);
    g_free(maps);
    return n;
}

static void play_a_while(GstElement *pipeline, guint round)
{
    static const GstState states[] = {GST_STATE_PLAYING, GST_STATE_PAUSED, GST_STATE_READY};
    gst_element_set_state(pipeline, states[round % 3]);
    if (round % 2) /* also while it is still on its way */
        gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    if (round % 5 == 0)
        g_usleep(10000);
    gst_element_set_state(pipeline, GST_STATE_NULL);
}

START_TEST(state_cycles_leave_no_file_and_no_mapping)
{
    GstElement *sink, *pipeline = film("avdec_h264 max-threads=2", "", &sink);
    play_a_while(pipeline, 0);
    guint files = open_files();
    ck_assert_uint_eq(mappings(), 0);
    for (guint i = 0; i < 50; i++) {
        play_a_while(pipeline, i);
        ck_assert_uint_eq(mappings(), 0);
        ck_assert_uint_eq(open_files(), files);
    }
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

START_TEST(a_running_pipeline_does_use_mappings)
{
    GstElement *sink, *pipeline = film("avdec_h264 max-threads=2", "", &sink);
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    ck_assert_uint_ge(mappings(), 2); /* control and a slot: so the test above counts something */
    gst_element_set_state(pipeline, GST_STATE_NULL);
    ck_assert_uint_eq(mappings(), 0);
}
END_TEST

START_TEST(readers_over_state_cycles_end_with_each_stream)
{
    for (guint i = 0; i < 10; i++) {
        guint changed;
        GstElement *sink, *pipeline = film("avdec_h264 max-threads=2", "sync=false", &sink);
        gst_element_set_state(pipeline, GST_STATE_READY);
        Holder *holder = support_hold("life", 4);
        gst_element_set_state(pipeline, GST_STATE_PLAYING);
        if (i % 2)
            gst_message_unref(support_wait(pipeline));
        gst_element_set_state(pipeline, GST_STATE_NULL);
        support_hold_end(holder, &changed);
        ck_assert_uint_eq(changed, 0);
    }
    ck_assert_uint_eq(mappings(), 0);
}
END_TEST

/* Seeks while playing, without waiting for one before the next. */
static void seek_about(const char *decoder, const char *sink_options)
{
    guint changed;
    GstElement *sink, *pipeline = film(decoder, sink_options, &sink);
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    Holder *holder = support_hold("life", 12);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    for (guint i = 0; i < 40; i++) {
        ck_assert(gst_element_seek_simple(pipeline, GST_FORMAT_TIME,
                                          GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                          (i * 7 % 19) * 100 * GST_MSECOND));
        if (i % 4 == 0)
            gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
        if (i % 3 == 0)
            g_usleep(3000);
    }
    GstMessage *message = support_wait(pipeline);
    support_check_end(message);
    gst_message_unref(message);
    Stats stats = support_stats(sink);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    ck_assert_uint_gt(support_hold_end(holder, &changed), 0);
    ck_assert_uint_eq(changed, 0);
    ck_assert_uint_gt(stats.published, 0);
    ck_assert_uint_eq(stats.published, stats.in_place);
}

START_TEST(flushing_seeks_stay_in_place_and_change_no_held_frame)
{
    seek_about("avdec_h264 max-threads=4", "");
    seek_about("avdec_h264 max-threads=2 ! queue", "lossless=true sync=false");
    seek_about("openh264dec", "");
}
END_TEST

/* An every-frame reader that takes nothing keeps a lossless sink in publish. */
static frs_reader *stuck_reader(void)
{
    frs_reader *reader = NULL;
    frs_reader_options options = {.every_frame = true, .history = 1};
    ck_assert_int_eq(frs_reader_open(&reader, "life", &options), FRS_OK);
    return reader;
}

START_TEST(a_sink_that_waits_in_publish_can_be_flushed_paused_and_stopped)
{
    for (guint i = 0; i < 10; i++) {
        GstElement *sink,
            *pipeline = film("avdec_h264 max-threads=2", "lossless=true sync=false", &sink);
        gst_element_set_state(pipeline, GST_STATE_READY);
        frs_reader *reader = stuck_reader();
        gst_element_set_state(pipeline, GST_STATE_PLAYING);
        gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
        if (i % 3 == 0)
            ck_assert(gst_element_seek_simple(pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
                                              500 * GST_MSECOND));
        if (i % 3 == 1) {
            gst_element_set_state(pipeline, GST_STATE_PAUSED);
            gst_element_set_state(pipeline, GST_STATE_PLAYING);
        }
        g_usleep(2000 * (i % 2));
        gst_element_set_state(pipeline, GST_STATE_NULL);
        ck_assert_uint_le(support_stats(sink).published, 2);
        frs_reader_close(&reader);
    }
}
END_TEST

START_TEST(a_lossless_sink_goes_on_when_the_reader_it_waits_for_dies)
{
    GstElement *sink,
        *pipeline = film("avdec_h264 max-threads=2", "lossless=true sync=false", &sink);
    gst_element_set_state(pipeline, GST_STATE_READY);
    frs_reader *reader = stuck_reader();
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    frs_reader_close(&reader);
    GstMessage *message = support_wait(pipeline);
    support_check_end(message);
    gst_message_unref(message);
    ck_assert_uint_eq(support_stats(sink).published, 200);
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
END_TEST

START_TEST(buffers_may_outlive_the_sink)
{
    GstSample *sample = NULL;
    GstElement *sink, *pipeline = film("avdec_h264 max-threads=2", "", &sink);
    gst_element_set_state(pipeline, GST_STATE_PAUSED);
    gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    g_object_get(sink, "last-sample", &sample, NULL);
    ck_assert_ptr_nonnull(sample);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    GstMapInfo map;
    GstBuffer *buffer = gst_sample_get_buffer(sample);
    ck_assert(gst_buffer_map(buffer, &map, GST_MAP_READ));
    guint sum = 0;
    for (gsize i = 0; i < map.size; i++)
        sum += map.data[i];
    ck_assert_uint_gt(sum, 0);
    gst_buffer_unmap(buffer, &map);
    gst_sample_unref(sample);
    ck_assert_uint_eq(mappings(), 0);
}
END_TEST

START_TEST(a_film_in_playbin_is_in_place)
{
    gchar *uri = g_filename_to_uri(clip(), NULL, NULL);
    GstElement *playbin = support_pipeline("playbin3 uri=%s", uri);
    GstElement *sink = gst_element_factory_make("framesharesink", NULL);
    g_object_set(sink, "stream", "life", "lossless", TRUE, "sync", FALSE, NULL);
    g_object_set(playbin, "video-sink", sink, NULL);
    gst_element_set_state(playbin, GST_STATE_PLAYING);
    GstMessage *message = support_wait(playbin);
    support_check_end(message);
    gst_message_unref(message);
    Stats stats = support_stats(sink);
    ck_assert_uint_eq(stats.published, 200);
    ck_assert_uint_eq(stats.in_place, 200);
    g_free(uri);
}
END_TEST

static Suite *life_suite(void)
{
    Suite *suite = suite_create("life");
    TCase *tcase = checks_case(suite, "life", NULL, support_clean_up, 0);
    tcase_add_test(tcase, state_cycles_leave_no_file_and_no_mapping);
    tcase_add_test(tcase, a_running_pipeline_does_use_mappings);
    tcase_add_test(tcase, readers_over_state_cycles_end_with_each_stream);
    tcase_add_test(tcase, flushing_seeks_stay_in_place_and_change_no_held_frame);
    tcase_add_test(tcase, a_sink_that_waits_in_publish_can_be_flushed_paused_and_stopped);
    tcase_add_test(tcase, a_lossless_sink_goes_on_when_the_reader_it_waits_for_dies);
    tcase_add_test(tcase, buffers_may_outlive_the_sink);
    tcase_add_test(tcase, a_film_in_playbin_is_in_place);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, life_suite);
}
