/* SPDX-License-Identifier: MIT */
/* HTTP servers that send whole files only, and do not say so. */
#include <string.h>

#include "http.h"
#include "subject.h"

static const char *files[][2] = {
    {"index_last.mp4", "-t 2 -i clip.mp4 -c copy"},
    {"index_first.mp4", "-t 2 -i clip.mp4 -c copy -movflags faststart"},
    {"index.mkv", "-t 2 -i clip.mp4 -c copy"},
    {"stream.ts", "-t 2 -i clip.mp4 -c copy"},
    {"program.vob", "-t 2 -i clip.mp4 -c:v mpeg2video -c:a mp2 -f vob"},
    {"film.avi", "-t 2 -i clip.mp4 -c:v mpeg4 -c:a libmp3lame"},
    {"film.flv", "-t 2 -i clip.mp4 -c copy"},
    {"sound.mp3", "-t 2 -i clip.mp4 -vn -c:a libmp3lame"},
    {"sound.wav", "-t 2 -i clip.mp4 -vn"},
};

static JsonObject *load(http *server, const char *members)
{
    return driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"%s", http_uri(server), members);
}

static http *start(int number, gboolean ranges)
{
    http *server =
        http_start(driver_ffmpeg(files[number][0], "%s", files[number][1]), NULL, ranges);
    http_say_nothing_of_ranges(server);
    return server;
}

START_TEST(what_comes_as_a_whole_plays_on_after_a_seek_that_is_refused)
{
    http *server = start(_i, FALSE);
    JsonObject *loaded = load(server, "");
    ck_assert(!json_object_get_boolean_member(loaded, "seekable"));
    driver_do(player, "\"command\":\"play\"");
    driver_refused(player, "not-seekable", "\"command\":\"seek\",\"position\":1");
    driver_refused(player, "not-seekable", "\"command\":\"rate\",\"rate\":2");
    driver_event(player, "end");
    ck_assert_int_eq(driver_count(player, "\"event\":\"error\""), 0);
    http_stop(server);
}
END_TEST

START_TEST(what_comes_as_a_whole_begins_at_its_beginning_and_says_so)
{
    http *server = start(_i, FALSE);
    load(server, ",\"position\":1");
    JsonObject *warning = driver_event(player, "warning");
    ck_assert_str_eq(json_object_get_string_member(warning, "code"), "not-seekable");
    http_stop(server);
}
END_TEST

START_TEST(what_comes_as_a_whole_loops)
{
    http *server = start(_i, FALSE);
    load(server, ",\"loop\":true");
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "looped");
    driver_event(player, "position");
    ck_assert_int_eq(driver_count(player, "\"event\":\"error\""), 0);
    http_stop(server);
}
END_TEST

START_TEST(what_comes_in_parts_can_be_sought_though_its_server_does_not_say_so)
{
    http *server = start(_i, TRUE);
    JsonObject *loaded = load(server, "");
    ck_assert(json_object_get_boolean_member(loaded, "seekable"));
    JsonObject *reply = driver_do(player, "\"command\":\"seek\",\"position\":1");
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), 1, 0.1);
    http_stop(server);
}
END_TEST

START_TEST(the_headers_of_an_app_are_sent_beside_the_range)
{
    http *server = start(0, TRUE);
    load(server, ",\"options\":{\"headers\":{\"X-Key\":\"abc\"}}");
    driver_do(player, "\"command\":\"seek\",\"position\":1");
    g_autofree char *keys = http_all_asked(server, "X-Key");
    g_autofree char *ranges = http_all_asked(server, "Range");
    ck_assert_msg(strstr(keys, " -") == NULL, "%s", keys);
    ck_assert_msg(g_str_has_prefix(ranges, "index_last.mp4 bytes=0-\n"), "%s", ranges);
    ck_assert_msg(strchr(ranges, ',') == NULL, "%s", ranges);
    http_stop(server);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("soup ranges");
    TCase *tests = checks_case(suite, "soup ranges", subject_begin, subject_end, 120);
    int count = G_N_ELEMENTS(files);
    tcase_add_loop_test(tests, what_comes_as_a_whole_plays_on_after_a_seek_that_is_refused, 0,
                        count);
    tcase_add_loop_test(tests, what_comes_as_a_whole_begins_at_its_beginning_and_says_so, 0, count);
    tcase_add_loop_test(tests, what_comes_as_a_whole_loops, 0, 4);
    /* Seeks in the others are right to a key frame only. */
    tcase_add_loop_test(tests, what_comes_in_parts_can_be_sought_though_its_server_does_not_say_so,
                        0, 4);
    tcase_add_test(tests, the_headers_of_an_app_are_sent_beside_the_range);
    return driver_run(suite);
}
