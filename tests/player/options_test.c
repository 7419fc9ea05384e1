/* SPDX-License-Identifier: MIT */
/* What a load says of how and where to begin. */
#include "subject.h"

#include <string.h>

#include "http.h"
#include "source_options.h"
#include "source_setup.h"

#define FRAME (1.0 / FPS)

/* ---- where ---- */

static JsonObject *load_at(const char *uri, double position)
{
    return driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"position\":%g", uri, position);
}

START_TEST(the_first_picture_shown_is_the_one_at_the_position_of_the_load)
{
    static const int frames[] = {1, 45, 100};
    for (guint i = 0; i < G_N_ELEMENTS(frames); i++) {
        load_at(driver_clip("clip.mp4"), (frames[i] + 0.5) * FRAME);
        ck_assert_int_eq(driver_picture(player, NULL), frames[i]);
        ck_assert_int_eq(subject_stat("published"), i + 1);
        JsonObject *at = driver_event(player, "position");
        ck_assert_double_eq_tol(json_object_get_double_member(at, "position"),
                                (frames[i] + 0.5) * FRAME, FRAME);
    }
    ck_assert_int_eq(driver_count(player, "\"seeked\""), 0);
}
END_TEST

START_TEST(a_position_behind_the_end_is_that_of_the_last_picture)
{
    load_at(driver_clip("clip.mp4"), 1000);
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
}
END_TEST

START_TEST(a_load_without_a_position_begins_at_the_beginning_again)
{
    load_at(driver_clip("clip.mp4"), 2);
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_picture(player, NULL), 0);
}
END_TEST

START_TEST(what_cannot_be_sought_in_begins_where_it_does_and_says_so)
{
    http *server = http_start(driver_clip("clip.mp4"), NULL, FALSE);
    load_at(http_uri(server), 2);
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    JsonObject *warning = driver_event(player, "warning");
    ck_assert_str_eq(json_object_get_string_member(warning, "code"), "not-seekable");
    http_stop(server);
}
END_TEST

START_TEST(playing_goes_on_from_the_position)
{
    load_at(driver_clip("clip.mp4"), (FRAMES - 15) * FRAME);
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    ck_assert_int_eq(driver_picture(player, NULL), FRAMES - 1);
}
END_TEST

/* ---- how ---- */

START_TEST(a_server_is_told_the_headers_and_the_user_agent)
{
    http *server = http_start(driver_clip("clip.mp4"), NULL, TRUE);
    driver_do(player,
              "\"command\":\"load\",\"uri\":\"%s\",\"options\":{\"userAgent\":\"Frame/1\","
              "\"headers\":{\"Authorization\":\"Bearer a-b_c=\",\"X-Empty\":\"\"}}",
              http_uri(server));
    static const char *const told[][2] = {
        {"user-agent", "Frame/1"}, {"authorization", "Bearer a-b_c="}, {"x-empty", ""}};
    for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
        g_autofree char *value = http_asked(server, told[i][0]);
        ck_assert_pstr_eq(value, told[i][1]);
    }
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    g_autofree char *value = http_asked(server, "authorization");
    ck_assert_ptr_null(value);
    http_stop(server);
}
END_TEST

static const char *make_certificate(void)
{
    driver_shell("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
                 "-keyout a.key -out a.crt 2>/dev/null && cat a.key a.crt >certificate.pem");
    return driver_clip("certificate.pem");
}

