/* SPDX-License-Identifier: MIT */
#include "counter.h"
#include "recorder.h"
#include "subject.h"

#include <stdlib.h>
#include <string.h>

#include <gst/gst.h>

static void load(const char *name)
{
    driver_load(player, driver_clip(name));
}

static void set_next(const char *name)
{
    driver_do(player, "\"command\":\"next\",\"uri\":\"file://%s\"", driver_clip(name));
}

static void play(void)
{
    driver_do(player, "\"command\":\"play\"");
}

static void seek(double position)
{
    driver_do(player, "\"command\":\"seek\",\"position\":%f", position);
}

static void set_rate(double rate)
{
    driver_do(player, "\"command\":\"rate\",\"rate\":%f", rate);
}

/* The next one begins. */
static void assert_source(const char *name)
{
    JsonObject *event = driver_event(player, "source");
    ck_assert_str_eq(json_object_get_string_member(event, "uri") + strlen("file://"),
                     driver_clip(name));
}

static double number_of(JsonObject *event, const char *name)
{
    return json_object_get_double_member(event, name);
}

static void assert_told(const char *text, int times)
{
    ck_assert_msg(driver_count(player, text) == times, "%s: %d times", text,
                  driver_count(player, text));
}

/* It goes on to the end of that one, and there is no other end. */
static void assert_end(void)
{
    driver_event(player, "end");
    assert_told("\"event\":\"end\"", 1);
    assert_told("\"state\":\"ended\"", 1);
    assert_told("\"state\":\"loading\"", 1);
}

/* 320x240 at 30 frames a second, numbered from 30 on. */
static void make(const char *name, const char *arguments)
{
    driver_shell("ASAN_OPTIONS=detect_leaks=0 $FRAMESHARE_TESTCLIP -s 320x240 -n 6 --first 30 %s "
                 "-o %s",
                 arguments, name);
}

/* ---- what is told ---- */

START_TEST(what_is_next_plays_without_a_word_of_an_end)
{
    load("silent.mkv");
    set_next("vp9.webm");
    play();
    driver_event(player, "about-to-finish");
    assert_source("vp9.webm");
    ck_assert_int_eq(json_object_get_int_member(driver_event(player, "video"), "width"), 320);
    ck_assert_double_eq_tol(number_of(driver_event(player, "duration"), "duration"), 1. / 3, 0.01);
    ck_assert_double_eq_tol(number_of(driver_event(player, "position"), "position"), 0, 0.001);
    driver_event(player, "tracks");
    assert_end();
    ck_assert_int_eq(driver_picture(player, NULL), 9);
    assert_told("\"event\":\"seeked\"", 0);
    assert_told("\"event\":\"about-to-finish\"", 2);
}
END_TEST

START_TEST(what_is_next_may_be_said_when_it_is_time)
{
    load("silent.mkv");
    play();
    driver_event(player, "about-to-finish");
    set_next("vp9.webm");
    assert_source("vp9.webm");
    driver_event(player, "about-to-finish");
    set_next("silent.mkv");
    assert_source("silent.mkv");
    assert_end();
    ck_assert_int_eq(driver_picture(player, NULL), 29);
}
END_TEST

START_TEST(what_is_next_can_be_taken_back_and_be_another)
{
    load("silent.mkv");
    set_next("clip.mp4");
    play();
    driver_event(player, "about-to-finish");
    driver_do(player, "\"command\":\"next\",\"uri\":null");
    assert_end();
    assert_told("\"event\":\"source\"", 0);
    set_next("clip.mp4");
    set_next("vp9.webm");
    play();
    assert_source("vp9.webm");
    driver_event(player, "end");
    assert_told("\"event\":\"source\"", 1);
}
END_TEST

START_TEST(a_load_and_a_stop_take_back_what_is_next)
{
    load("vp9.webm");
    set_next("clip.mp4");
    load("vp9.webm");
    subject_play_to_end();
    set_next("clip.mp4");
    driver_do(player, "\"command\":\"stop\"");
    subject_play_to_end();
    assert_told("\"event\":\"source\"", 0);
}
END_TEST

