/* SPDX-License-Identifier: MIT */
#include "subject.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

/* ---- load ---- */

START_TEST(load_shows_the_first_picture_and_says_what_it_is)
{
    JsonObject *reply = driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(json_object_get_int_member(reply, "width"), 320);
    ck_assert_int_eq(json_object_get_int_member(reply, "height"), 240);
    ck_assert_double_eq(json_object_get_double_member(reply, "fps"), FPS);
    ck_assert_str_eq(json_object_get_string_member(reply, "format"), "I420");
    ck_assert(json_object_get_boolean_member(reply, "seekable"));
    ck_assert(!json_object_get_boolean_member(reply, "live"));
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "duration"), 1.0 * FRAMES / FPS,
                            0.1);
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    driver_event(player, "hello");
    ck_assert_int_eq(json_object_get_int_member(driver_event(player, "video"), "width"), 320);
    driver_event(player, "duration");
    ck_assert_str_eq(json_object_get_string_member(subject_stats(), "state"), "paused");
}
END_TEST

START_TEST(a_file_is_decoded_straight_into_the_slots)
{
    driver_load(player, driver_clip("clip.mp4"));
    subject_play_to_end();
    ck_assert_int_gt(subject_stat("published"), 0);
    ck_assert_int_eq(subject_stat("in_place"), subject_stat("published"));
    ck_assert_int_eq(subject_stat("copied"), 0);
}
END_TEST

START_TEST(vp9_is_decoded_straight_into_the_slots)
{
    driver_load(player, driver_clip("vp9.webm"));
    subject_play_to_end();
    ck_assert_int_eq(subject_stat("in_place"), subject_stat("published"));
}
END_TEST

START_TEST(rgba_is_rgba_in_the_slot)
{
    JsonObject *reply = driver_do(player,
                                  "\"command\":\"load\",\"uri\":\"file://%s\","
                                  "\"format\":\"rgba\"",
                                  driver_clip("clip.mp4"));
    ck_assert_str_eq(json_object_get_string_member(reply, "format"), "RGBA");
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    ck_assert_int_eq(subject_stat("in_place"), subject_stat("published"));
    reply = driver_do(player, "\"command\":\"load\",\"pipeline\":\"videotestsrc ! framesharesink\","
                              "\"format\":\"rgba\"");
    ck_assert_str_eq(json_object_get_string_member(reply, "format"), "RGBA");
}
END_TEST

START_TEST(a_file_without_sound_plays)
{
    driver_load(player, driver_clip("silent.mkv"));
    subject_play_to_end();
    ck_assert_int_eq(driver_picture(player, NULL), SILENT_FRAMES - 1);
}
END_TEST

START_TEST(a_pipeline_plays_on_the_players_stream)
{
    driver_do(player, "\"command\":\"load\",\"pipeline\":\"videotestsrc num-buffers=20 ! "
                      "framesharesink sync=false\"");
    subject_play_to_end();
    ck_assert_int_eq(subject_stat("published"), 20);
}
END_TEST

START_TEST(a_live_source_has_no_duration_and_no_other_position)
{
    JsonObject *reply = driver_do(player, "\"command\":\"load\",\"pipeline\":"
                                          "\"videotestsrc is-live=true ! framesharesink\"");
    ck_assert(json_object_get_boolean_member(reply, "live"));
    ck_assert(json_object_get_null_member(reply, "duration"));
    ck_assert(json_object_get_boolean_member(driver_event(player, "duration"), "live"));
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    driver_refused(player, "not-seekable", "\"command\":\"seek\",\"position\":1");
    driver_do(player, "\"command\":\"pause\"");
    driver_wait_state(player, "paused");
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
}
END_TEST

START_TEST(a_second_load_interrupts_the_first)
{
    int first = driver_send(player, "\"command\":\"load\",\"uri\":\"file://%s\"",
                            driver_clip("header.mp4"));
    driver_load(player, driver_clip("clip.mp4"));
    JsonObject *reply = driver_reply(player, first);
    JsonObject *error = json_object_get_object_member(reply, "error");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), "interrupted");
    ck_assert_int_eq(driver_picture(player, NULL), 0);
}
END_TEST

