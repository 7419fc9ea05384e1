/* SPDX-License-Identifier: MIT */
/* Playlists that name what cannot be downloaded: each load ends, and so does what began well. */
#include "subject.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "http.h"

#define SEGMENTS 6

static http *server;

static void begin(void)
{
    driver_shell("test -e good.m3u8 || ffmpeg -hide_banner -loglevel error -y -f lavfi -i "
                 "testsrc2=s=160x120:r=25 -t 12 -c:v libx264 -preset ultrafast -g 25 -pix_fmt "
                 "yuv420p -f hls -hls_time 2 -hls_list_size 0 good.m3u8");
    driver_shell("test -e good.mpd || ffmpeg -hide_banner -loglevel error -y -f lavfi -i "
                 "testsrc2=s=160x120:r=25 -t 4 -c:v libx264 -preset ultrafast -g 25 -pix_fmt "
                 "yuv420p -f dash -seg_duration 2 -use_template 1 -use_timeline 1 good.mpd");
    server = http_start(driver_clip("good.m3u8"), NULL, TRUE);
    subject_begin();
}

static void end(void)
{
    driver_load(player, driver_clip("clip.mp4"));
    subject_end();
    http_stop(server);
}

/* Put `text` onto the server; its URI. */
static char *publish(const char *name, const char *text)
{
    g_autofree char *folder = g_path_get_dirname(http_uri(server));
    ck_assert(g_file_set_contents(driver_clip(name), text, -1, NULL));
    return g_strdup_printf("%s/%s", folder, name);
}

/* Segments of two seconds; `bad` in place of the one with the number `at` and those behind it. */
static char *publish_list(const char *more, guint at, const char *bad)
{
    g_autoptr(GString) text = g_string_new("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n");
    g_string_append(text, more);
    for (guint i = 0; i < SEGMENTS; i++) {
        g_autofree char *good = g_strdup_printf("good%u.ts", i);
        g_string_append_printf(text, "#EXTINF:2.0,\n%s\n", i >= at ? bad : good);
    }
    g_string_append(text, "#EXT-X-ENDLIST\n");
    return publish("list.m3u8", text->str);
}

/* What libsoup makes no request of. The last one is told by GStreamer 1.26 as what is not found at
 * a server is, without its name. */
static const char *const uris[] = {"http:///x.ts",
                                   "http://[bad/x.ts",
                                   "http://",
                                   "http://%zz/x.ts",
                                   "http://127.0.0.1:99999/x.ts",
                                   "data:video/mp2t;,A",
                                   "mailto:x@y.invalid",
                                   "file:///x"};
#define URIS (int)(G_N_ELEMENTS(uris) - (driver_gst_minor() >= 26))

static void assert_names(JsonObject *error, const char *words)
{
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_msg(strstr(message, words) != NULL, "\"%s\" does not say \"%s\"", message, words);
}

static JsonObject *refuse(const char *uri)
{
    return driver_refused(player, "not-found", "\"command\":\"load\",\"uri\":\"%s\"", uri);
}

START_TEST(a_segment_that_cannot_be_downloaded_ends_the_load_and_is_named)
{
    g_autofree char *uri = publish_list("", 0, uris[_i]);
    assert_names(refuse(uri), uris[_i]);
}
END_TEST

START_TEST(a_map_that_cannot_be_downloaded_ends_the_load_and_is_named)
{
    g_autofree char *map = g_strdup_printf("#EXT-X-MAP:URI=\"%s\"\n", uris[_i]);
    g_autofree char *uri = publish_list(map, SEGMENTS, "");
    assert_names(refuse(uri), uris[_i]);
}
END_TEST

static char *publish_variant(const char *variant)
{
    g_autofree char *text =
        g_strdup_printf("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000\n%s\n", variant);
    return publish("variants.m3u8", text);
}

START_TEST(a_variant_that_cannot_be_downloaded_ends_the_load_and_is_named)
{
    g_autofree char *uri = publish_variant(uris[_i]);
    assert_names(refuse(uri), uris[_i]);
}
END_TEST

/* Of GStreamer 1.26, which has no line in its log for that. */
START_TEST(a_variant_that_cannot_be_downloaded_ends_the_load)
{
    g_autofree char *uri = publish_variant(uris[0]);
    assert_names(driver_refused(player, "network", "\"command\":\"load\",\"uri\":\"%s\"", uri),
                 "one may be wrong");
}
END_TEST

START_TEST(a_key_that_cannot_be_downloaded_ends_the_load)
{
    g_autofree char *key = g_strdup_printf("#EXT-X-KEY:METHOD=AES-128,URI=\"%s\"\n", uris[_i]);
    g_autofree char *uri = publish_list(key, SEGMENTS, "");
    assert_names(driver_refused(player, "decode", "\"command\":\"load\",\"uri\":\"%s\"", uri),
                 "key");
}
END_TEST

