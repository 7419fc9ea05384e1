/* SPDX-License-Identifier: MIT */
#include "subject.h"

#include <stdio.h>

static void go_to(int number)
{
    subject_seek(number);
    ck_assert_int_eq(driver_picture(player, NULL), number);
}

/* Step, and see the frame `number` of which the reply says where it begins. */
static void step(int frames, int number)
{
    JsonObject *reply = driver_do(player, "\"command\":\"step\",\"frames\":%d", frames);
    ck_assert_int_eq(driver_picture(player, NULL), number);
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), 1.0 * number / FPS,
                            0.002);
}

static void end_at(int number)
{
    subject_play_to_end();
    ck_assert_int_eq(driver_picture(player, NULL), number);
}

/* ---- steps ---- */

/* Sound stands still meanwhile: far more than its queues hold. */
START_TEST(each_step_shows_the_next_frame)
{
    driver_load(player, driver_clip("clip.mp4"));
    for (int i = 1; i < 100; i++)
        step(1, i);
}
END_TEST

START_TEST(each_step_back_shows_the_frame_before)
{
    driver_load(player, driver_clip("clip.mp4"));
    go_to(70);
    for (int i = 69; i > 50; i--)
        step(-1, i);
    driver_load(player, driver_clip("silent.mkv"));
    go_to(SILENT_FRAMES - 1);
    for (int i = SILENT_FRAMES - 2; i >= 0; i--)
        step(-1, i);
}
END_TEST

START_TEST(steps_go_back_and_forth)
{
    static const int steps[] = {1, -1, 2, -1, -1, 7, 40, -30, 3, -11, 100, -90, 1, 1, -2};
    int number = 20;
    driver_load(player, driver_clip("clip.mp4"));
    go_to(number);
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
        step(steps[i], number += steps[i]);
}
END_TEST

START_TEST(steps_end_at_the_first_and_the_last_frame)
{
    driver_load(player, driver_clip("clip.mp4"));
    step(-1, 0);
    step(-1000, 0);
    step(1000, FRAMES - 1);
    step(1, FRAMES - 1);
    step(-1, FRAMES - 2);
    step(5, FRAMES - 1);
    step(-1, FRAMES - 2);
    step(1, FRAMES - 1);
    step(1, FRAMES - 1);
    step(-2, FRAMES - 3);
}
END_TEST

START_TEST(steps_at_once_add_up)
{
    int ids[12];
    driver_load(player, driver_clip("clip.mp4"));
    driver_send(player, "\"command\":\"seek\",\"position\":%.4f", 20.5 / FPS);
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++)
        ids[i] = driver_send(player, "\"command\":\"step\",\"frames\":%d", i % 3 == 2 ? -1 : 2);
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++)
        ck_assert(json_object_get_boolean_member(driver_reply(player, ids[i]), "ok"));
    ck_assert_int_eq(driver_picture(player, NULL), 20 + 12);
}
END_TEST

START_TEST(a_step_pauses_first)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    driver_event(player, "position");
    driver_send(player, "\"command\":\"step\",\"frames\":1");
    driver_wait_state(player, "paused");
    double position = json_object_get_double_member(driver_event(player, "seeked"), "position");
    int64_t number = driver_picture(player, NULL);
    ck_assert_double_eq_tol(position, 1.0 * (double)number / FPS, 0.002);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 1);
}
END_TEST

/* What was stepped over has been seen: with the sound, everything goes on from the picture. */
START_TEST(play_goes_on_from_the_frame_that_was_stepped_to)
{
    driver_load(player, driver_clip("clip.mp4"));
    go_to(60);
    step(10, 70);
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    double position = json_object_get_double_member(driver_event(player, "position"), "position");
    ck_assert_double_ge(position, 70.0 / FPS);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 2);
}
END_TEST

START_TEST(a_step_back_from_the_end_shows_the_last_but_one)
{
    driver_load(player, driver_clip("silent.mkv"));
    end_at(SILENT_FRAMES - 1);
    step(-1, SILENT_FRAMES - 2);
    driver_wait_state(player, "paused");
    end_at(SILENT_FRAMES - 1);
    driver_do(player, "\"command\":\"step\",\"frames\":1");
    ck_assert_int_eq(driver_picture(player, NULL), SILENT_FRAMES - 1);
}
END_TEST

START_TEST(steps_say_later_and_earlier_while_it_plays_backwards_too)
{
    driver_load(player, driver_clip("clip.mp4"));
    go_to(62);
    step(1, 63);
    driver_do(player, "\"command\":\"rate\",\"rate\":-1");
    ck_assert_int_eq(driver_picture(player, NULL), 63);
    step(1, 64);
    step(-1, 63);
    step(-5, 58);
    step(-1000, 0);
    step(1, 1);
}
END_TEST