START_TEST(commands_need_something_loaded)
{
    driver_refused(player, "state", "\"command\":\"play\"");
    driver_refused(player, "state", "\"command\":\"pause\"");
    driver_refused(player, "state", "\"command\":\"seek\",\"position\":1");
    driver_refused(player, "state", "\"command\":\"rate\",\"rate\":2");
    driver_do(player, "\"command\":\"stop\"");
    driver_do(player, "\"command\":\"stats\"");
}
END_TEST

/* ---- seek and rate ---- */

static void assert_at(int64_t number)
{
    uint64_t pts;
    ck_assert_int_eq(driver_picture(player, &pts), number);
    /* Also when the seek went into the middle of it; Matroska's times are whole milliseconds. */
    ck_assert_int_eq((int64_t)((pts + 500000) * FPS / 1000000000), number);
    ck_assert_int_lt((int64_t)pts, number * 1000000000 / FPS + 500000);
}

START_TEST(a_seek_shows_the_frame_of_that_time)
{
    static const int order[] = {100, 3, FRAMES - 1, 61, 59, 60, 0, FRAMES - 2, 1};
    driver_load(player, driver_clip("clip.mp4"));
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        double middle = (order[i] + 0.5) / FPS;
        JsonObject *reply = subject_seek(order[i]);
        assert_at(order[i]);
        ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), middle,
                                1.0 / FPS);
        driver_event(player, "seeked");
    }
}
END_TEST

START_TEST(a_seek_past_the_end_shows_the_last_picture)
{
    driver_load(player, driver_clip("silent.mkv"));
    driver_do(player, "\"command\":\"seek\",\"position\":1000");
    assert_at(SILENT_FRAMES - 1);
}
END_TEST

START_TEST(an_inaccurate_seek_goes_to_a_key_frame)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"seek\",\"position\":2.9,\"accurate\":false");
    assert_at(60);
}
END_TEST

START_TEST(of_many_seeks_at_once_the_last_one_counts)
{
    enum {
        SEEKS = 60
    };
    int ids[SEEKS];
    driver_load(player, driver_clip("clip.mp4"));
    for (int i = 0; i < SEEKS; i++)
        ids[i] = driver_send(player, "\"command\":\"seek\",\"position\":%.4f",
                             ((i * 37) % FRAMES + 0.5) / FPS);
    for (int i = 0; i < SEEKS; i++)
        ck_assert(
            json_object_get_boolean_member_with_default(driver_reply(player, ids[i]), "ok", FALSE));
    assert_at(((SEEKS - 1) * 37) % FRAMES);
    ck_assert_int_lt(driver_count(player, "\"event\":\"seeked\""), SEEKS);
}
END_TEST

START_TEST(seeks_while_playing_go_on_playing)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    for (int i = 0; i < 10; i++)
        driver_do(player, "\"command\":\"seek\",\"position\":%d", i % 4);
    subject_seek(FRAMES - 15);
    driver_event(player, "end");
    assert_at(FRAMES - 1);
}
END_TEST

START_TEST(the_rate_changes_while_paused_and_keeps_the_picture)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"seek\",\"position\":2.02");
    JsonObject *reply = driver_do(player, "\"command\":\"rate\",\"rate\":4");
    ck_assert_double_eq(json_object_get_double_member(reply, "rate"), 4);
    ck_assert_double_eq(json_object_get_double_member(driver_event(player, "rate"), "rate"), 4);
    ck_assert_str_eq(json_object_get_string_member(subject_stats(), "state"), "paused");
    assert_at(60);
    subject_play_to_end();
    ck_assert_double_eq(json_object_get_double_member(subject_stats(), "rate"), 4);
}
END_TEST

START_TEST(a_negative_rate_plays_to_the_start)
{
    driver_load(player, driver_clip("silent.mkv"));
    driver_do(player, "\"command\":\"seek\",\"position\":0.5");
    driver_do(player, "\"command\":\"rate\",\"rate\":-2");
    subject_play_to_end();
    int64_t number = driver_picture(player, NULL);
    ck_assert_int_ge(number, 0);
    ck_assert_int_lt(number, 5);
}
END_TEST

/* ---- play, pause, stop ---- */

START_TEST(pause_holds_the_picture)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    driver_event(player, "position");
    driver_event(player, "position");
    driver_do(player, "\"command\":\"pause\"");
    driver_wait_state(player, "paused");
    gint64 published = subject_stat("published");
    int64_t number = driver_picture(player, NULL);
    ck_assert_int_gt(number, 0);
    for (int i = 0; i < 50; i++)
        subject_stats();
    fixture_sleep(100);
    ck_assert_int_eq(subject_stat("published"), published);
    ck_assert_int_eq(driver_picture(player, NULL), number);
}
END_TEST

