/* SPDX-License-Identifier: MIT */
/* Seeks to where one of two streams has already ended. */
#include "subject.h"

/* Of the shorter stream, 4.3 s. */
#define SHORT_FRAMES 129

typedef struct {
    const char *name, *codecs;
} container;

static const container containers[] = {
    {"short.mkv", "-c:v libx264 -preset ultrafast -g 50 -c:a aac"},
    {"short.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -g 50 -c:a libopus"},
    {"short.ts", "-c:v libx264 -preset ultrafast -g 50 -c:a aac"},
    {"short.mp4", "-c:v libx264 -preset ultrafast -g 50 -c:a aac"},
    {"live.mkv", "-c:v libx264 -preset ultrafast -g 50 -c:a libopus -live 1"},
};

static const char *make(const container *it, const char *filter)
{
    return driver_ffmpeg(it->name, "-i clip.mp4 %s %s", filter, it->codecs);
}

/* Some containers begin with sound, up to a picture before the first one. */
static void assert_shows_about(int number)
{
    ck_assert_int_le(ABS(driver_picture(player, NULL) - number), 1);
}

static void assert_ends(void)
{
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
}

START_TEST(a_seek_behind_the_end_of_the_sound_shows_the_picture_there)
{
    driver_load(player, make(&containers[_i], "-af atrim=end=4.3"));
    static const int numbers[] = {144, 60, 144, 147, 30, 135};
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        subject_seek(numbers[i]);
        assert_shows_about(numbers[i]);
    }
    assert_ends();
    assert_shows_about(FRAMES - 1);
}
END_TEST

/* Decoders trim what is at the end: all of the last samples may be in front of the target. */
START_TEST(each_seek_around_the_end_of_the_sound_is_answered)
{
    driver_load(player, make(&containers[_i], "-af atrim=end=4.3"));
    for (int i = 0; i < 20; i++)
        driver_do(player, "\"command\":\"seek\",\"position\":%.4f", 4.2 + i * 0.0137);
}
END_TEST

START_TEST(a_seek_behind_the_end_of_the_sound_works_while_it_plays)
{
    driver_load(player, make(&containers[_i], "-af atrim=end=4.3"));
    driver_do(player, "\"command\":\"play\"");
    subject_seek(140);
    driver_event(player, "end");
    assert_shows_about(FRAMES - 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("empty stream");
    TCase *tests = checks_case(suite, "empty stream", subject_begin, subject_end, 180);
    int kinds = G_N_ELEMENTS(containers);
    tcase_add_loop_test(tests, a_seek_behind_the_end_of_the_sound_shows_the_picture_there, 0,
                        kinds);
    tcase_add_loop_test(tests, each_seek_around_the_end_of_the_sound_is_answered, 0, kinds);
    tcase_add_loop_test(tests, a_seek_behind_the_end_of_the_sound_works_while_it_plays, 0, kinds);
    return driver_run(suite);
}