START_TEST(a_certificate_nobody_knows_is_refused_unless_told_not_to_look)
{
    http *server = http_start(driver_clip("clip.mp4"), make_certificate(), TRUE);
    JsonObject *error =
        driver_refused(player, "network", "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_msg(strstr(message, "certificate") != NULL, "%s", message);
    driver_do(player,
              "\"command\":\"load\",\"uri\":\"%s\",\"options\":{\"tls\":{\"verify\":false}}",
              http_uri(server));
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    http_stop(server);
}
END_TEST

/* ---- playlists ---- */

/* clip.mp4 in encrypted pieces, behind a list of lists. */
static void make_hls(void)
{
    driver_shell("printf 0123456789abcdef >hls.key && printf 'hls.key\\nhls.key\\n' >hls.info && "
                 "ffmpeg -hide_banner -loglevel error -y -i clip.mp4 -c copy -hls_time 2 "
                 "-hls_list_size 0 -hls_key_info_file hls.info "
                 "-hls_segment_filename 'piece%%d.ts' list.m3u8 && "
                 "printf '#EXTM3U\\n#EXT-X-STREAM-INF:BANDWIDTH=500000\\nlist.m3u8\\n' >film.m3u8");
}

static void make_dash(void)
{
    driver_shell("ffmpeg -hide_banner -loglevel error -y -i clip.mp4 -c copy -f dash film.mpd");
}

#define SECRETS                                                                                    \
    "\"options\":{\"userAgent\":\"Frame/1\",\"headers\":{\"Authorization\":\"Bearer s3cret\","     \
    "\"Cookie\":\"a=b\"}}"

/* Each request, of which there are at least so many, had it. */
static void assert_all_had(http *server, const char *header, const char *value, guint least)
{
    g_autofree char *all = http_all_asked(server, header);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(all), "\n", 0);
    ck_assert_msg(g_strv_length(lines) >= least, "only: %s", all);
    for (guint i = 0; lines[i] != NULL; i++)
        ck_assert_msg(g_str_has_suffix(lines[i], value), "%s: %s", header, lines[i]);
}

/* So that each is asked for. Their times begin where the first picture is decoded, not shown. */
static void look_at_all_parts(void)
{
    static const int frames[] = {75, 135};
    for (guint i = 0; i < G_N_ELEMENTS(frames); i++) {
        driver_do(player, "\"command\":\"seek\",\"position\":%f", (frames[i] + 0.5) * FRAME);
        ck_assert_int_le(ABS(driver_picture(player, NULL) - frames[i]), 2);
    }
}

static const struct {
    void (*make)(void);
    const char *name;
} lists[] = {{make_hls, "film.m3u8"}, {make_dash, "film.mpd"}};

START_TEST(each_request_for_a_part_has_the_headers_too)
{
    lists[_i].make();
    http *server = http_start(driver_clip(lists[_i].name), NULL, TRUE);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"," SECRETS, http_uri(server));
    look_at_all_parts();
    assert_all_had(server, "authorization", " Bearer s3cret", 5);
    assert_all_had(server, "cookie", " a=b", 5);
    assert_all_had(server, "user-agent", " Frame/1", 5);
    http_stop(server);
}
END_TEST

START_TEST(no_other_origin_gets_the_headers)
{
    make_hls();
    http *server = http_start(driver_clip("mixed.m3u8"), NULL, TRUE);
    http *other = http_start(driver_clip("clip.mp4"), NULL, TRUE);
    http_redirect(server, other);
    g_autofree char *there = g_path_get_dirname(http_uri(other));
    g_autofree char *list = g_strdup_printf(
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"redirect/hls.key\"\n"
        "#EXTINF:2,\n%s/piece0.ts\n#EXTINF:2,\nredirect/piece1.ts\n#EXTINF:1,\npiece2.ts\n"
        "#EXT-X-ENDLIST\n",
        there);
    ck_assert(g_file_set_contents(driver_clip("mixed.m3u8"), list, -1, NULL));
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"," SECRETS, http_uri(server));
    look_at_all_parts();
    assert_all_had(server, "authorization", " Bearer s3cret", 4);
    assert_all_had(server, "cookie", " a=b", 4);
    assert_all_had(other, "authorization", " -", 3);
    assert_all_had(other, "cookie", " -", 3);
    http_stop(server);
    http_stop(other);
}
END_TEST

START_TEST(parts_are_taken_with_any_certificate_when_told_not_to_look)
{
    make_hls();
    http *server = http_start(driver_clip("film.m3u8"), make_certificate(), TRUE);
    driver_refused(player, "network", "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    driver_do(player,
              "\"command\":\"load\",\"uri\":\"%s\",\"options\":{\"tls\":{\"verify\":false}}",
              http_uri(server));
    look_at_all_parts();
    http_stop(server);
}
END_TEST

