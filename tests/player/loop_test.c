/* SPDX-License-Identifier: MIT */
#include "driver.h"

#include <stdlib.h>
#include <string.h>

#include "fixture.h"

#define FPS 30

static driver *player;

static void setup(void)
{
    player = driver_spawn(NULL);
}

static void teardown(void)
{
    ck_assert_int_eq(driver_finish(player), 0);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}

static void load_to_loop(const char *path)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"file://%s\",\"loop\":true", path);
}

static void set_loop(const char *loop)
{
    driver_do(player, "\"command\":\"loop\",\"loop\":%s", loop);
}

static void play(void)
{
    driver_do(player, "\"command\":\"play\"");
}

static void assert_looped(int times)
{
    for (int i = 0; i < times; i++)
        driver_event(player, "looped");
    ck_assert_int_eq(driver_count(player, "\"event\":\"end\""), 0);
    ck_assert_int_eq(driver_count(player, "\"state\":\"ended\""), 0);
}

/* ---- */

START_TEST(a_loop_tells_each_start_anew_and_no_end)
{
    load_to_loop(driver_clip("silent.mkv"));
    play();
    driver_wait_state(player, "playing");
    assert_looped(3);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 0);
    ck_assert_int_eq(driver_count(player, "\"event\":\"state\""), 3);
}
END_TEST

/* Each picture has its time, the last one too, and none goes before its time. */
START_TEST(every_picture_of_a_loop_is_shown_in_its_turn)
{
    frs_reader *reader;
    frs_frame frame;
    uint64_t first[3];
    int64_t last = -1;
    load_to_loop(driver_clip("silent.mkv"));
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    play();
    for (int turns = 0; turns < 3;) {
        ck_assert_frs(frs_reader_wait(reader, 60000), FRS_OK);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
        int64_t number = (int64_t)(frame.info.pts * FPS + 500000000) / 1000000000;
        if (number < last)
            first[turns++] = frame.info.published_at - frame.info.pts;
        last = number;
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    ck_assert_uint_ge(first[2] - first[0], 1990000000);
}
END_TEST

START_TEST(positions_of_a_loop_stay_within_the_film)
{
    load_to_loop(driver_clip("silent.mkv"));
    play();
    assert_looped(1);
    for (int i = 0; i < 8; i++) {
        JsonObject *event = driver_event(player, "position");
        ck_assert_double_ge(json_object_get_double_member(event, "position"), 0);
        ck_assert_double_le(json_object_get_double_member(event, "position"), 1.04);
    }
    ck_assert_int_gt(driver_count(player, "\"event\":\"looped\""), 1);
}
END_TEST

START_TEST(a_loop_that_is_left_plays_to_the_end)
{
    load_to_loop(driver_clip("silent.mkv"));
    play();
    assert_looped(2);
    set_loop("false");
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), 29);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 0);
}
END_TEST

START_TEST(what_plays_can_be_made_a_loop)
{
    driver_load(player, driver_clip("silent.mkv"));
    play();
    driver_wait_state(player, "playing");
    set_loop("true");
    assert_looped(2);
}
END_TEST

START_TEST(seeks_in_a_loop_stay_in_it)
{
    load_to_loop(driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"seek\",\"position\":4.5");
    ck_assert_int_eq(driver_picture(player, NULL), 135);
    play();
    assert_looped(1);
    driver_do(player, "\"command\":\"seek\",\"position\":4.5");
    assert_looped(1);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 2);
}
END_TEST

START_TEST(a_format_that_knows_no_segments_loops)
{
    const char *file = driver_clip("loop.ts");
    g_autofree char *command =
        g_strdup_printf("ffmpeg -hide_banner -loglevel error -y -i %s -t 1 -c copy %s",
                        driver_clip("clip.mp4"), file);
    ck_assert_msg(system(command) == 0, "%s", command);
    load_to_loop(file);
    play();
    driver_wait_state(player, "playing");
    assert_looped(3);
    set_loop("false");
    driver_event(player, "end");
}
END_TEST

START_TEST(a_loop_goes_backwards_too)
{
    load_to_loop(driver_clip("silent.mkv"));
    driver_do(player, "\"command\":\"rate\",\"rate\":-2");
    play();
    assert_looped(3);
}
END_TEST

START_TEST(another_load_is_no_loop)
{
    load_to_loop(driver_clip("silent.mkv"));
    driver_load(player, driver_clip("silent.mkv"));
    play();
    driver_event(player, "end");
    ck_assert_int_eq(driver_count(player, "\"event\":\"looped\""), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("loop");
    TCase *tests = tcase_create("loop");
    tcase_set_timeout(tests, 240);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_loop_tells_each_start_anew_and_no_end);
    tcase_add_test(tests, every_picture_of_a_loop_is_shown_in_its_turn);
    tcase_add_test(tests, positions_of_a_loop_stay_within_the_film);
    tcase_add_test(tests, a_loop_that_is_left_plays_to_the_end);
    tcase_add_test(tests, what_plays_can_be_made_a_loop);
    tcase_add_test(tests, seeks_in_a_loop_stay_in_it);
    tcase_add_test(tests, a_format_that_knows_no_segments_loops);
    tcase_add_test(tests, a_loop_goes_backwards_too);
    tcase_add_test(tests, another_load_is_no_loop);
    suite_add_tcase(suite, tests);
    return driver_run(suite);
}