START_TEST(a_loop_and_what_plays_backwards_do_not_come_to_what_is_next)
{
    load("silent.mkv");
    set_next("vp9.webm");
    driver_do(player, "\"command\":\"loop\",\"loop\":true");
    play();
    driver_event(player, "looped");
    driver_event(player, "looped");
    assert_told("\"event\":\"about-to-finish\"", 0);
    driver_do(player, "\"command\":\"loop\",\"loop\":false");
    set_rate(-1);
    driver_event(player, "end");
    assert_told("\"event\":\"source\"", 0);
    set_rate(1);
    play();
    assert_source("vp9.webm");
}
END_TEST

/* ---- what cannot be played ---- */

static const char *const broken[] = {"missing.mkv", "start.mp4"};

START_TEST(what_is_next_and_cannot_be_played_is_an_error_when_its_turn_comes)
{
    load("vp9.webm");
    set_next(broken[_i]);
    play();
    assert_source(broken[_i]);
    ck_assert_int_eq(driver_picture(player, NULL), 9);
    driver_event(player, "error");
    driver_wait_state(player, "error");
    assert_told("\"event\":\"end\"", 0);
    load("silent.mkv");
}
END_TEST

/* ---- seeks, rates and pauses ---- */

START_TEST(what_plays_can_be_sought_back_before_what_is_next_begins)
{
    load("silent.mkv");
    set_next("vp9.webm");
    play();
    for (int i = 0; i < 10; i++) {
        driver_event(player, "position");
        seek(i % 2 ? 0.11 : 0.51);
        int64_t number = driver_picture(player, NULL);
        ck_assert_msg(number >= (i % 2 ? 3 : 15), "%d", (int)number);
    }
    assert_source("vp9.webm");
    assert_end();
    ck_assert_int_eq(driver_picture(player, NULL), 9);
}
END_TEST

START_TEST(a_pause_does_not_hinder_what_is_next)
{
    load("silent.mkv");
    set_next("vp9.webm");
    for (int i = 0; i < 15; i++) {
        play();
        driver_wait_state(player, "playing");
        driver_do(player, "\"command\":\"pause\"");
        driver_wait_state(player, "paused");
        if (i < 5)
            seek(0.9);
    }
    play();
    driver_event(player, "end");
    assert_told("\"event\":\"source\"", 1);
    ck_assert_int_eq(driver_picture(player, NULL), 9);
}
END_TEST

/* ---- pictures ---- */

typedef struct shown {
    int64_t numbers[100];
    int n;
} shown;

/* All pictures up to that one. */
static void read_pictures(frs_reader *reader, shown *all, int64_t last)
{
    frs_frame frame;
    do {
        ck_assert_frs(frs_reader_wait(reader, 60000), FRS_OK);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        ck_assert_int_lt(all->n, (int)G_N_ELEMENTS(all->numbers));
        all->numbers[all->n++] = frs_counter_read(frame.data + frame.info.offset[0], 1,
                                                  frame.info.stride[0], (int)frame.info.height);
        frs_reader_release(reader, &frame);
    } while (all->numbers[all->n - 1] != last);
}

static const char *const others[][2] = {
    {"same.mkv", "-c mjpeg --container mkv"},
    {"size.mp4", "-s 480x270 -r 25"},
    {"large.mkv", "-s 640x360 -c vp8 --container mkv"},
};

START_TEST(every_picture_of_both_sources_is_shown_in_its_turn)
{
    frs_reader *reader;
    frs_reader_options options = {.every_frame = true, .history = FRS_HISTORY_MAX};
    shown all = {.n = 0};
    make(others[_i][0], others[_i][1]);
    load("silent.mkv");
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), &options), FRS_OK);
    set_next(others[_i][0]);
    /* Each has its time also on a busy machine. */
    set_rate(0.25);
    seek(0.88);
    play();
    read_pictures(reader, &all, 35);
    frs_reader_close(&reader);
    for (int i = 1; i < all.n; i++)
        if (all.numbers[i - 1] > 0) /* before that it was at its start */
            ck_assert_msg(all.numbers[i] == all.numbers[i - 1] + 1 ||
                              all.numbers[i] == all.numbers[i - 1],
                          "%d after %d", (int)all.numbers[i], (int)all.numbers[i - 1]);
    driver_event(player, "end");
}
END_TEST