/* Before the load has ended, or behind what is played. */
START_TEST(what_began_well_ends_in_an_error_that_names_the_segment)
{
    g_autofree char *uri = publish_list("", 3, uris[_i]);
    int load = driver_send(player, "\"command\":\"load\",\"uri\":\"%s\"", uri);
    JsonObject *reply = driver_reply(player, load);
    if (json_object_has_member(reply, "error")) {
        assert_names(json_object_get_object_member(reply, "error"), uris[_i]);
        return;
    }
    driver_send(player, "\"command\":\"play\"");
    assert_names(driver_event(player, "error"), uris[_i]);
    driver_wait_state(player, "error");
}
END_TEST

START_TEST(the_query_of_a_segment_is_not_told)
{
    g_autofree char *uri = publish_list("", 0, "http://[bad/x.ts?token=secret");
    JsonObject *error = refuse(uri);
    assert_names(error, "\"http://[bad/x.ts\"");
    ck_assert_int_eq(driver_count(player, "secret"), 0);
}
END_TEST

START_TEST(dash_too)
{
    g_autofree char *text = NULL;
    ck_assert(g_file_get_contents(driver_clip("good.mpd"), &text, NULL, NULL));
    g_autoptr(GRegex) attribute = g_regex_new("initialization=\"[^\"]*\"", 0, 0, NULL);
    g_autofree char *bad =
        g_regex_replace_literal(attribute, text, -1, 0, "initialization=\"http:///x.ts\"", 0, NULL);
    g_autofree char *uri = publish("bad.mpd", bad);
    assert_names(refuse(uri), "http:/");
}
END_TEST

START_TEST(a_good_list_plays_to_its_end_after_a_bad_one)
{
    g_autofree char *bad = publish_list("", 0, uris[0]);
    refuse(bad);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    driver_do(player, "\"command\":\"seek\",\"position\":10.5");
    subject_play_to_end();
}
END_TEST

/* The debug log is another's, too: what GST_DEBUG asks for is written, and no more. */
START_TEST(what_gst_debug_asks_for_is_written_and_no_more)
{
    static const char *const levels[] = {"", "adaptivedemux2:1", "adaptivedemux2:5"};
    g_autofree char *uri = publish_list("", 0, uris[0]);
    const char *log = driver_clip("gst.log");
    g_autofree char *text = NULL;
    int file = open(log, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    int before = dup(STDERR_FILENO);
    dup2(file, STDERR_FILENO);
    g_setenv("GST_DEBUG", levels[_i], TRUE);
    driver *other = driver_spawn(NULL);
    g_unsetenv("GST_DEBUG");
    dup2(before, STDERR_FILENO);
    driver_refused(other, "not-found", "\"command\":\"load\",\"uri\":\"%s\"", uri);
    ck_assert_int_eq(driver_finish(other), 0);
    close(before);
    close(file);
    ck_assert(g_file_get_contents(log, &text, NULL, NULL));
    ck_assert_int_eq(strstr(text, "Failed to begin") != NULL, _i >= 1);
    ck_assert_int_eq(strstr(text, "DEBUG") != NULL, _i >= 2);
}
END_TEST

int main(void)
{
    const int each = URIS;
    Suite *suite = suite_create("adaptivedemux");
    TCase *tests = checks_case(suite, "adaptivedemux", begin, end, 180);
    tcase_add_loop_test(tests, a_segment_that_cannot_be_downloaded_ends_the_load_and_is_named, 0,
                        each);
    tcase_add_loop_test(tests, a_map_that_cannot_be_downloaded_ends_the_load_and_is_named, 0, each);
    if (driver_gst_minor() < 26)
        tcase_add_loop_test(tests, a_variant_that_cannot_be_downloaded_ends_the_load_and_is_named,
                            0, each);
    else
        tcase_add_test(tests, a_variant_that_cannot_be_downloaded_ends_the_load);
    tcase_add_loop_test(tests, a_key_that_cannot_be_downloaded_ends_the_load, 0, each);
    tcase_add_loop_test(tests, what_began_well_ends_in_an_error_that_names_the_segment, 0, each);
    tcase_add_test(tests, the_query_of_a_segment_is_not_told);
    tcase_add_test(tests, dash_too);
    tcase_add_test(tests, a_good_list_plays_to_its_end_after_a_bad_one);
    tcase_add_loop_test(tests, what_gst_debug_asks_for_is_written_and_no_more, 0, 3);
    return driver_run(suite);
}
