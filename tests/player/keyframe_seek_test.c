/* SPDX-License-Identifier: MIT */
/* Seeks in Matroska and WebM without an index: key frames are seconds apart, and most clusters
 * begin between them. */
#include "subject.h"

#define LONG_FRAMES 900
#define SEEKS 40

/* The picture there is the one of that time: some files begin with sound, up to a picture before
 * the first one. */
static void seek_and_check(int number)
{
    uint64_t pts;
    double position = (number + 0.5) / FPS;
    subject_seek(number);
    int64_t picture = driver_picture(player, &pts);
    ck_assert_double_le((double)pts / 1e9, MAX(position, 1.0 / FPS) + 0.001);
    ck_assert_double_ge((double)pts / 1e9, position - 1.0 / FPS - 0.001);
    ck_assert_double_eq_tol((double)pts * FPS / 1e9, (double)picture, 1);
}

static void assert_goes_everywhere(const char *file, int last)
{
    const int numbers[] = {40, 0, 100, 55, 20, 99, 1, last};
    driver_load(player, file);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        seek_and_check(numbers[i]);
    subject_play_to_end();
}

/* `tenths` of the file called `name`. */
static const char *cut_off(const char *name, int tenths)
{
    driver_shell("head -c $(($(stat -c %%s %s) * %d / 10)) %s > cut.mkv", name, tenths, name);
    return driver_clip("cut.mkv");
}

START_TEST(a_file_that_was_cut_off_goes_where_it_is_sent)
{
    driver_ffmpeg("long.mkv",
                  "-i clip.mp4 -c:v libx264 -g 90 -c:a libopus -cluster_time_limit 500");
    assert_goes_everywhere(cut_off("long.mkv", 9), 120);
}
END_TEST

static const char *recordings[] = {
    ("-c:v libvpx -deadline realtime -cpu-used 8 -g 90 -c:a libopus -f webm -live 1 "
     "-cluster_time_limit 500"),
    "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -g 90 -c:a libopus -f webm -live 1",
    "-c:v libvpx -deadline realtime -cpu-used 8 -g 60 -an -f webm -live 1",
    "-c:v libx264 -preset ultrafast -g 100 -c:a libopus -f matroska -live 1",
    "-c:v libx264 -preset ultrafast -g 9999 -c:a aac -f matroska -live 1",
    "-c:v libx264 -preset ultrafast -g 100 -an -f matroska -live 1 -cluster_time_limit 300",
};

START_TEST(a_recording_without_an_index_goes_where_it_is_sent)
{
    assert_goes_everywhere(driver_ffmpeg("recorded.mkv", "-i clip.mp4 %s", recordings[_i]),
                           FRAMES - 2);
}
END_TEST

START_TEST(a_recording_that_was_cut_off_in_a_cluster_goes_where_it_is_sent)
{
    driver_ffmpeg("recorded.mkv", "-i clip.mp4 %s", recordings[_i]);
    assert_goes_everywhere(cut_off("recorded.mkv", 9), 120);
}
END_TEST

/* 10 s from one key frame to the next. What encoders leak is not looked for here. */
static const char *make_long(void)
{
    driver_shell("ASAN_OPTIONS=detect_leaks=0 $FRAMESHARE_TESTCLIP -s 320x240 -n %d -a --x264 "
                 "'bframes=2 key-int-max=300' "
                 "-o long.mp4 && ffmpeg -v error -i long.mp4 -c copy -f matroska pipe:1 >long.mkv",
                 LONG_FRAMES);
    return driver_clip("long.mkv");
}

/* The seeks that follow a load are those that find out how far apart key frames are. */
START_TEST(the_first_seek_goes_where_it_is_sent_each_time)
{
    const char *file = make_long();
    for (int i = 0; i < SEEKS; i++) {
        driver_load(player, file);
        seek_and_check(400 + i);
    }
}
END_TEST

START_TEST(every_seek_goes_where_it_is_sent)
{
    driver_load(player, make_long());
    for (int i = 0; i < SEEKS; i++)
        seek_and_check(i * 269 % (LONG_FRAMES - 1));
}
END_TEST

START_TEST(it_lasts_as_long_as_what_is_in_it)
{
    JsonObject *loaded = driver_load(player, make_long());
    ck_assert_double_eq_tol(json_object_get_double_member(loaded, "duration"), 30, 0.1);
    driver_do(player, "\"command\":\"seek\",\"position\":29.5");
    ck_assert_int_eq(driver_picture(player, NULL), 885);
    driver_do(player, "\"command\":\"seek\",\"position\":31");
    ck_assert_int_eq(driver_picture(player, NULL), LONG_FRAMES - 1);
}
END_TEST

START_TEST(it_loops_after_a_seek)
{
    driver_load(player, make_long());
    driver_do(player, "\"command\":\"loop\",\"loop\":true");
    seek_and_check(800);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "looped");
    driver_do(player, "\"command\":\"pause\"");
    seek_and_check(400);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("keyframe seek");
    TCase *tests = checks_case(suite, "keyframe seek", subject_begin, subject_end, 180);
    tcase_add_test(tests, a_file_that_was_cut_off_goes_where_it_is_sent);
    tcase_add_loop_test(tests, a_recording_without_an_index_goes_where_it_is_sent, 0,
                        G_N_ELEMENTS(recordings));
    tcase_add_loop_test(tests, a_recording_that_was_cut_off_in_a_cluster_goes_where_it_is_sent, 0,
                        G_N_ELEMENTS(recordings));
    tcase_add_test(tests, the_first_seek_goes_where_it_is_sent_each_time);
    tcase_add_test(tests, every_seek_goes_where_it_is_sent);
    tcase_add_test(tests, it_lasts_as_long_as_what_is_in_it);
    tcase_add_test(tests, it_loops_after_a_seek);
    return driver_run(suite);
}