static frs_options *options_of(const char *text)
{
    g_autoptr(JsonNode) node = json_from_string(text, NULL);
    frs_options *options;
    frs_problem *problem = frs_options_parse(json_node_get_object(node), &options);
    ck_assert_msg(problem == NULL, "%s: %s", text, problem ? problem->message : "");
    return options;
}

START_TEST(rtspsrc_gets_transport_latency_and_what_to_check)
{
    gst_init(NULL, NULL);
    g_autoptr(GstElement) source = gst_object_ref_sink(gst_element_factory_make("rtspsrc", NULL));
    frs_options *options = options_of("{\"options\":{\"userAgent\":\"Frame/1\",\"rtsp\":{"
                                      "\"transport\":\"tcp\",\"latency\":150},"
                                      "\"tls\":{\"verify\":false}}}");
    guint protocols, latency, flags;
    g_autofree char *agent = NULL;
    frs_options_apply(options, source);
    g_object_get(source, "protocols", &protocols, "latency", &latency, "tls-validation-flags",
                 &flags, "user-agent", &agent, NULL);
    ck_assert_uint_eq(protocols, 4); /* GST_RTSP_LOWER_TRANS_TCP */
    ck_assert_uint_eq(latency, 150);
    ck_assert_uint_eq(flags, 0);
    ck_assert_str_eq(agent, "Frame/1");
    frs_options_unref(options);
}
END_TEST

START_TEST(options_that_make_no_sense_are_refused)
{
    static const char *const wrong[][2] = {
        {"[]", "an object"},
        {"{\"headers\":\"a: b\"}", "an object"},
        {"{\"headers\":{\"a b\":\"c\"}}", "no name for a header"},
        {"{\"headers\":{\"\":\"c\"}}", "no name for a header"},
        {"{\"headers\":{\"a\":\"b\\r\\nHost: c\"}}", "on one line"},
        {"{\"headers\":{\"a\":1}}", "on one line"},
        {"{\"userAgent\":\"a\\nb\"}", "on one line"},
        {"{\"rtsp\":{\"transport\":\"pigeon\"}}", "udp"},
        {"{\"rtsp\":{\"latency\":-1}}", "between 0 and"},
        {"{\"tls\":{\"verify\":\"no\"}}", "true or false"},
        {"{\"subtitleEncoding\":1}", "a string"},
        {"{\"subtitleEncoding\":\"klingon\"}", "\"klingon\" is no encoding"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        JsonObject *error = driver_refused(
            player, "command", "\"command\":\"load\",\"uri\":\"a:b\",\"options\":%s", wrong[i][0]);
        const char *message = json_object_get_string_member(error, "message");
        ck_assert_msg(strstr(message, wrong[i][1]) != NULL, "%s: %s", wrong[i][0], message);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("options");
    TCase *tests = checks_case(suite, "options", subject_begin, subject_end, 180);
    tcase_add_test(tests, the_first_picture_shown_is_the_one_at_the_position_of_the_load);
    tcase_add_test(tests, a_position_behind_the_end_is_that_of_the_last_picture);
    tcase_add_test(tests, a_load_without_a_position_begins_at_the_beginning_again);
    tcase_add_test(tests, what_cannot_be_sought_in_begins_where_it_does_and_says_so);
    tcase_add_test(tests, playing_goes_on_from_the_position);
    tcase_add_test(tests, a_server_is_told_the_headers_and_the_user_agent);
    tcase_add_test(tests, a_certificate_nobody_knows_is_refused_unless_told_not_to_look);
    tcase_add_loop_test(tests, each_request_for_a_part_has_the_headers_too, 0, G_N_ELEMENTS(lists));
    tcase_add_test(tests, no_other_origin_gets_the_headers);
    tcase_add_test(tests, parts_are_taken_with_any_certificate_when_told_not_to_look);
    tcase_add_test(tests, rtspsrc_gets_transport_latency_and_what_to_check);
    tcase_add_test(tests, options_that_make_no_sense_are_refused);
    return driver_run(suite);
}
