/* SPDX-License-Identifier: MIT */
/* What has sound alone shows its cover; a cover is never taken for a video. */
#include "subject.h"

#include <string.h>

/* Two seconds of sound, a red picture of 120x90; `arguments` are ffmpeg's. */
static const char *make(const char *name, const char *arguments)
{
    driver_ffmpeg("cover.png", "-f lavfi -i color=red:s=120x90 -frames:v 1");
    return driver_ffmpeg(name, "-f lavfi -i sine=d=2 -i cover.png %s", arguments);
}

static void assert_still(JsonObject *reply, int width, int height)
{
    ck_assert(json_object_get_boolean_member(reply, "still"));
    ck_assert_int_eq(json_object_get_int_member(reply, "width"), width);
    ck_assert_int_eq(json_object_get_int_member(reply, "height"), height);
    ck_assert(json_object_get_boolean_member(reply, "seekable"));
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "duration"), 2, 0.1);
}

/* In the middle of the newest picture, as RGBA. */
static guint32 colour(void)
{
    guint32 pixel;
    frs_frame frame = subject_take();
    ck_assert_int_eq(frame.info.n_planes, 1);
    memcpy(&pixel,
           frame.data + frame.info.offset[0] + frame.info.height / 2 * frame.info.stride[0] +
               (gsize)frame.info.width / 2 * 4,
           sizeof pixel);
    subject_give_back(&frame);
    return GUINT32_FROM_LE(pixel);
}

static void load_rgba(const char *path)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"format\":\"rgba\"", path);
}

#define COVERED "-map 0 -map 1 -c:v copy -disposition:v attached_pic"

static const char *const covered[] = {"cover.mp3", "cover.flac", "cover.m4a"};

START_TEST(sound_with_a_cover_shows_it_while_it_plays)
{
    const char *path = make(covered[_i], COVERED);
    assert_still(driver_load(player, path), 120, 90);
    load_rgba(path);
    ck_assert_uint_eq(colour() & 0xf8f8f8, 0xf8);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    ck_assert_uint_eq(colour() & 0xf8f8f8, 0xf8);
}
END_TEST

START_TEST(sound_without_a_cover_shows_a_plain_picture)
{
    assert_still(driver_load(player, make("plain.wav", "-map 0")), 640, 360);
    load_rgba(driver_clip("plain.wav"));
    ck_assert_uint_eq(colour(), 0xff242020);
}
END_TEST

START_TEST(sound_alone_seeks_starts_and_ends_as_a_film_does)
{
    const char *path = make("plain.wav", "-map 0");
    JsonObject *reply;
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"position\":1.25", path);
    JsonObject *at = driver_event(player, "position");
    ck_assert_double_eq_tol(json_object_get_double_member(at, "position"), 1.25, 0.05);
    reply = driver_do(player, "\"command\":\"seek\",\"position\":0.5");
    ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), 0.5, 0.05);
    driver_do(player, "\"command\":\"rate\",\"rate\":2");
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    driver_refused(player, "no-video", "\"command\":\"step\",\"frames\":1");
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_picture(player, NULL), 0);
}
END_TEST

START_TEST(a_cover_that_is_no_picture_is_a_warning)
{
    const char *path = make("cover.mp3", COVERED);
    char *bytes;
    gsize length;
    ck_assert(g_file_get_contents(path, &bytes, &length, NULL));
    char *image = memmem(bytes, length, "IDAT", 4);
    ck_assert_ptr_nonnull(image);
    memset(image - 25, 'x', 60);
    ck_assert(g_file_set_contents(driver_clip("broken.mp3"), bytes, (gssize)length, NULL));
    g_free(bytes);
    int load =
        driver_send(player, "\"command\":\"load\",\"uri\":\"%s\"", driver_clip("broken.mp3"));
    driver_event(player, "warning");
    assert_still(driver_reply(player, load), 640, 360);
}
END_TEST

static const char *const films[][2] = {
    {"film.mp4", "-i clip.mp4 -map 1 -map 2:v -map 2:a -c copy -disposition:v:0 attached_pic"},
    {"film.mkv", "-i clip.mp4 -map 2:v -map 2:a -c copy -attach cover.png "
                 "-metadata:s:t mimetype=image/png"},
};

