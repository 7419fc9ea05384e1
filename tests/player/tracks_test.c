/* SPDX-License-Identifier: MIT */
#include "subject.h"

#include <string.h>

/* ---- files ---- */

static const char *make_words(const char *name, const char *word)
{
    const char *file = driver_clip(name);
    g_autofree char *text = g_strdup_printf("1\n00:00:01,000 --> 00:00:01,500\n%s\n", word);
    ck_assert(g_file_set_contents(file, text, -1, NULL));
    return file;
}

/* clip.mp4 with two tracks of sound and two of text. */
static const char *make_clip(void)
{
    const char *file = driver_clip("tracks.mkv");
    if (g_file_test(file, G_FILE_TEST_EXISTS))
        return file;
    make_words("a.srt", "word");
    make_words("b.srt", "Wort");
    return driver_ffmpeg(
        "tracks.mkv",
        "-i clip.mp4 -f lavfi -i sine=880:d=5 -i a.srt -i b.srt -map 0:v -map 0:a -map 1:a -map 2 "
        "-map 3 -c:v copy -c:a:0 copy -c:a:1 libvorbis -c:s srt -metadata:s:a:0 language=eng "
        "-metadata:s:a:1 language=fra -metadata:s:a:1 title=Commentaire "
        "-metadata:s:s:0 language=eng -metadata:s:s:1 language=deu -metadata:s:s:1 "
        "title=Untertitel");
}

/* ---- tracks ---- */

static JsonObject *track(JsonObject *event, const char *kind, guint index)
{
    JsonArray *tracks = json_object_get_array_member(event, kind);
    ck_assert_uint_lt(index, json_array_get_length(tracks));
    return json_array_get_object_element(tracks, index);
}

static const char *id_of(JsonObject *event, const char *kind, guint index)
{
    return json_object_get_string_member(track(event, kind, index), "id");
}

static void assert_track(JsonObject *track, const char *label, const char *language,
                         const char *codec)
{
    const char *found = json_object_get_string_member(track, "codec");
    ck_assert_str_eq(json_object_get_string_member(track, "label"), label);
    ck_assert_str_eq(json_object_get_string_member(track, "language"), language);
    ck_assert_msg(strstr(found, codec) != NULL, "\"%s\" is not %s", found, codec);
    ck_assert_str_ne(json_object_get_string_member(track, "id"), "");
}

/* The number of the only one selected; -1: none. */
static int selected(JsonObject *event, const char *kind)
{
    JsonArray *tracks = json_object_get_array_member(event, kind);
    int found = -1;
    for (guint i = 0; i < json_array_get_length(tracks); i++) {
        if (!json_object_get_boolean_member(json_array_get_object_element(tracks, i), "selected"))
            continue;
        ck_assert_int_eq(found, -1);
        found = (int)i;
    }
    return found;
}

static void assert_selected(JsonObject *event, int audio, int text)
{
    ck_assert_int_eq(selected(event, "video"), 0);
    ck_assert_int_eq(selected(event, "audio"), audio);
    ck_assert_int_eq(selected(event, "text"), text);
}

static JsonObject *load(void)
{
    driver_load(player, make_clip());
    return driver_event(player, "tracks");
}

/* Wait until that one is the only one selected. */
static JsonObject *selected_event(const char *kind, int index)
{
    JsonObject *event;
    do
        event = driver_event(player, "tracks");
    while (selected(event, kind) != index);
    return event;
}

/* Select track `index` (-1: none), and wait for it to be the one. */
static JsonObject *choose(JsonObject *event, const char *kind, int index)
{
    if (index < 0)
        driver_do(player, "\"command\":\"select\",\"kind\":\"%s\",\"track\":null", kind);
    else
        driver_do(player, "\"command\":\"select\",\"kind\":\"%s\",\"track\":\"%s\"", kind,
                  id_of(event, kind, (guint)index));
    return selected_event(kind, index);
}

START_TEST(a_load_tells_the_tracks_and_which_play)
{
    JsonObject *event = load();
    assert_track(track(event, "video", 0), "", "", "H.264");
    assert_track(track(event, "audio", 0), "", "en", "AAC");
    assert_track(track(event, "audio", 1), "Commentaire", "fr", "Vorbis");
    assert_track(track(event, "text", 0), "", "en", "");
    assert_track(track(event, "text", 1), "Untertitel", "de", "");
    assert_selected(event, 0, -1);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":true", make_clip());
    assert_selected(driver_event(player, "tracks"), 0, 0);
}
END_TEST