/* No state changes where the second command comes before the first is done. */
static void assert_undone(const char *command, const char *undo, const char *state)
{
    for (int i = 0; i < 20; i++) {
        driver_send(player, "\"command\":\"%s\"", command);
        driver_do(player, "\"command\":\"%s\"", undo);
        driver_wait_state(player, state);
    }
}

START_TEST(what_undoes_a_pause_or_a_play_tells_the_state_again)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_wait_state(player, "paused");
    assert_undone("play", "pause", "paused");
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    assert_undone("pause", "play", "playing");
}
END_TEST

START_TEST(playing_shows_the_frames_in_order_to_the_last)
{
    frs_reader *reader;
    frs_frame frame;
    int64_t last = -1;
    driver_load(player, driver_clip("silent.mkv"));
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    driver_send(player, "\"command\":\"play\"");
    while (last < SILENT_FRAMES - 1) {
        subject_wait(reader, &frame);
        int64_t number = subject_number(&frame);
        ck_assert_int_gt(number, last);
        last = number;
        frs_reader_release(reader, &frame);
    }
    driver_event(player, "end");
    frs_reader_close(&reader);
}
END_TEST

START_TEST(the_end_is_told_once_and_play_starts_again)
{
    driver_load(player, driver_clip("silent.mkv"));
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "ended");
    driver_event(player, "end");
    ck_assert_int_eq(driver_count(player, "\"event\":\"end\""), 1);
    JsonObject *now = subject_stats();
    ck_assert_str_eq(json_object_get_string_member(now, "state"), "ended");
    ck_assert_double_eq_tol(json_object_get_double_member(now, "position"), 1, 0.05);
    driver_do(player, "\"command\":\"play\"");
    double position = json_object_get_double_member(driver_event(player, "seeked"), "position");
    ck_assert_double_eq(position, 0);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), SILENT_FRAMES - 1);
}
END_TEST

START_TEST(a_seek_after_the_end_pauses_there)
{
    driver_load(player, driver_clip("silent.mkv"));
    subject_play_to_end();
    driver_do(player, "\"command\":\"seek\",\"position\":0.35");
    assert_at(10);
    ck_assert_str_eq(json_object_get_string_member(subject_stats(), "state"), "paused");
}
END_TEST

START_TEST(the_picture_stays_after_stop_and_play_loads_again)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"seek\",\"position\":3.01");
    driver_do(player, "\"command\":\"stop\"");
    driver_wait_state(player, "stopped");
    assert_at(90);
    driver_refused(player, "state", "\"command\":\"pause\"");
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    driver_event(player, "position");
}
END_TEST

START_TEST(play_during_load_plays_when_loaded)
{
    int load = driver_send(player, "\"command\":\"load\",\"uri\":\"file://%s\"",
                           driver_clip("silent.mkv"));
    int play = driver_send(player, "\"command\":\"play\"");
    driver_reply(player, load);
    driver_reply(player, play);
    driver_event(player, "end");
}
END_TEST

START_TEST(positions_are_told_while_playing)
{
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    double last = -1;
    for (int i = 0; i < 4; i++) {
        double position =
            json_object_get_double_member(driver_event(player, "position"), "position");
        ck_assert_double_gt(position, last);
        last = position;
    }
}
END_TEST

START_TEST(volume_and_mute_are_told_and_kept)
{
    driver_do(player, "\"command\":\"volume\",\"volume\":0.5");
    /* Before the answer. */
    ck_assert_int_eq(driver_count(player, "\"event\":\"volume\""), 1);
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"mute\",\"mute\":true");
    JsonObject *event = driver_event(player, "volume");
    ck_assert_double_eq(json_object_get_double_member(event, "volume"), 0.5);
    ck_assert(!json_object_get_boolean_member(event, "mute"));
    event = driver_event(player, "volume");
    ck_assert_double_eq(json_object_get_double_member(event, "volume"), 0.5);
    ck_assert(json_object_get_boolean_member(event, "mute"));
}
END_TEST

