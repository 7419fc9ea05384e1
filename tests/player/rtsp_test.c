/* SPDX-License-Identifier: MIT */
/* RTSP, with a server of GStreamer's own library (rtsp.c). */
#include "subject.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

/* ---- the server ---- */

static GSubprocess *server;
static GDataInputStream *server_says;
static int port;
static GString *asked; /* the requests, so far */

static char *server_line(void)
{
    g_autoptr(GError) error = NULL;
    char *line = g_data_input_stream_read_line(server_says, NULL, NULL, &error);
    ck_assert_msg(line != NULL, "the server has gone: %s", error ? error->message : "");
    return line;
}

static void server_start(const char *transports)
{
    g_autoptr(GError) error = NULL;
    server = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error, getenv("FRAMESHARE_RTSP_SERVER"), transports, NULL);
    ck_assert_msg(server != NULL, "%s", error ? error->message : "");
    server_says = g_data_input_stream_new(g_subprocess_get_stdout_pipe(server));
    asked = g_string_new(NULL);
    g_autofree char *line = server_line();
    ck_assert_int_eq(sscanf(line, "port %d", &port), 1);
}

/* Read what it was asked until `request` comes. */
static void server_wait(const char *request)
{
    for (gboolean found = FALSE; !found;) {
        g_autofree char *line = server_line();
        g_string_append_printf(asked, "%s\n", line);
        found = g_str_has_prefix(line, request);
    }
}

static void server_die(void)
{
    if (server == NULL)
        return;
    g_subprocess_send_signal(server, SIGKILL);
    g_subprocess_wait(server, NULL, NULL);
    g_clear_object(&server_says);
    g_clear_object(&server);
    g_string_free(asked, TRUE);
}

static void end(void)
{
    server_die();
    subject_end();
}

/* ---- what is loaded ---- */

static void load(const char *path, const char *options)
{
    JsonObject *reply =
        driver_do(player, "\"command\":\"load\",\"uri\":\"rtsp://127.0.0.1:%d%s\",\"options\":{%s}",
                  port, path, options);
    ck_assert(json_object_get_boolean_member(reply, "live"));
    ck_assert(json_object_get_null_member(reply, "duration"));
    ck_assert(!json_object_get_boolean_member(reply, "seekable"));
}

static void play_until_published(gint64 n)
{
    driver_do(player, "\"command\":\"play\"");
    while (subject_stat("published") < n)
        g_usleep(20000);
}

static void play_to_first_picture(void)
{
    play_until_published(1);
}

static void assert_says(JsonObject *problem, const char *words)
{
    const char *message = json_object_get_string_member(problem, "message");
    ck_assert_msg(strstr(message, words) != NULL, "\"%s\" does not say \"%s\"", message, words);
}

static void assert_from_rtspsrc(JsonObject *problem)
{
    const char *element = json_object_get_string_member(problem, "element");
    ck_assert_msg(g_str_has_prefix(element, "rtspsrc"), "%s", element);
    assert_says(problem, element);
}

static gboolean has_selected(JsonObject *tracks, const char *kind)
{
    JsonArray *list = json_object_get_array_member(tracks, kind);
    for (guint i = 0; i < json_array_get_length(list); i++)
        if (json_object_get_boolean_member(json_array_get_object_element(list, i), "selected"))
            return TRUE;
    return FALSE;
}

/* ---- tests ---- */

START_TEST(a_camera_with_a_microphone_plays_both)
{
    server_start(NULL);
    load("/live", "\"userAgent\":\"Frame/1\"");
    play_to_first_picture();
    JsonObject *tracks;
    do
        tracks = driver_event(player, "tracks");
    while (!has_selected(tracks, "video") || !has_selected(tracks, "audio"));
    server_wait("PLAY");
    ck_assert_msg(strstr(asked->str, "| Frame/1") != NULL, "%s", asked->str);
}
END_TEST

/* What the server allows, what is asked for, and how it is then sent. */
static const struct {
    const char *server, *options, *transport;
} transports[] = {
    {NULL, "", "RTP/AVP;unicast"},
    {NULL, "\"rtsp\":{\"transport\":\"auto\"}", "RTP/AVP;unicast"},
    {NULL, "\"rtsp\":{\"transport\":\"udp\"}", "RTP/AVP;unicast"},
    {NULL, "\"rtsp\":{\"transport\":\"tcp\"}", "RTP/AVP/TCP"},
    {"tcp", "\"rtsp\":{\"transport\":\"auto\"}", "RTP/AVP/TCP"},
};

START_TEST(it_is_sent_in_the_way_that_is_asked_for)
{
    server_start(transports[_i].server);
    load("/silent", transports[_i].options);
    play_to_first_picture();
    server_wait("PLAY");
    const char *last = g_strrstr(asked->str, "SETUP /silent/stream=0 ");
    ck_assert_ptr_nonnull(last);
    last += strlen("SETUP /silent/stream=0 ");
    ck_assert_msg(g_str_has_prefix(last, transports[_i].transport), "%s", asked->str);
    if (transports[_i].server == NULL)
        ck_assert_msg(strstr(asked->str, "SETUP") + strlen("SETUP /silent/stream=0 ") == last,
                      "it was asked for twice: %s", asked->str);
}
END_TEST

