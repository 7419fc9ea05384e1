/* SPDX-License-Identifier: MIT */
/* What a load says of how and where to begin. */
#include "subject.h"

#include <string.h>

#include "http.h"
#include "options.h"

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

START_TEST(a_certificate_nobody_knows_is_refused_unless_told_not_to_look)
{
    driver_shell("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
                 "-keyout a.key -out a.crt 2>/dev/null && cat a.key a.crt >certificate.pem");
    http *server = http_start(driver_clip("clip.mp4"), driver_clip("certificate.pem"), TRUE);
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
    tcase_add_test(tests, rtspsrc_gets_transport_latency_and_what_to_check);
    tcase_add_test(tests, options_that_make_no_sense_are_refused);
    return driver_run(suite);
}
