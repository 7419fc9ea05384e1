/* SPDX-License-Identifier: MIT */
/* Seeks in Matroska and WebM without an index: key frames are seconds apart, and most clusters
 * begin between them. */
#include "subject.h"

#define LONG_FRAMES 900
#define SEEKS 40

/* The picture there is the one of that time, and says so as exactly as its file does. */
static void seek_and_check(int number)
{
    uint64_t pts;
    subject_seek(number);
    ck_assert_int_eq(driver_picture(player, &pts), number);
    ck_assert_double_eq_tol((double)pts * FPS / 1e9, number, 0.3);
}

static void assert_goes_everywhere(const char *file)
{
    static const int numbers[] = {40, 0, 100, 55, 20, 99, 1};
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
    assert_goes_everywhere(cut_off("long.mkv", 9));
}
END_TEST

static const char *recordings[] = {
    "-c:v libvpx -deadline realtime -cpu-used 8 -g 90 -c:a libopus -f webm -live 1 "
    "-cluster_time_limit 500",
};

START_TEST(a_recording_without_an_index_goes_where_it_is_sent)
{
    assert_goes_everywhere(driver_ffmpeg("recorded.mkv", "-i clip.mp4 %s", recordings[_i]));
}
END_TEST

/* 10 s from one key frame to the next. */
static const char *make_long(void)
{
    driver_shell("$FRAMESHARE_TESTCLIP -s 320x240 -n %d -a --x264 'bframes=2 key-int-max=300' "
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
        seek_and_check(i * 269 % 870);
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
    tcase_add_test(tests, the_first_seek_goes_where_it_is_sent_each_time);
    tcase_add_test(tests, every_seek_goes_where_it_is_sent);
    tcase_add_test(tests, it_loops_after_a_seek);
    return driver_run(suite);
}
