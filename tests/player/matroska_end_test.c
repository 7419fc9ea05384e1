/* SPDX-License-Identifier: MIT */
/* Matroska and WebM that do not begin at 0, as what is cut out of longer recordings; and that have
 * no index, over HTTP. */
#include "http.h"
#include "subject.h"

#define SECONDS 5.0

static const char *offsets[][2] = {
    {"offset.mkv", "-i clip.mp4 -c copy -output_ts_offset 7"},
    {"silent_offset.mkv", "-i clip.mp4 -c copy -an -output_ts_offset 3600"},
    {"little_offset.mkv", "-i clip.mp4 -c copy -an -output_ts_offset 0.3"},
    {"offset.webm", "-i clip.mp4 -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus "
                    "-output_ts_offset 7"},
    {"index_less.mkv", "-i clip.mp4 -c copy -f matroska -live 1 -output_ts_offset 7"},
};

static void assert_lasts_as_long_as_its_pictures(JsonObject *loaded, const int *pictures, int count)
{
    ck_assert_double_eq_tol(json_object_get_double_member(loaded, "duration"), SECONDS, 0.1);
    for (int i = 0; i < count; i++) {
        subject_seek(pictures[i]);
        ck_assert_int_eq(driver_picture(player, NULL), pictures[i]);
    }
    driver_do(player, "\"command\":\"seek\",\"position\":%g", SECONDS + 2);
    ck_assert_int_ge(driver_picture(player, NULL), FRAMES - 2);
    subject_play_to_end();
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
}

static JsonObject *load_from(http *server)
{
    return driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
}

START_TEST(a_file_that_begins_late_lasts_as_long_as_its_pictures)
{
    const int pictures[] = {140, 0, 60, 120};
    const char *file = driver_ffmpeg(offsets[_i][0], "%s", offsets[_i][1]);
    assert_lasts_as_long_as_its_pictures(driver_load(player, file), pictures,
                                         G_N_ELEMENTS(pictures));
}
END_TEST

START_TEST(a_file_that_begins_late_lasts_as_long_as_its_pictures_over_http)
{
    const int pictures[] = {140, 60};
    http *server = http_start(driver_ffmpeg(offsets[_i][0], "%s", offsets[_i][1]), NULL, TRUE);
    JsonObject *loaded = driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    assert_lasts_as_long_as_its_pictures(loaded, pictures, G_N_ELEMENTS(pictures));
    http_stop(server);
}
END_TEST

/* ---- without an index, over HTTP ---- */

#define H264 "-i clip.mp4 -c:v libx264 -preset ultrafast -c:a aac "

static const char *recordings[] = {
    H264 "-g 30 -f matroska -live 1",
    H264 "-g 100 -f matroska -live 1 -an -cluster_time_limit 300",
    "-i clip.mp4 -c:v libvpx -deadline realtime -cpu-used 8 -g 60 -c:a libopus -f webm -live 1",
};

static void assert_goes_everywhere(const int *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        uint64_t pts;
        double position = (numbers[i] + 0.5) / FPS;
        subject_seek(numbers[i]);
        int64_t picture = driver_picture(player, &pts);
        ck_assert_double_eq_tol((double)pts / 1e9, position, 1.0 / FPS + 0.001);
        ck_assert_double_eq_tol((double)pts * FPS / 1e9, (double)picture, 1);
    }
}

START_TEST(a_recording_without_an_index_goes_where_it_is_sent_over_http)
{
    const int numbers[] = {140, 10, 75, 30, 148};
    http *server = http_start(driver_ffmpeg("recorded.mkv", "%s", recordings[_i]), NULL, TRUE);
    JsonObject *loaded = load_from(server);
    ck_assert_double_eq_tol(json_object_get_double_member(loaded, "duration"), SECONDS, 0.1);
    ck_assert_int_eq(driver_count(player, "\"state\":\"loading\""), 1);
    assert_goes_everywhere(numbers, G_N_ELEMENTS(numbers));
    subject_play_to_end();
    http_stop(server);
}
END_TEST

START_TEST(what_was_cut_off_goes_where_it_is_sent_over_http)
{
    const int numbers[] = {100, 10, 60, 30};
    driver_ffmpeg("whole.mkv", H264 "-g 30 -cluster_time_limit 500");
    driver_shell("head -c $(($(stat -c %%s whole.mkv) * 9 / 10)) whole.mkv > part.mkv");
    http *server = http_start(driver_clip("part.mkv"), NULL, TRUE);
    load_from(server);
    assert_goes_everywhere(numbers, G_N_ELEMENTS(numbers));
    ck_assert_int_eq(driver_count(player, "\"state\":\"loading\""), 1);
    http_stop(server);
}
END_TEST

START_TEST(a_recording_begins_where_a_load_says_over_http)
{
    http *server = http_start(driver_ffmpeg("recorded.mkv", "%s", recordings[0]), NULL, TRUE);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"position\":3", http_uri(server));
    ck_assert_double_eq_tol((double)driver_picture(player, NULL), 3 * FPS, 1.5);
    http_stop(server);
}
END_TEST

START_TEST(a_recording_that_comes_as_a_whole_plays_to_its_end)
{
    http *server = http_start(driver_ffmpeg("recorded.mkv", "%s", recordings[0]), NULL, FALSE);
    JsonObject *loaded = load_from(server);
    ck_assert(!json_object_get_boolean_member(loaded, "seekable"));
    subject_play_to_end();
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
    http_stop(server);
}
END_TEST

START_TEST(a_file_that_begins_late_and_is_cut_off_says_so)
{
    driver_ffmpeg("whole.mkv", "-i clip.mp4 -c copy -output_ts_offset 7");
    driver_shell("head -c $(($(stat -c %%s whole.mkv) / 2)) whole.mkv > half.mkv");
    JsonObject *loaded = driver_load(player, driver_clip("half.mkv"));
    ck_assert_double_eq_tol(json_object_get_double_member(loaded, "duration"), SECONDS, 0.1);
    subject_play_to_end();
    ck_assert_int_ge(driver_count(player, "cut off"), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("matroska end");
    TCase *tests = checks_case(suite, "matroska end", subject_begin, subject_end, 120);
    tcase_add_loop_test(tests, a_file_that_begins_late_lasts_as_long_as_its_pictures, 0,
                        G_N_ELEMENTS(offsets));
    tcase_add_loop_test(tests, a_file_that_begins_late_lasts_as_long_as_its_pictures_over_http, 0,
                        G_N_ELEMENTS(offsets));
    tcase_add_loop_test(tests, a_recording_without_an_index_goes_where_it_is_sent_over_http, 0,
                        G_N_ELEMENTS(recordings));
    tcase_add_test(tests, what_was_cut_off_goes_where_it_is_sent_over_http);
    tcase_add_test(tests, a_recording_begins_where_a_load_says_over_http);
    tcase_add_test(tests, a_recording_that_comes_as_a_whole_plays_to_its_end);
    tcase_add_test(tests, a_file_that_begins_late_and_is_cut_off_says_so);
    return driver_run(suite);
}
