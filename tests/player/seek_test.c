/* SPDX-License-Identifier: MIT */
/* Seeks, in containers that make them hard: streams whose time does not begin at 0, or is rounded.
 * Matroska without an index has keyframe_seek_test.c. */
#include "subject.h"

/* The picture there is the one of that time, and says so, as exactly as its file does. */
static void assert_shows_about(int number, double tolerance)
{
    uint64_t pts;
    ck_assert_int_eq(driver_picture(player, &pts), number);
    ck_assert_double_eq_tol((double)pts * FPS / 1e9, number, tolerance);
}

static void assert_shows(int number)
{
    assert_shows_about(number, 0.01);
}

START_TEST(a_transport_stream_counts_from_its_first_picture_wherever_it_was_sent)
{
    driver_load(player, driver_ffmpeg("stream.ts", "-i clip.mp4 -c:v copy -c:a libopus"));
    assert_shows(0);
    static const int numbers[] = {70, 0, 5, 149, 1, 100, 0, 100};
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        subject_seek(numbers[i]);
        assert_shows(numbers[i]);
    }
    subject_play_to_end();
    assert_shows(FRAMES - 1);
    driver_do(player, "\"command\":\"seek\",\"position\":0");
    assert_shows(0);
}
END_TEST

/* GStreamer 1.22's mpegpsdemux may give a picture that began in the block before the time of the
 * next one. */
START_TEST(a_program_stream_counts_from_its_first_picture)
{
    driver_load(player, driver_ffmpeg("stream.mpg", "-i clip.mp4 -c:v mpeg2video -g 10 -c:a mp2"));
    assert_shows(0);
    static const int numbers[] = {70, 30, 100};
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        subject_seek(numbers[i]);
        ck_assert_int_le(ABS(driver_picture(player, NULL) - numbers[i]), 1);
    }
}
END_TEST

START_TEST(a_transport_stream_loops_and_ends_as_any_other)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"position\":4,\"loop\":true",
              driver_ffmpeg("stream.ts", "-i clip.mp4 -c copy"));
    assert_shows(120);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "looped");
    driver_do(player, "\"command\":\"loop\",\"loop\":false");
    driver_event(player, "end");
    assert_shows(FRAMES - 1);
}
END_TEST

/* The frame before each third one ends a third of a millisecond after that begins. */
START_TEST(a_seek_to_where_a_frame_begins_shows_that_frame_also_where_times_are_rounded)
{
    driver_load(player, driver_ffmpeg("rounded.mkv", "-i clip.mp4 -c copy"));
    for (int number = 3; number <= 60; number += 3) {
        driver_do(player, "\"command\":\"seek\",\"position\":%.1f", (double)number / FPS);
        ck_assert_int_eq(driver_picture(player, NULL), number);
    }
    driver_do(player, "\"command\":\"seek\",\"position\":4.9999");
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
}
END_TEST

/* RealMedia without an index: rmdemux says that it can be sought, flushes, and goes nowhere. */
START_TEST(a_source_that_refuses_seeks_plays_on_from_its_beginning_and_says_so)
{
    JsonObject *loaded =
        driver_load(player, driver_ffmpeg("stream.rm", "-i clip.mp4 -s 176x144 -c:v rv10 -an"));
    ck_assert(json_object_get_boolean_member(loaded, "seekable"));
    for (int i = 0; i < 3; i++)
        driver_refused(player, "not-seekable", "\"command\":\"seek\",\"position\":%d", i + 1);
    driver_refused(player, "not-seekable", "\"command\":\"rate\",\"rate\":2");
    JsonObject *told = driver_event(player, "duration");
    while (json_object_get_boolean_member(told, "seekable"))
        told = driver_event(player, "duration");
    subject_play_to_end();
    ck_assert_int_eq(driver_count(player, "\"event\":\"error\""), 0);
    /* It is of that source alone. */
    loaded = driver_load(player, driver_clip("clip.mp4"));
    ck_assert(json_object_get_boolean_member(loaded, "seekable"));
    subject_seek(100);
    assert_shows(100);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seek");
    TCase *tests = checks_case(suite, "seek", subject_begin, subject_end, 180);
    tcase_add_test(tests, a_transport_stream_counts_from_its_first_picture_wherever_it_was_sent);
    tcase_add_test(tests, a_program_stream_counts_from_its_first_picture);
    tcase_add_test(tests, a_transport_stream_loops_and_ends_as_any_other);
    tcase_add_test(tests,
                   a_seek_to_where_a_frame_begins_shows_that_frame_also_where_times_are_rounded);
    tcase_add_test(tests, a_source_that_refuses_seeks_plays_on_from_its_beginning_and_says_so);
    return driver_run(suite);
}