START_TEST(a_cover_is_not_taken_for_the_video)
{
    JsonObject *reply = driver_load(player, make(films[_i][0], films[_i][1]));
    ck_assert_int_eq(json_object_get_int_member(reply, "width"), 320);
    ck_assert(!json_object_get_boolean_member(reply, "still"));
    ck_assert_int_eq(driver_picture(player, NULL), 0);
}
END_TEST

static void assert_has(JsonObject *event, const char *name, const char *value)
{
    ck_assert_pstr_eq(json_object_get_string_member_with_default(event, name, NULL), value);
}

START_TEST(what_a_file_says_of_itself_is_an_event)
{
    static const char *const names[] = {"tagged.mp3", "tagged.ogg", "tagged.flac", "tagged.mkv"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        driver_load(player, make(names[i], "-map 0 -metadata title='A \"title\"' -metadata "
                                           "artist=Somebody -metadata album=Sounds"));
        JsonObject *tags = driver_event(player, "tags");
        assert_has(tags, "title", "A \"title\"");
        assert_has(tags, "artist", "Somebody");
        assert_has(tags, "album", "Sounds");
        assert_has(tags, "composer", NULL);
    }
}
END_TEST

START_TEST(the_name_of_a_track_is_not_that_of_the_film)
{
    driver_load(player, make("named.mkv", "-i clip.mp4 -map 2:v -map 2:a -c copy "
                                          "-metadata title=Film -metadata:s:a title=Sound "
                                          "-metadata:s:v title=Picture"));
    assert_has(driver_event(player, "tags"), "title", "Film");
}
END_TEST

static const char chapters[] = ";FFMETADATA1\n"
                               "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=One\n"
                               "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1500\nEND=5000\ntitle=Two\n";

static const char *const with_chapters[] = {"chapters.mkv", "chapters.mp4", "chapters.mov"};

START_TEST(the_chapters_of_a_film_are_an_event_and_no_track)
{
    g_file_set_contents(driver_clip("chapters.txt"), chapters, -1, NULL);
    driver_load(player, make(with_chapters[_i], "-i clip.mp4 -i chapters.txt -map 2:v -map 2:a "
                                                "-map_chapters 3 -c copy"));
    JsonArray *text = json_object_get_array_member(driver_event(player, "tracks"), "text");
    ck_assert_uint_eq(json_array_get_length(text), 0);
    JsonObject *event = driver_event(player, "chapters");
    JsonArray *list = json_object_get_array_member(event, "chapters");
    ck_assert_uint_eq(json_array_get_length(list), 2);
    JsonObject *two = json_array_get_object_element(list, 1);
    assert_has(two, "title", "Two");
    ck_assert_double_eq_tol(json_object_get_double_member(two, "start"), 1.5, 0.001);
    ck_assert_double_eq_tol(json_object_get_double_member(two, "end"), 5, 0.05);
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_count(player, "\"chapters\":["), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sound");
    TCase *tests = checks_case(suite, "sound", subject_begin, subject_end, 180);
    tcase_add_loop_test(tests, sound_with_a_cover_shows_it_while_it_plays, 0,
                        G_N_ELEMENTS(covered));
    tcase_add_test(tests, sound_without_a_cover_shows_a_plain_picture);
    tcase_add_test(tests, sound_alone_seeks_starts_and_ends_as_a_film_does);
    tcase_add_test(tests, a_cover_that_is_no_picture_is_a_warning);
    tcase_add_loop_test(tests, a_cover_is_not_taken_for_the_video, 0, G_N_ELEMENTS(films));
    tcase_add_test(tests, what_a_file_says_of_itself_is_an_event);
    tcase_add_test(tests, the_name_of_a_track_is_not_that_of_the_film);
    tcase_add_loop_test(tests, the_chapters_of_a_film_are_an_event_and_no_track, 0,
                        G_N_ELEMENTS(with_chapters));
    return driver_run(suite);
}