START_TEST(it_waits_for_a_full_buffer_and_goes_on)
{
    driver_do(player,
              "\"command\":\"load\",\"pipeline\":\"filesrc location=%s ! "
              "queue2 use-buffering=true max-size-bytes=50000 ! matroskademux ! jpegdec ! "
              "framesharesink\"",
              driver_clip("silent.mkv"));
    driver_do(player, "\"command\":\"play\"");
    ck_assert_int_lt(json_object_get_int_member(driver_event(player, "buffering"), "percent"), 100);
    driver_event(player, "end");
    ck_assert_int_gt(driver_count(player, "{\"event\":\"buffering\",\"percent\":100}"), 0);
    ck_assert_int_eq(driver_picture(player, NULL), SILENT_FRAMES - 1);
}
END_TEST

/* ---- many ---- */

static int count_entries(const char *what)
{
    char path[64];
    int n = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)driver_pid(player), what);
    DIR *dir = opendir(path);
    while (readdir(dir) != NULL)
        n++;
    closedir(dir);
    return n;
}

/* How many slots there are depends on how busy the machine is. */
static int count_other_fds(void)
{
    return count_entries("fd") - (int)subject_stat("slots");
}

START_TEST(a_hundred_loads_leave_nothing_behind)
{
    int fds = 0, threads = 0;
    gint64 bytes = 0;
    for (int i = 0; i < 100; i++) {
        driver_load(player, driver_clip(i % 2 ? "clip.mp4" : "silent.mkv"));
        if (i % 3 == 0)
            driver_do(player, "\"command\":\"play\"");
        if (i % 7 == 0)
            driver_do(player, "\"command\":\"seek\",\"position\":0.6");
        driver_do(player, "\"command\":\"stop\"");
        if (i == 19) { /* pools of threads have their size by now */
            fds = count_other_fds();
            threads = count_entries("task");
            bytes = subject_stat("bytes");
        }
    }
    ck_assert_int_le(count_other_fds(), fds + 2);
    ck_assert_int_le(count_entries("task"), threads + 4);
    ck_assert_int_le(subject_stat("bytes"), bytes * 2);
    ck_assert_int_ge(subject_stat("slots_free"), subject_stat("slots") - 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("playback");
    TCase *tests = checks_case(suite, "playback", subject_begin, subject_end, 240);
    tcase_add_test(tests, load_shows_the_first_picture_and_says_what_it_is);
    tcase_add_test(tests, a_file_is_decoded_straight_into_the_slots);
    tcase_add_test(tests, vp9_is_decoded_straight_into_the_slots);
    tcase_add_test(tests, rgba_is_rgba_in_the_slot);
    tcase_add_test(tests, a_file_without_sound_plays);
    tcase_add_test(tests, a_pipeline_plays_on_the_players_stream);
    tcase_add_test(tests, a_live_source_has_no_duration_and_no_other_position);
    tcase_add_test(tests, a_second_load_interrupts_the_first);
    tcase_add_test(tests, commands_need_something_loaded);
    tcase_add_test(tests, a_seek_shows_the_frame_of_that_time);
    tcase_add_test(tests, a_seek_past_the_end_shows_the_last_picture);
    tcase_add_test(tests, an_inaccurate_seek_goes_to_a_key_frame);
    tcase_add_test(tests, of_many_seeks_at_once_the_last_one_counts);
    tcase_add_test(tests, seeks_while_playing_go_on_playing);
    tcase_add_test(tests, the_rate_changes_while_paused_and_keeps_the_picture);
    tcase_add_test(tests, a_negative_rate_plays_to_the_start);
    tcase_add_test(tests, pause_holds_the_picture);
    tcase_add_test(tests, what_undoes_a_pause_or_a_play_tells_the_state_again);
    tcase_add_test(tests, playing_shows_the_frames_in_order_to_the_last);
    tcase_add_test(tests, the_end_is_told_once_and_play_starts_again);
    tcase_add_test(tests, a_seek_after_the_end_pauses_there);
    tcase_add_test(tests, the_picture_stays_after_stop_and_play_loads_again);
    tcase_add_test(tests, play_during_load_plays_when_loaded);
    tcase_add_test(tests, positions_are_told_while_playing);
    tcase_add_test(tests, volume_and_mute_are_told_and_kept);
    tcase_add_test(tests, it_waits_for_a_full_buffer_and_goes_on);
    tcase_add_test(tests, a_hundred_loads_leave_nothing_behind);
    return driver_run(suite);
}
