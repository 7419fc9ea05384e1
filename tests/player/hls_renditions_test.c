/* SPDX-License-Identifier: MIT */
/* Audio renditions of HLS have names and can be chosen. */
#include "subject.h"

#include <string.h>

#include "hls_renditions.h"
#include "http.h"

#define MEDIA "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\","

static http *server;

/* One name has a comma and "DEFAULT" in it. */
static const char master[] =
    "#EXTM3U\n#EXT-X-VERSION:6\n" MEDIA
    "NAME=\"English\",DEFAULT=YES,AUTOSELECT=YES,LANGUAGE=\"en\",URI=\"a_0.m3u8\"\n" MEDIA
    "NAME=\"Deutsch, DEFAULT=YES\",AUTOSELECT=YES,LANGUAGE=\"de\",URI=\"a_1.m3u8\"\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=500000,CODECS=\"avc1.42c00d,mp4a.40.2\",AUDIO=\"a\"\nv.m3u8\n";

static void begin(void)
{
    subject_begin();
    driver_shell("test -e v.m3u8 || ffmpeg -hide_banner -loglevel error -y -i clip.mp4 -an -c:v "
                 "libx264 -preset ultrafast -g 30 -hls_time 1 -hls_list_size 0 v.m3u8");
    for (int i = 0; i < 2; i++)
        driver_shell("test -e a_%d.m3u8 || ffmpeg -hide_banner -loglevel error -y -f lavfi -i "
                     "sine=f=%d:d=5 -c:a aac -hls_time 1 -hls_list_size 0 a_%d.m3u8",
                     i, 440 * (i + 1), i);
    ck_assert(g_file_set_contents(driver_clip("master.m3u8"), master, -1, NULL));
    server = http_start(driver_clip("master.m3u8"), NULL, TRUE);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
}

static void end(void)
{
    http_stop(server);
    subject_end();
}

static JsonObject *audio_of(JsonObject *event, guint index)
{
    return json_array_get_object_element(json_object_get_array_member(event, "audio"), index);
}

/* Until that one plays; the event that says so. */
static JsonObject *await_selected(guint index)
{
    JsonObject *event = driver_event(player, "tracks");
    while (!json_object_get_boolean_member(audio_of(event, index), "selected"))
        event = driver_event(player, "tracks");
    ck_assert(!json_object_get_boolean_member(audio_of(event, 1 - index), "selected"));
    return event;
}

/* Of those that the event names. */
static JsonObject *choose(JsonObject *event, guint index)
{
    driver_do(player, "\"command\":\"select\",\"kind\":\"audio\",\"track\":\"%s\"",
              json_object_get_string_member(audio_of(event, index), "id"));
    return await_selected(index);
}

START_TEST(renditions_have_their_names)
{
    JsonObject *event = await_selected(0);
    ck_assert_str_eq(json_object_get_string_member(audio_of(event, 0), "label"), "English");
    ck_assert_str_eq(json_object_get_string_member(audio_of(event, 1), "label"),
                     "Deutsch, DEFAULT=YES");
}
END_TEST

START_TEST(another_rendition_is_loaded_and_plays_to_the_end)
{
    choose(await_selected(0), 1);
    g_autofree char *asked = http_all_asked(server, "Host");
    ck_assert_ptr_nonnull(strstr(asked, "a_1.m3u8 "));
    ck_assert_ptr_nonnull(strstr(asked, "a_10.ts "));
    driver_do(player, "\"command\":\"seek\",\"position\":2");
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
}
END_TEST

START_TEST(the_first_rendition_can_be_chosen_again)
{
    JsonObject *event = await_selected(0);
    driver_do(player, "\"command\":\"play\"");
    for (guint i = 0; i < 4; i++)
        event = choose(event, i % 2 ? 0 : 1);
    driver_event(player, "end");
}
END_TEST

START_TEST(the_playlist_names_the_chosen_one_as_default)
{
    g_autofree char *mended = frs_hls_playlist_with_default(master, "Deutsch, DEFAULT=YES");
    ck_assert_ptr_nonnull(strstr(mended,
                                 "NAME=\"English\",AUTOSELECT=YES,LANGUAGE=\"en\",URI=\"a_0.m3u8\","
                                 "DEFAULT=NO\n"));
    ck_assert_ptr_nonnull(strstr(mended, "NAME=\"Deutsch, DEFAULT=YES\",AUTOSELECT=YES,"
                                         "LANGUAGE=\"de\",URI=\"a_1.m3u8\",DEFAULT=YES\n"));
    ck_assert_ptr_nonnull(strstr(mended, "AUDIO=\"a\"\nv.m3u8\n"));
}
END_TEST

START_TEST(a_playlist_without_that_name_stays_as_it_is)
{
    ck_assert_ptr_null(frs_hls_playlist_with_default(master, "Deutsch"));
    ck_assert_ptr_null(frs_hls_playlist_with_default("", ""));
    ck_assert_ptr_null(frs_hls_playlist_with_default("#EXT-X-MEDIA:", "x"));
    ck_assert_ptr_null(frs_hls_playlist_with_default(MEDIA "NAME=\"x", "x"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hls renditions");
    TCase *tests = checks_case(suite, "renditions", begin, end, 120);
    tcase_add_test(tests, renditions_have_their_names);
    tcase_add_test(tests, another_rendition_is_loaded_and_plays_to_the_end);
    tcase_add_test(tests, the_first_rendition_can_be_chosen_again);
    tests = checks_case(suite, "playlist", NULL, NULL, 0);
    tcase_add_test(tests, the_playlist_names_the_chosen_one_as_default);
    tcase_add_test(tests, a_playlist_without_that_name_stays_as_it_is);
    return driver_run(suite);
}
