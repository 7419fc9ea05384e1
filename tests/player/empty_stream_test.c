/* SPDX-License-Identifier: MIT */
/* Seeks to where one of two streams has already ended. */
#include "subject.h"

#include <string.h>

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

/* A transport stream lasts as long as its pictures: its end is where they end. */
START_TEST(a_seek_behind_the_end_of_the_pictures_shows_the_last_one)
{
    driver_load(player, make(&containers[_i], "-vf trim=end_frame=" G_STRINGIFY(SHORT_FRAMES)));
    static const double positions[] = {4.8, 2, 4.8, 4.9, 4.4};
    for (guint i = 0; i < G_N_ELEMENTS(positions); i++) {
        JsonObject *reply = driver_do(player, "\"command\":\"seek\",\"position\":%f", positions[i]);
        if (strcmp(containers[_i].name, "short.ts") != 0)
            ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), positions[i],
                                    0.01);
        assert_shows_about(positions[i] == 2 ? 60 : SHORT_FRAMES - 1);
    }
    assert_ends();
    assert_shows_about(SHORT_FRAMES - 1);
}
END_TEST

/* Decoders keep pictures back until they know that there are no more. */
START_TEST(each_seek_around_the_end_of_the_pictures_shows_its_picture)
{
    driver_load(player, make(&containers[_i], "-vf trim=end_frame=" G_STRINGIFY(SHORT_FRAMES)));
    for (int number = SHORT_FRAMES - 6; number < SHORT_FRAMES + 6; number++) {
        subject_seek(number);
        assert_shows_about(MIN(number, SHORT_FRAMES - 1));
    }
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
    tcase_add_loop_test(tests, a_seek_behind_the_end_of_the_pictures_shows_the_last_one, 0, kinds);
    tcase_add_loop_test(tests, each_seek_around_the_end_of_the_pictures_shows_its_picture, 0,
                        kinds);
    return driver_run(suite);
}