START_TEST(what_has_no_other_frame_refuses_a_step)
{
    driver_refused(player, "state", "\"command\":\"step\",\"frames\":1");
    driver_do(player, "\"command\":\"load\",\"pipeline\":"
                      "\"videotestsrc is-live=true ! framesharesink\"");
    driver_refused(player, "not-seekable", "\"command\":\"step\",\"frames\":1");
}
END_TEST

START_TEST(a_load_interrupts_a_step)
{
    driver_load(player, driver_clip("clip.mp4"));
    for (int i = 0; i < 20; i++) {
        int id = driver_send(player, "\"command\":\"step\",\"frames\":%d", i % 2 ? 3 : 140);
        driver_load(player, driver_clip(i % 2 ? "clip.mp4" : "silent.mkv"));
        ck_assert_int_eq(driver_picture(player, NULL), 0);
        driver_reply(player, id);
    }
}
END_TEST

/* ---- rates ---- */

START_TEST(a_rate_that_cannot_be_played_is_refused)
{
    static const char *const rates[] = {"0", "-0.0", "0.001", "8.01", "-4.01", "1e30"};
    driver_load(player, driver_clip("clip.mp4"));
    for (guint i = 0; i < G_N_ELEMENTS(rates); i++)
        driver_refused(player, "rate", "\"command\":\"rate\",\"rate\":%s", rates[i]);
    driver_do(player, "\"command\":\"rate\",\"rate\":8");
    driver_do(player, "\"command\":\"rate\",\"rate\":-4");
}
END_TEST

START_TEST(at_any_rate_it_plays_to_its_end)
{
    static const double rates[] = {0.5, 2, 8, -0.5, -1, -4};
    driver_load(player, driver_clip("silent.mkv"));
    for (guint i = 0; i < G_N_ELEMENTS(rates); i++) {
        go_to(15);
        driver_do(player, "\"command\":\"rate\",\"rate\":%g", rates[i]);
        ck_assert_int_eq(driver_picture(player, NULL), 15);
        subject_play_to_end();
        JsonObject *now = subject_stats();
        ck_assert_double_eq_tol(json_object_get_double_member(now, "position"),
                                rates[i] > 0 ? 1 : 0, 0.04);
    }
}
END_TEST

START_TEST(backwards_every_frame_is_shown_from_the_last_to_the_first)
{
    frs_reader *reader;
    frs_frame frame;
    int64_t last = FRAMES;
    int shown = 0;
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"seek\",\"position\":1000");
    driver_do(player, "\"command\":\"rate\",\"rate\":-1");
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    driver_send(player, "\"command\":\"play\"");
    while (last > 0) {
        subject_wait(reader, &frame);
        int64_t number = subject_number(&frame);
        ck_assert_int_lt(number, last);
        last = number;
        shown++;
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    ck_assert_int_gt(shown, FRAMES / 2);
}
END_TEST

START_TEST(forwards_again_it_plays_to_the_end)
{
    driver_load(player, driver_clip("silent.mkv"));
    go_to(10);
    driver_do(player, "\"command\":\"rate\",\"rate\":-1");
    driver_do(player, "\"command\":\"rate\",\"rate\":1");
    end_at(SILENT_FRAMES - 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("step");
    TCase *tests = checks_case(suite, "step", subject_begin, subject_end, 240);
    tcase_add_test(tests, each_step_shows_the_next_frame);
    tcase_add_test(tests, each_step_back_shows_the_frame_before);
    tcase_add_test(tests, steps_go_back_and_forth);
    tcase_add_test(tests, steps_end_at_the_first_and_the_last_frame);
    tcase_add_test(tests, steps_at_once_add_up);
    tcase_add_test(tests, a_step_pauses_first);
    tcase_add_test(tests, play_goes_on_from_the_frame_that_was_stepped_to);
    tcase_add_test(tests, a_step_back_from_the_end_shows_the_last_but_one);
    tcase_add_test(tests, steps_say_later_and_earlier_while_it_plays_backwards_too);
    tcase_add_test(tests, what_has_no_other_frame_refuses_a_step);
    tcase_add_test(tests, a_load_interrupts_a_step);
    tcase_add_test(tests, a_rate_that_cannot_be_played_is_refused);
    tcase_add_test(tests, at_any_rate_it_plays_to_its_end);
    tcase_add_test(tests, backwards_every_frame_is_shown_from_the_last_to_the_first);
    tcase_add_test(tests, forwards_again_it_plays_to_the_end);
    return driver_run(suite);
}