START_TEST(a_track_has_the_same_id_whenever_it_is_loaded)
{
    g_autofree char *id = g_strdup(id_of(load(), "audio", 1));
    ck_assert_str_eq(id_of(load(), "audio", 1), id);
}
END_TEST

/* Who shows the player must not think that something else is loaded. */
START_TEST(another_track_plays_at_the_same_place)
{
    JsonObject *event = load();
    subject_seek(70);
    int states = driver_count(player, "\"event\":\"state\"");
    int seeked = driver_count(player, "\"event\":\"seeked\"");
    event = choose(event, "audio", 1);
    assert_selected(event, 1, -1);
    event = choose(event, "text", 1);
    assert_selected(event, 1, 1);
    event = choose(event, "audio", -1);
    assert_selected(event, -1, 1);
    event = choose(event, "text", -1);
    event = choose(event, "audio", 0);
    assert_selected(event, 0, -1);
    driver_do(player, "\"command\":\"step\",\"frames\":1");
    ck_assert_int_eq(driver_picture(player, NULL), 71);
    ck_assert_int_eq(driver_count(player, "\"event\":\"state\""), states);
    ck_assert_int_eq(driver_count(player, "\"event\":\"seeked\""), seeked + 1);
    ck_assert_int_eq(driver_count(player, "\"position\":0.0}"), 1);
}
END_TEST

START_TEST(no_other_picture_is_shown_on_the_way_to_another_track)
{
    frs_reader *reader;
    frs_frame frame;
    JsonObject *event = load();
    subject_seek(70);
    frs_reader_options options = {.every_frame = true, .history = 16};
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), &options), FRS_OK);
    choose(event, "audio", 1);
    subject_seek(70);
    while (frs_reader_acquire_next(reader, &frame) == FRS_OK) {
        ck_assert_int_eq(subject_number(&frame), 70);
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
}
END_TEST

START_TEST(tracks_change_while_it_plays)
{
    JsonObject *event = load();
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    int states = driver_count(player, "\"event\":\"state\"");
    for (int i = 0; i < 4; i++)
        event = choose(event, i % 2 ? "audio" : "text", i / 2 ? 0 : 1);
    ck_assert_int_eq(driver_count(player, "\"event\":\"state\""), states);
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
}
END_TEST

START_TEST(text_is_shown_when_it_is_chosen)
{
    JsonObject *event = load();
    ck_assert(!subject_has_overlay(1.2));
    event = choose(event, "text", 1);
    ck_assert(subject_has_overlay(1.2));
    ck_assert(!subject_has_overlay(1.7));
    choose(event, "text", -1);
    ck_assert(!subject_has_overlay(1.2));
}
END_TEST

START_TEST(subtitles_of_another_file_are_a_track)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"%s\"", make_clip(),
              make_words("c.srt", "more"));
    JsonObject *event = driver_event(player, "tracks");
    assert_track(track(event, "text", 2), "c.srt", "", "");
    assert_selected(event, 0, 2);
    ck_assert(subject_has_overlay(1.2));
    event = choose(event, "text", -1);
    ck_assert(!subject_has_overlay(1.2));
    event = choose(event, "text", 2);
    ck_assert(subject_has_overlay(1.2));
    event = choose(event, "text", 0);
    ck_assert(subject_has_overlay(1.2));
}
END_TEST

/* The second comes while the first is on its way. */
START_TEST(two_choices_at_once_are_both_played)
{
    for (int i = 0; i < 5; i++) {
        JsonObject *event = load();
        g_autofree char *sound = g_strdup(id_of(event, "audio", 1));
        g_autofree char *words = g_strdup(id_of(event, "text", 0));
        driver_do(player, "\"command\":\"select\",\"kind\":\"audio\",\"track\":\"%s\"", sound);
        driver_do(player, "\"command\":\"select\",\"kind\":\"text\",\"track\":\"%s\"", words);
        assert_selected(selected_event("text", 0), 1, 0);
        driver_do(player, "\"command\":\"select\",\"kind\":\"text\",\"track\":\"%s\"",
                  id_of(event, "text", 1));
        driver_do(player, "\"command\":\"select\",\"kind\":\"text\",\"track\":null");
        assert_selected(selected_event("text", -1), 1, -1);
    }
}
END_TEST