START_TEST(a_way_that_the_server_does_not_offer_is_told_so)
{
    static const char *const refused[][2] = {{"tcp", "udp"}, {"udp", "tcp"}};
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        server_start(refused[i][0]);
        JsonObject *error = driver_refused(
            player, "resource",
            "\"command\":\"load\",\"uri\":\"rtsp://127.0.0.1:%d/silent\",\"options\":{\"rtsp\":{"
            "\"transport\":\"%s\"}}",
            port, refused[i][1]);
        assert_says(error, "rtsp.transport");
        assert_from_rtspsrc(error);
        server_die();
    }
}
END_TEST

/* The first picture may be shown before. No other comes sooner; how much later says how busy the
 * machine is. */
START_TEST(pictures_wait_as_long_as_the_latency_says)
{
    server_start(NULL);
    load("/silent", "\"rtsp\":{\"transport\":\"tcp\",\"latency\":1500}");
    gint64 began = g_get_monotonic_time();
    play_until_published(2);
    ck_assert_int_ge(g_get_monotonic_time() - began, 1500000);
}
END_TEST

START_TEST(a_wrong_path_is_not_found)
{
    server_start(NULL);
    JsonObject *error = driver_refused(
        player, "not-found", "\"command\":\"load\",\"uri\":\"rtsp://127.0.0.1:%d/nothing\"", port);
    assert_says(error, "/nothing");
    assert_says(error, "404");
    assert_from_rtspsrc(error);
}
END_TEST

START_TEST(a_password_opens_and_is_never_said)
{
    g_setenv("FRAMESHARE_RTSP_USER", "me:s3cret", TRUE);
    server_start(NULL);
    g_unsetenv("FRAMESHARE_RTSP_USER");
    static const char *const wrong[] = {"", "me:wr0ng@", "y0u:s3cret@"};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        JsonObject *error = driver_refused(
            player, "forbidden", "\"command\":\"load\",\"uri\":\"rtsp://%s127.0.0.1:%d/silent\"",
            wrong[i], port);
        assert_says(error, "401");
        assert_from_rtspsrc(error);
    }
    driver_do(player, "\"command\":\"load\",\"uri\":\"rtsp://me:s3cret@127.0.0.1:%d/silent\"",
              port);
    play_to_first_picture();
    server_die();
    driver_event(player, "error");
    ck_assert_int_eq(driver_count(player, "s3cret"), 0);
    ck_assert_int_eq(driver_count(player, "wr0ng"), 0);
    ck_assert_int_eq(driver_count(player, "y0u"), 0);
}
END_TEST

static const char *const ways[] = {"tcp", "udp"};

START_TEST(a_server_that_dies_is_an_error_and_another_one_plays)
{
    g_autofree char *options =
        g_strdup_printf("\"rtsp\":{\"transport\":\"%s\",\"latency\":100}", ways[_i]);
    server_start(NULL);
    load("/live", options);
    play_to_first_picture();
    server_die();
    JsonObject *error = driver_event(player, "error");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), "network");
    assert_from_rtspsrc(error);
    driver_wait_state(player, "error");
    server_start(NULL);
    load("/live", options);
    play_to_first_picture();
}
END_TEST

START_TEST(a_film_ends_where_it_ends)
{
    g_setenv("FRAMESHARE_RTSP_FILM", driver_clip("vp9.webm"), TRUE);
    server_start(NULL);
    g_unsetenv("FRAMESHARE_RTSP_FILM");
    load("/film", "\"rtsp\":{\"transport\":\"tcp\",\"latency\":100}");
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    ck_assert_int_eq(driver_count(player, "\"warning\""), 0);
    ck_assert_int_ge(subject_stat("published"), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rtsp");
    TCase *tests = checks_case(suite, "rtsp", subject_begin, end, 180);
    tcase_add_test(tests, a_camera_with_a_microphone_plays_both);
    tcase_add_loop_test(tests, it_is_sent_in_the_way_that_is_asked_for, 0,
                        G_N_ELEMENTS(transports));
    tcase_add_test(tests, a_way_that_the_server_does_not_offer_is_told_so);
    tcase_add_test(tests, pictures_wait_as_long_as_the_latency_says);
    tcase_add_test(tests, a_wrong_path_is_not_found);
    tcase_add_test(tests, a_password_opens_and_is_never_said);
    tcase_add_loop_test(tests, a_server_that_dies_is_an_error_and_another_one_plays, 0,
                        G_N_ELEMENTS(ways));
    tcase_add_test(tests, a_film_ends_where_it_ends);
    return driver_run(suite);
}