/* ---- sound ---- */

static void begin_recording(void)
{
    fixture_clear_folder();
    recorder_register();
    player = driver_in_process(NULL);
}

/* The sound of one second of noise with pictures: that of the whole from there on. */
static void make_half(const char *name, int from)
{
    driver_ffmpeg(name,
                  "-f lavfi -i anoisesrc=r=48000:d=2:seed=1 -i silent.mkv -map 1:v -map 0:a -af "
                  "atrim=start_sample=%d:end_sample=%d,asetpts=PTS-STARTPTS -ac 1 -c:v copy -c:a "
                  "pcm_s16le",
                  from, from + RECORDER_RATE);
}

static GArray *read_sound(const char *name)
{
    char *bytes;
    gsize length;
    ck_assert(g_file_get_contents(driver_clip(name), &bytes, &length, NULL));
    GArray *sound = g_array_new(FALSE, FALSE, sizeof(gint16));
    g_array_append_vals(sound, bytes, (guint)(length / sizeof(gint16)));
    g_free(bytes);
    return sound;
}

/* How far one piece is from the end of the one before it, at the most, ns. */
static guint64 widest_gap(GArray *pieces)
{
    guint64 widest = 0;
    for (guint i = 1; i < pieces->len; i++) {
        const recorder_piece *before = &g_array_index(pieces, recorder_piece, i - 1);
        guint64 end =
            before->begin + gst_util_uint64_scale(before->samples, GST_SECOND, RECORDER_RATE);
        guint64 begin = before[1].begin;
        widest = MAX(widest, begin > end ? begin - end : end - begin);
    }
    return widest;
}

START_TEST(the_sound_of_two_sources_has_no_gap_of_a_sample)
{
    make_half("first.mov", 0);
    make_half("second.mov", RECORDER_RATE);
    driver_ffmpeg("whole.raw", "-f lavfi -i anoisesrc=r=48000:d=2:seed=1 -ac 1 -f s16le");
    load("first.mov");
    set_next("second.mov");
    play();
    assert_end();
    g_autoptr(GArray) played = recorder_samples();
    g_autoptr(GArray) pieces = recorder_pieces();
    g_autoptr(GArray) whole = read_sound("whole.raw");
    ck_assert_uint_eq(whole->len, 2 * RECORDER_RATE);
    ck_assert_uint_eq(played->len, whole->len);
    ck_assert_mem_eq(played->data, whole->data, whole->len * sizeof(gint16));
    ck_assert_uint_le(widest_gap(pieces), GST_SECOND / RECORDER_RATE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("next");
    TCase *tests = checks_case(suite, "next", subject_begin, subject_end, 240);
    tcase_add_test(tests, what_is_next_plays_without_a_word_of_an_end);
    tcase_add_test(tests, what_is_next_may_be_said_when_it_is_time);
    tcase_add_test(tests, what_is_next_can_be_taken_back_and_be_another);
    tcase_add_test(tests, a_load_and_a_stop_take_back_what_is_next);
    tcase_add_test(tests, a_loop_and_what_plays_backwards_do_not_come_to_what_is_next);
    tcase_add_loop_test(tests, what_is_next_and_cannot_be_played_is_an_error_when_its_turn_comes, 0,
                        G_N_ELEMENTS(broken));
    tcase_add_test(tests, what_plays_can_be_sought_back_before_what_is_next_begins);
    tcase_add_test(tests, a_pause_does_not_hinder_what_is_next);
    tcase_add_loop_test(tests, every_picture_of_both_sources_is_shown_in_its_turn, 0,
                        G_N_ELEMENTS(others));
    tests = checks_case(suite, "sound", begin_recording, subject_end, 240);
    tcase_add_test(tests, the_sound_of_two_sources_has_no_gap_of_a_sample);
    return driver_run(suite);
}
