/* SPDX-License-Identifier: MIT */
/* A film of one picture and a long sound shows its picture from the first moment on. */
#include "subject.h"

#include <string.h>

typedef struct {
    const char *name, *codecs;
} container;

static const container containers[] = {
    {"lone.mkv", "-c:v libx264 -c:a aac"},
    {"lone.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus"},
    {"lone.mp4", "-c:v libx264 -c:a aac"},
    {"lone.mov", "-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le"},
    {"fast.mp4", "-c:v libx264 -c:a aac -movflags faststart"},
    /* A transport stream lasts as long as its pictures: there is nothing to seek in. */
    {"lone.ts", "-c:v libx264 -c:a aac"},
};

/* Number 100 of the counter, and five seconds of sound. */
static const char *make(int index, const char *filter)
{
    return driver_ffmpeg(containers[index].name, "-i clip.mp4 -vf %s %s", filter,
                         containers[index].codecs);
}

#define LONE "'select=eq(n\\,100),setpts=0'"

START_TEST(one_picture_is_shown_while_its_sound_plays)
{
    JsonObject *loaded = driver_load(player, make(_i, LONE));
    ck_assert(!json_object_get_boolean_member(loaded, "still"));
    ck_assert_int_eq(json_object_get_int_member(loaded, "width"), 320);
    ck_assert_int_eq(driver_picture(player, NULL), 100);
    JsonArray *video = json_object_get_array_member(driver_event(player, "tracks"), "video");
    ck_assert_uint_eq(json_array_get_length(video), 1);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), 100);
    double position = json_object_get_double_member(subject_stats(), "position");
    ck_assert_double_eq_tol(position, (double)FRAMES / FPS, 0.1);
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
}
END_TEST

START_TEST(a_seek_keeps_the_one_picture)
{
    driver_load(player, make(_i, LONE));
    static const double positions[] = {3, 0, 4.5};
    for (guint i = 0; i < G_N_ELEMENTS(positions); i++) {
        driver_do(player, "\"command\":\"seek\",\"position\":%f", positions[i]);
        ck_assert_int_eq(driver_picture(player, NULL), 100);
    }
}
END_TEST

/* The second refers to the first, and is seconds behind it. */
START_TEST(a_picture_long_after_the_first_refers_to_it_all_the_same)
{
    driver_load(player,
                driver_ffmpeg("two.mkv", "-i clip.mp4 -vf 'select=eq(n\\,20)+eq(n\\,100)' "
                                         "-fps_mode passthrough -c:v libx264 -bf 0 -sc_threshold 0 "
                                         "-g 250 -qp 1 -c:a aac"));
    ck_assert_int_eq(driver_picture(player, NULL), 20);
    subject_play_to_end();
    ck_assert_int_eq(driver_picture(player, NULL), 100);
    ck_assert_int_eq(subject_stat("published"), 2);
}
END_TEST

START_TEST(sound_much_shorter_than_the_pictures_is_played)
{
    driver_load(player, driver_ffmpeg("jingle.mp4", "-i clip.mp4 -af atrim=end=0.5 -c:a aac"));
    JsonArray *audio = json_object_get_array_member(driver_event(player, "tracks"), "audio");
    ck_assert_uint_eq(json_array_get_length(audio), 1);
}
END_TEST

START_TEST(pictures_much_shorter_than_the_sound_keep_their_rate)
{
    JsonObject *loaded = driver_load(
        player,
        driver_ffmpeg("title.mp4", "-i clip.mp4 -vf trim=end_frame=10 -c:v libx264 -c:a aac"));
    if (!json_object_get_null_member(loaded, "fps"))
        ck_assert_double_eq_tol(json_object_get_double_member(loaded, "fps"), FPS, 0.1);
    ck_assert_int_eq(driver_picture(player, NULL), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lone picture");
    TCase *tests = checks_case(suite, "lone picture", subject_begin, subject_end, 120);
    int kinds = G_N_ELEMENTS(containers);
    tcase_add_loop_test(tests, one_picture_is_shown_while_its_sound_plays, 0, kinds);
    tcase_add_loop_test(tests, a_seek_keeps_the_one_picture, 0, kinds - 1);
    tcase_add_test(tests, a_picture_long_after_the_first_refers_to_it_all_the_same);
    tcase_add_test(tests, sound_much_shorter_than_the_pictures_is_played);
    tcase_add_test(tests, pictures_much_shorter_than_the_sound_keep_their_rate);
    return driver_run(suite);
}
