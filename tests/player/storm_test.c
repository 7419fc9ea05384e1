/* SPDX-License-Identifier: MIT */
/* Seeks faster than they are done. FRAMESHARE_STORM_SEEKS in the environment: how many the two
 * storms of seeks alone have; 600 are a minute. */
#include "subject.h"

#include <stdlib.h>
#include <string.h>

#define SEEKS 30
#define PAUSE_MS 100

/* Of these a file is loaded anew each, with seeks before and after. */
#define LOADS 8
#define SEEKS_PER_LOAD 3

static int seeks_of_a_storm(void)
{
    const char *asked = getenv("FRAMESHARE_STORM_SEEKS");
    return asked != NULL ? atoi(asked) : SEEKS;
}

static double middle_of(int frame)
{
    return (frame + 0.5) / FPS;
}

/* Some of them come while the one before has not been done. */
static int send_seek(int number)
{
    return driver_send(player, "\"command\":\"seek\",\"position\":%.4f,\"accurate\":%s",
                       middle_of(number * 37 % (FRAMES - 30)), number % 3 ? "true" : "false");
}

static gboolean is_ok(int id)
{
    return json_object_get_boolean_member_with_default(driver_reply(player, id), "ok", FALSE);
}

static const char *refusal_of(int id)
{
    JsonObject *reply = driver_reply(player, id);
    return json_object_get_string_member(json_object_get_object_member(reply, "error"), "code");
}

static void storm(void)
{
    int n = seeks_of_a_storm();
    g_autofree int *ids = g_new(int, n);
    for (int i = 0; i < n; i++) {
        ids[i] = send_seek(i);
        if (i % 4 != 0)
            fixture_sleep(PAUSE_MS * (i % 4) / 2);
    }
    for (int i = 0; i < n; i++)
        ck_assert(is_ok(ids[i]));
}

static void load(void)
{
    driver_load(player, driver_clip("clip.mp4"));
}

START_TEST(each_seek_of_a_storm_is_answered_while_paused)
{
    load();
    storm();
    JsonObject *reply = subject_seek(77);
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), middle_of(77),
                            1.0 / FPS);
    ck_assert_int_eq(driver_picture(player, NULL), 77);
    ck_assert_int_eq(driver_count(player, "\"event\":\"end\""), 0);
}
END_TEST

START_TEST(each_seek_of_a_storm_is_answered_while_it_plays)
{
    load();
    driver_do(player, "\"command\":\"play\"");
    storm();
    subject_seek(FRAMES - 15);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
}
END_TEST

START_TEST(loads_in_a_storm_of_seeks_answer_them_all)
{
    int loads[LOADS], seeks[LOADS][SEEKS_PER_LOAD];
    for (int i = 0; i < LOADS; i++) {
        loads[i] = driver_send(player, "\"command\":\"load\",\"uri\":\"file://%s\"",
                               driver_clip(i % 2 ? "clip.mp4" : "silent.mkv"));
        driver_send(player, "\"command\":\"play\"");
        for (int k = 0; k < SEEKS_PER_LOAD; k++)
            seeks[i][k] = send_seek(i + k);
        fixture_sleep(PAUSE_MS * (i % 4));
    }
    for (int i = 0; i < LOADS; i++) {
        if (!is_ok(loads[i]))
            ck_assert_str_eq(refusal_of(loads[i]), "interrupted");
        for (int k = 0; k < SEEKS_PER_LOAD; k++)
            if (!is_ok(seeks[i][k]))
                ck_assert_str_eq(refusal_of(seeks[i][k]), "interrupted");
    }
    ck_assert(is_ok(loads[LOADS - 1]));
    ck_assert(is_ok(seeks[LOADS - 1][SEEKS_PER_LOAD - 1]));
}
END_TEST

START_TEST(rates_and_pauses_in_a_storm_of_seeks_are_answered)
{
    int ids[SEEKS];
    load();
    for (int i = 0; i < SEEKS; i++) {
        if (i % 3 == 0)
            ids[i] = driver_send(player, "\"command\":\"%s\"", i % 2 ? "play" : "pause");
        else if (i % 3 == 1)
            ids[i] = driver_send(player, "\"command\":\"rate\",\"rate\":%d", 1 + i % 2);
        else
            ids[i] = send_seek(i);
        if (i % 4 == 0)
            fixture_sleep(PAUSE_MS);
    }
    for (int i = 0; i < SEEKS; i++)
        ck_assert(is_ok(ids[i]));
}
END_TEST

/* ---- positions ---- */

START_TEST(after_two_hundred_seeks_the_position_is_that_of_the_picture)
{
    load();
    for (int i = 0; i < 200; i++)
        send_seek(i);
    for (int i = 0; i < 10; i++) {
        int frame = i * 53 % FRAMES;
        JsonObject *reply = subject_seek(frame);
        ck_assert_int_eq(driver_picture(player, NULL), frame);
        ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), middle_of(frame),
                                1.0 / FPS);
    }
}
END_TEST

static const char *const rates[] = {"1", "0.5", "2"};

/* Of which the last one is told on the way to the pause. */
START_TEST(a_pause_tells_its_position)
{
    load();
    driver_do(player, "\"command\":\"rate\",\"rate\":%s", rates[_i]);
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    driver_event(player, "position");
    driver_do(player, "\"command\":\"pause\"");
    driver_wait_state(player, "paused");
    JsonObject *told = driver_event(player, "position");
    ck_assert_double_eq_tol(json_object_get_double_member(told, "position"),
                            json_object_get_double_member(subject_stats(), "position"), 0.001);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("storm");
    TCase *tests = checks_case(suite, "storm", subject_begin, subject_end, 240);
    tcase_add_test(tests, each_seek_of_a_storm_is_answered_while_paused);
    tcase_add_test(tests, each_seek_of_a_storm_is_answered_while_it_plays);
    tcase_add_test(tests, loads_in_a_storm_of_seeks_answer_them_all);
    tcase_add_test(tests, rates_and_pauses_in_a_storm_of_seeks_are_answered);
    tcase_add_test(tests, after_two_hundred_seeks_the_position_is_that_of_the_picture);
    tcase_add_loop_test(tests, a_pause_tells_its_position, 0, G_N_ELEMENTS(rates));
    return driver_run(suite);
}
