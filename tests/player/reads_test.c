/* SPDX-License-Identifier: MIT */
#include "reads.h"

#include "driver.h"

static GstElement *playbin;
static frs_reads *reads;

static void setup(void)
{
    g_autofree char *uri = gst_filename_to_uri(driver_clip("silent.mkv"), NULL);
    playbin = gst_object_ref_sink(gst_element_factory_make("playbin3", NULL));
    g_object_set(playbin, "uri", uri, "video-sink", gst_element_factory_make("fakesink", NULL),
                 NULL);
    reads = frs_reads_watch(playbin);
}

static void teardown(void)
{
    gst_element_set_state(playbin, GST_STATE_NULL);
    gst_object_unref(playbin);
    frs_reads_unref(reads);
}

static void play_to_end(void)
{
    g_autoptr(GstBus) bus = gst_element_get_bus(playbin);
    gst_element_set_state(playbin, GST_STATE_PLAYING);
    gst_message_unref(
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
}

START_TEST(nothing_is_read_before_the_start)
{
    gboolean again;
    ck_assert(!frs_reads_progress(reads, &again));
    ck_assert(!again);
}
END_TEST

START_TEST(what_is_read_for_the_first_time_is_progress)
{
    gboolean again;
    play_to_end();
    ck_assert(frs_reads_progress(reads, &again));
    ck_assert(!again);
    ck_assert(!frs_reads_progress(reads, &again));
    ck_assert(!again);
}
END_TEST

START_TEST(what_is_read_a_second_time_is_none)
{
    gboolean again;
    play_to_end();
    frs_reads_progress(reads, &again);
    gst_element_set_state(playbin, GST_STATE_READY);
    play_to_end();
    ck_assert(!frs_reads_progress(reads, &again));
    ck_assert(again);
}
END_TEST

int main(int argc, char **argv)
{
    gst_init(&argc, &argv);
    Suite *suite = suite_create("reads");
    TCase *tcase = checks_case(suite, "reads", setup, teardown, 60);
    tcase_add_test(tcase, nothing_is_read_before_the_start);
    tcase_add_test(tcase, what_is_read_for_the_first_time_is_progress);
    tcase_add_test(tcase, what_is_read_a_second_time_is_none);
    return driver_run(suite);
}
