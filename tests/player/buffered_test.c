/* SPDX-License-Identifier: MIT */
#include "subject.h"

#include <sys/stat.h>

#include "http.h"

#define DURATION ((double)FRAMES / FPS)

/* Of the one range of the next event, 0 and 0 of none. */
static void next_range(double *from, double *to)
{
    JsonArray *ranges = json_object_get_array_member(driver_event(player, "buffered"), "ranges");
    *from = *to = 0;
    if (json_array_get_length(ranges) == 0)
        return;
    ck_assert_uint_eq(json_array_get_length(ranges), 1);
    JsonArray *range = json_array_get_array_element(ranges, 0);
    *from = json_array_get_double_element(range, 0);
    *to = json_array_get_double_element(range, 1);
}

/* Wait until it goes up to there, from the beginning. */
static void expect_up_to(double end, double tolerance)
{
    double from, to;
    do {
        next_range(&from, &to);
        ck_assert_double_eq(from, 0);
        ck_assert_double_le(to, end + tolerance);
    } while (to < end - tolerance);
}

START_TEST(all_of_a_file_is_here)
{
    driver_load(player, driver_clip("clip.mp4"));
    expect_up_to(DURATION, 0.05);
}
END_TEST

START_TEST(what_a_server_has_sent_is_here_and_the_rest_when_it_comes)
{
    struct stat file;
    ck_assert_int_eq(stat(driver_clip("clip.mp4"), &file), 0);
    http *server = http_start(driver_clip("clip.mp4"), NULL, TRUE);
    http_hold_after(server, (gsize)file.st_size / 5 * 3);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    expect_up_to(DURATION * 0.6, 0.1);
    http_go_on(server);
    expect_up_to(DURATION, 0.05);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    ck_assert_int_gt(driver_count(player, "\"event\":\"buffering\""), 0);
    http_stop(server);
}
END_TEST

START_TEST(what_is_live_has_nothing_to_keep)
{
    driver_do(player, "\"command\":\"load\",\"pipeline\":\"videotestsrc is-live=true ! "
                      "framesharesink\"");
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "position");
    ck_assert_int_eq(driver_count(player, "\"event\":\"buffered\""), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("buffered");
    TCase *tests = checks_case(suite, "buffered", subject_begin, subject_end, 180);
    tcase_add_test(tests, all_of_a_file_is_here);
    tcase_add_test(tests, what_a_server_has_sent_is_here_and_the_rest_when_it_comes);
    tcase_add_test(tests, what_is_live_has_nothing_to_keep);
    return driver_run(suite);
}
