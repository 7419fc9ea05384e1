/* SPDX-License-Identifier: MIT */
#include "subject.h"

static void load(const char *name)
{
    driver_load(player, driver_clip(name));
}

static void set_next(const char *name)
{
    driver_do(player, "\"command\":\"next\",\"uri\":\"file://%s\"", driver_clip(name));
}

static void play(void)
{
    driver_do(player, "\"command\":\"play\"");
}

/* The next one begins. */
static void assert_source(const char *name)
{
    JsonObject *event = driver_event(player, "source");
    ck_assert_str_eq(json_object_get_string_member(event, "uri") + strlen("file://"),
                     driver_clip(name));
}

static double number_of(JsonObject *event, const char *name)
{
    return json_object_get_double_member(event, name);
}

START_TEST(what_is_next_plays_without_a_word_of_an_end)
{
    load("silent.mkv");
    set_next("vp9.webm");
    play();
    driver_event(player, "about-to-finish");
    assert_source("vp9.webm");
    ck_assert_int_eq(json_object_get_int_member(driver_event(player, "video"), "width"), 320);
    ck_assert_double_eq_tol(number_of(driver_event(player, "duration"), "duration"), 1. / 3, 0.01);
    ck_assert_double_eq_tol(number_of(driver_event(player, "position"), "position"), 0, 0.3);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), 9);
    ck_assert_int_eq(driver_count(player, "\"event\":\"end\""), 1);
    ck_assert_int_eq(driver_count(player, "\"state\":\"ended\""), 1);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("next");
    TCase *tests = checks_case(suite, "next", subject_begin, subject_end, 240);
    tcase_add_test(tests, what_is_next_plays_without_a_word_of_an_end);
    return driver_run(suite);
}