START_TEST(other_subtitles_take_the_place_of_those_before)
{
    load();
    driver_do(player, "\"command\":\"subtitles\",\"uri\":\"%s\"", make_words("c.srt", "more"));
    JsonObject *event = selected_event("text", 2);
    assert_track(track(event, "text", 2), "c.srt", "", "");
    ck_assert(subject_has_overlay(1.2));
    driver_do(player, "\"command\":\"subtitles\",\"uri\":\"%s\"", make_words("d.srt", "other"));
    event = selected_event("text", 2);
    assert_track(track(event, "text", 2), "d.srt", "", "");
    driver_do(player, "\"command\":\"subtitles\",\"uri\":null");
    event = selected_event("text", -1);
    ck_assert_int_eq(json_array_get_length(json_object_get_array_member(event, "text")), 2);
    ck_assert(!subject_has_overlay(1.2));
    driver_refused(player, "command", "\"command\":\"subtitles\"");
    driver_do(player, "\"command\":\"load\",\"pipeline\":\"videotestsrc ! framesharesink\"");
    driver_refused(player, "track", "\"command\":\"subtitles\",\"uri\":\"%s\"",
                   make_words("c.srt", "more"));
}
END_TEST

START_TEST(a_choice_holds_when_it_is_played_again)
{
    choose(load(), "audio", 1);
    driver_do(player, "\"command\":\"stop\"");
    driver_do(player, "\"command\":\"play\"");
    assert_selected(driver_event(player, "tracks"), 1, -1);
    assert_selected(load(), 0, -1);
}
END_TEST

START_TEST(a_choice_that_cannot_be_is_refused)
{
    driver_refused(player, "state", "\"command\":\"select\",\"kind\":\"audio\",\"track\":null");
    JsonObject *event = load();
    driver_refused(player, "track", "\"command\":\"select\",\"kind\":\"video\",\"track\":null");
    driver_refused(player, "track", "\"command\":\"select\",\"kind\":\"audio\",\"track\":\"x\"");
    driver_refused(player, "track", "\"command\":\"select\",\"kind\":\"text\",\"track\":\"%s\"",
                   id_of(event, "audio", 0));
    driver_refused(player, "command", "\"command\":\"select\",\"kind\":\"smell\",\"track\":\"x\"");
    driver_refused(player, "command", "\"command\":\"select\",\"kind\":\"audio\"");
}
END_TEST

START_TEST(a_pipeline_without_a_collection_is_one_video_track)
{
    driver_do(player, "\"command\":\"load\",\"pipeline\":\"videotestsrc ! framesharesink\"");
    JsonObject *event = driver_event(player, "tracks");
    assert_selected(event, -1, -1);
    driver_do(player, "\"command\":\"select\",\"kind\":\"video\",\"track\":\"%s\"",
              id_of(event, "video", 0));
    driver_refused(player, "track", "\"command\":\"select\",\"kind\":\"audio\",\"track\":null");
}
END_TEST

START_TEST(a_pipeline_with_decodebin3_has_tracks)
{
    driver_do(player,
              "\"command\":\"load\",\"pipeline\":\"filesrc location=%s ! decodebin3 name=d "
              "d. ! framesharesink d. ! audio/x-raw ! fakesink\"",
              make_clip());
    JsonObject *event = driver_event(player, "tracks");
    assert_selected(event, 0, 0);
    assert_selected(choose(event, "audio", 1), 1, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tracks");
    TCase *tests = checks_case(suite, "tracks", subject_begin, subject_end, 240);
    tcase_add_test(tests, a_load_tells_the_tracks_and_which_play);
    tcase_add_test(tests, a_track_has_the_same_id_whenever_it_is_loaded);
    tcase_add_test(tests, another_track_plays_at_the_same_place);
    tcase_add_test(tests, no_other_picture_is_shown_on_the_way_to_another_track);
    tcase_add_test(tests, tracks_change_while_it_plays);
    tcase_add_test(tests, text_is_shown_when_it_is_chosen);
    tcase_add_test(tests, subtitles_of_another_file_are_a_track);
    tcase_add_test(tests, two_choices_at_once_are_both_played);
    tcase_add_test(tests, other_subtitles_take_the_place_of_those_before);
    tcase_add_test(tests, a_choice_holds_when_it_is_played_again);
    tcase_add_test(tests, a_choice_that_cannot_be_is_refused);
    tcase_add_test(tests, a_pipeline_without_a_collection_is_one_video_track);
    tcase_add_test(tests, a_pipeline_with_decodebin3_has_tracks);
    return driver_run(suite);
}
