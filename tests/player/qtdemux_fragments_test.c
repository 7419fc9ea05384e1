/* SPDX-License-Identifier: MIT */
/* Fragmented MP4: what recorders write. */
#include "http.h"
#include "subject.h"

#define SECONDS 5.0
#define H264 "-i clip.mp4 -c:v libx264 -preset ultrafast -bf 0 -g 30 -c:a aac "
#define FLAGS "-movflags empty_moov+delay_moov+default_base_moof+"

static const char *fragmented[] = {
    H264 FLAGS "frag_keyframe+skip_trailer",
    H264 FLAGS "frag_keyframe+skip_trailer -an",
    H264 FLAGS "frag_keyframe",
    H264 FLAGS "frag_keyframe+dash+skip_trailer",
    H264 FLAGS "frag_keyframe+global_sidx+skip_trailer",
    H264 FLAGS "frag_keyframe+separate_moof+skip_trailer",
    /* B-frames. */
    H264 "-bf 2 " FLAGS "frag_keyframe+skip_trailer",
    H264 "-bf 2 " FLAGS "frag_keyframe+negative_cts_offsets+skip_trailer",
    /* Most fragments have no key frame. */
    H264 FLAGS "skip_trailer -frag_duration 300000 -g 75",
    /* All offsets from the beginning of the file. */
    H264 "-movflags empty_moov+delay_moov+frag_keyframe+skip_trailer",
    "-i clip.mp4 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 30 -c:a libopus " FLAGS
    "frag_keyframe+skip_trailer",
    "-i clip.mp4 -c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=30:bframes=0 "
    "-tag:v hvc1 "
    "-c:a aac " FLAGS "frag_keyframe+skip_trailer",
};

static double duration_of(const char *file)
{
    return json_object_get_double_member(driver_load(player, file), "duration");
}

static void seek_and_check(int number)
{
    subject_seek(number);
    ck_assert_int_eq(driver_picture(player, NULL), number);
}

START_TEST(all_of_a_fragmented_file_can_be_sought)
{
    const int numbers[] = {100, 40, 148, 0, 31, 89, 90, 91, 1, 149};
    const char *file = driver_ffmpeg("fragmented.mp4", "%s", fragmented[_i]);
    ck_assert_double_eq_tol(duration_of(file), SECONDS, 0.1);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        seek_and_check(numbers[i]);
    driver_do(player, "\"command\":\"seek\",\"position\":%g", SECONDS + 2);
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
    seek_and_check(120);
    subject_play_to_end();
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
}
END_TEST

START_TEST(all_of_a_fragmented_file_can_be_sought_over_http)
{
    const int numbers[] = {140, 10, 148, 75};
    http *server = http_start(driver_ffmpeg("fragmented.mp4", "%s", fragmented[_i]), NULL, TRUE);
    JsonObject *loaded = driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    ck_assert_double_eq_tol(json_object_get_double_member(loaded, "duration"), SECONDS, 0.1);
    ck_assert_int_eq(driver_count(player, "\"state\":\"loading\""), 1);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        seek_and_check(numbers[i]);
    subject_play_to_end();
    http_stop(server);
}
END_TEST

START_TEST(a_fragmented_file_that_comes_as_a_whole_plays_to_its_end)
{
    http *server = http_start(driver_ffmpeg("fragmented.mp4", "%s", fragmented[0]), NULL, FALSE);
    JsonObject *loaded = driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    ck_assert(!json_object_get_boolean_member(loaded, "seekable"));
    subject_play_to_end();
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
    http_stop(server);
}
END_TEST

static const char *make_fragmented(void)
{
    return driver_ffmpeg("fragmented.mp4", "%s", fragmented[0]);
}

START_TEST(a_fragmented_file_plays_from_begin_to_end)
{
    driver_load(player, make_fragmented());
    subject_play_to_end();
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
}
END_TEST

START_TEST(a_fragmented_file_begins_where_a_load_says)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"file://%s\",\"position\":3.35",
              make_fragmented());
    ck_assert_int_eq(driver_picture(player, NULL), 100);
}
END_TEST

START_TEST(a_fragmented_file_steps_to_both_sides)
{
    driver_load(player, make_fragmented());
    seek_and_check(90);
    driver_do(player, "\"command\":\"step\",\"frames\":-3");
    ck_assert_int_eq(driver_picture(player, NULL), 87);
    driver_do(player, "\"command\":\"step\",\"frames\":5");
    ck_assert_int_eq(driver_picture(player, NULL), 92);
}
END_TEST

START_TEST(a_fragmented_file_loops)
{
    driver_load(player, make_fragmented());
    driver_do(player, "\"command\":\"loop\",\"loop\":true");
    seek_and_check(130);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "looped");
    driver_event(player, "looped");
    driver_do(player, "\"command\":\"pause\"");
    seek_and_check(100);
}
END_TEST

START_TEST(fragments_of_sound_alone_can_be_sought)
{
    const char *file = driver_ffmpeg("sound.m4a", "-i clip.mp4 -vn -c:a aac -f mp4 " FLAGS
                                                  "skip_trailer -frag_duration 500000");
    ck_assert_double_eq_tol(duration_of(file), SECONDS, 0.1);
    JsonObject *reply = driver_do(player, "\"command\":\"seek\",\"position\":4");
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), 4, 0.05);
    subject_play_to_end();
}
END_TEST

/* The last fragment has its header and not its pictures. */
START_TEST(a_fragmented_file_that_was_cut_off_plays_what_is_there)
{
    make_fragmented();
    driver_shell("head -c $(($(stat -c %%s fragmented.mp4) * 6 / 10)) fragmented.mp4 > part.mp4");
    double duration = duration_of(driver_clip("part.mp4"));
    ck_assert_double_ge(duration, 2);
    ck_assert_double_le(duration, 4.1);
    seek_and_check(45);
    subject_play_to_end();
}
END_TEST

/* Its header has samples besides, and qtdemux knows of the others as it comes to them. */
START_TEST(what_turns_out_to_be_longer_says_so_as_it_plays)
{
    const char *file = driver_ffmpeg("header.mp4", H264 "-movflags frag_keyframe+skip_trailer");
    ck_assert_double_le(duration_of(file), 2.1);
    driver_event(player, "duration");
    driver_do(player, "\"command\":\"play\"");
    double duration;
    do
        duration = json_object_get_double_member(driver_event(player, "duration"), "duration");
    while (duration < SECONDS - 0.1);
    driver_event(player, "end");
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fragments");
    TCase *tests = checks_case(suite, "fragments", subject_begin, subject_end, 120);
    tcase_add_loop_test(tests, all_of_a_fragmented_file_can_be_sought, 0, G_N_ELEMENTS(fragmented));
    /* Codecs and what fragments say of themselves are the same there. */
    tcase_add_loop_test(tests, all_of_a_fragmented_file_can_be_sought_over_http, 0, 5);
    tcase_add_test(tests, a_fragmented_file_that_comes_as_a_whole_plays_to_its_end);
    tcase_add_test(tests, a_fragmented_file_plays_from_begin_to_end);
    tcase_add_test(tests, a_fragmented_file_begins_where_a_load_says);
    tcase_add_test(tests, a_fragmented_file_steps_to_both_sides);
    tcase_add_test(tests, a_fragmented_file_loops);
    tcase_add_test(tests, fragments_of_sound_alone_can_be_sought);
    tcase_add_test(tests, a_fragmented_file_that_was_cut_off_plays_what_is_there);
    tcase_add_test(tests, what_turns_out_to_be_longer_says_so_as_it_plays);
    return driver_run(suite);
}
