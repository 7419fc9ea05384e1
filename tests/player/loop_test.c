/* SPDX-License-Identifier: MIT */
#include "subject.h"

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
    int64_t begin[3] = {INT64_MAX, INT64_MAX, INT64_MAX}, last = -1;
    load_to_loop(driver_clip("silent.mkv"));
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    play();
    for (int turn = 0; turn < 3;) {
        subject_wait(reader, &frame);
        int64_t number = subject_number(&frame);
        turn += number < last;
        last = number;
        /* Some picture of a turn is in time. */
        if (turn < 3)
            begin[turn] = MIN(begin[turn], (int64_t)(frame.info.published_at - frame.info.pts));
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    ck_assert_int_ge(begin[2] - begin[0], 1990000000);
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
    ck_assert_int_eq(driver_picture(player, NULL), SILENT_FRAMES - 1);
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
    subject_seek(FRAMES - 15);
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 15);
    play();
    assert_looped(1);
    subject_seek(FRAMES - 15);
    assert_looped(1);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 2);
}
END_TEST

/* The first `seconds` of clip.mp4. */
static const char *cut(const char *name, const char *seconds)
{
    return driver_ffmpeg(name, "-i clip.mp4 -t %s -c copy", seconds);
}

START_TEST(a_format_that_knows_no_segments_loops)
{
    load_to_loop(cut("loop.ts", "1"));
    play();
    driver_wait_state(player, "playing");
    assert_looped(3);
    set_loop("false");
    driver_event(player, "end");
}
END_TEST

/* All of it is on its way, and its end has come several times, before its first picture is shown.
 */
START_TEST(each_start_of_a_very_short_loop_is_told)
{
    load_to_loop(cut("short.mkv", "0.2"));
    play();
    assert_looped(6);
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
    TCase *tests = checks_case(suite, "loop", subject_begin, subject_end, 240);
    tcase_add_test(tests, a_loop_tells_each_start_anew_and_no_end);
    tcase_add_test(tests, every_picture_of_a_loop_is_shown_in_its_turn);
    tcase_add_test(tests, positions_of_a_loop_stay_within_the_film);
    tcase_add_test(tests, a_loop_that_is_left_plays_to_the_end);
    tcase_add_test(tests, what_plays_can_be_made_a_loop);
    tcase_add_test(tests, seeks_in_a_loop_stay_in_it);
    tcase_add_test(tests, a_format_that_knows_no_segments_loops);
    tcase_add_test(tests, each_start_of_a_very_short_loop_is_told);
    tcase_add_test(tests, a_loop_goes_backwards_too);
    tcase_add_test(tests, another_load_is_no_loop);
    return driver_run(suite);
}
