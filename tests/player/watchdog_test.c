/* SPDX-License-Identifier: MIT */
/* Servers that take their time: whoever waits for them is told in the end. What takes half a minute
 * each is done at once, with a player each. */
#include "subject.h"

#include <gio/gio.h>
#include <string.h>

#include "diagnosis.h"

#define BYTE_US (2 * G_USEC_PER_SEC)
#define PLAYERS_MAX 8

/* What a server does once it has read the request; until its connection is closed. */
typedef struct behaviour {
    void (*run)(GOutputStream *out);
} behaviour;

static gboolean send_text(GOutputStream *out, const char *text)
{
    return g_output_stream_write_all(out, text, strlen(text), NULL, NULL, NULL);
}

static void be_silent(GOutputStream *out)
{
    g_usleep(120 * G_USEC_PER_SEC);
    send_text(out, "\r\n");
}

static void trickle(GOutputStream *out, const char *text)
{
    for (char byte[2] = {0}; send_text(out, byte); g_usleep(BYTE_US), text++) {
        if (*text == '\0')
            break;
        byte[0] = *text;
    }
}

static void send_slow_headers(GOutputStream *out)
{
    g_autofree char *padding = g_strnfill(1000, 'x');
    g_autofree char *headers = g_strconcat("HTTP/1.1 200 OK\r\nX-Padding: ", padding, NULL);
    trickle(out, headers);
}

static void send_headers_only(GOutputStream *out)
{
    send_text(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    be_silent(out);
}

static void send_slow_body(GOutputStream *out)
{
    g_autofree char *body = g_strnfill(1000, 'G');
    send_text(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    trickle(out, body);
}

/* Packets of MPEG's transport stream that are only there to fill it. */
static void send_filling(GOutputStream *out)
{
    guint8 packet[188];
    memset(packet, 0xff, sizeof packet);
    memcpy(packet, "\x47\x1f\xff\x10", 4);
    send_text(out, "HTTP/1.1 200 OK\r\n\r\n");
    while (g_output_stream_write_all(out, packet, sizeof packet, NULL, NULL, NULL))
        g_usleep(1000);
}

static gboolean on_connection(GThreadedSocketService *service, GSocketConnection *connection,
                              GObject *source, gpointer behave)
{
    (void)service;
    (void)source;
    char request[4096];
    GIOStream *stream = G_IO_STREAM(connection);
    g_input_stream_read(g_io_stream_get_input_stream(stream), request, sizeof request, NULL, NULL);
    ((const behaviour *)behave)->run(g_io_stream_get_output_stream(stream));
    return TRUE;
}

/* It lives as long as the test. */
static char *serve(void (*run)(GOutputStream *out))
{
    behaviour *behave = g_new(behaviour, 1);
    behave->run = run;
    GSocketService *service = g_threaded_socket_service_new(PLAYERS_MAX);
    guint16 port = g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(service), NULL, NULL);
    ck_assert_uint_ne(port, 0);
    g_signal_connect(service, "run", G_CALLBACK(on_connection), behave);
    g_socket_service_start(service);
    return g_strdup_printf("http://127.0.0.1:%u/a.ts", (guint)port);
}

static gpointer run_services(gpointer user)
{
    (void)user;
    for (;;)
        g_main_context_iteration(NULL, TRUE);
    return NULL;
}

static void start_services(void)
{
    static GThread *thread;
    if (thread == NULL)
        thread = g_thread_new("services", run_services, NULL);
}

/* The reply comes, however long that takes; the test's own limit is the last one. */
static JsonObject *error_of(driver *it, int id)
{
    JsonObject *reply = driver_reply(it, id);
    ck_assert_msg(json_object_has_member(reply, "error"), "it was loaded");
    return json_object_get_object_member(reply, "error");
}

static void assert_says(JsonObject *error, const char *code, const char *words)
{
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), code);
    ck_assert_msg(strstr(message, words) != NULL, "\"%s\" does not say \"%s\"", message, words);
}

START_TEST(a_load_from_a_server_that_sends_next_to_nothing_ends)
{
    static void (*const all[])(GOutputStream *) = {send_slow_headers, send_headers_only,
                                                   send_slow_body};
    driver *players[G_N_ELEMENTS(all)];
    int loads[G_N_ELEMENTS(all)];
    start_services();
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *uri = serve(all[i]);
        players[i] = driver_spawn(NULL);
        loads[i] = driver_send(players[i], "\"command\":\"load\",\"uri\":\"%s\"", uri);
    }
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        assert_says(error_of(players[i], loads[i]), "network", "sends no more data");
        driver_load(players[i], driver_clip("clip.mp4"));
        ck_assert_int_eq(driver_finish(players[i]), 0);
    }
}
END_TEST

/* A greeting of TLS without end, a byte at a time: what asks once more for the reason has an end.
 */
static void send_endless_greeting(GOutputStream *out)
{
    static const guint8 head[] = {22, 3, 3, 0x3f, 0xff};
    g_output_stream_write_all(out, head, sizeof head, NULL, NULL, NULL);
    g_autofree char *body = g_strnfill(1000, '\2');
    trickle(out, body);
}

START_TEST(to_ask_a_slow_server_for_its_reason_ends)
{
    gst_init(NULL, NULL);
    start_services();
    g_autofree char *uri = serve(send_endless_greeting);
    g_autofree char *secure = g_strconcat("https", uri + strlen("http"), NULL);
    g_autoptr(frs_problem) problem = frs_problem_new("resource", "no reason");
    problem->element = g_strdup("souphttpsrc0");
    frs_problem_diagnose(problem, secure, TRUE);
    ck_assert_str_eq(problem->code, "network");
    ck_assert_ptr_nonnull(strstr(problem->message, "the server does not answer"));
}
END_TEST

START_TEST(a_load_of_much_without_a_picture_ends)
{
    start_services();
    g_autofree char *uri = serve(send_filling);
    g_setenv("FRAMESHARE_LOAD_SECONDS", "3", TRUE);
    driver *it = driver_spawn(NULL);
    g_unsetenv("FRAMESHARE_LOAD_SECONDS");
    int load = driver_send(it, "\"command\":\"load\",\"uri\":\"%s\"", uri);
    assert_says(error_of(it, load), "format", "no picture can be decoded from it");
    driver_load(it, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_finish(it), 0);
}
END_TEST

/* The file of which no more than half comes. */
static char *cut_short;

static void send_half(GOutputStream *out)
{
    g_autofree char *bytes = NULL;
    gsize length;
    if (!g_file_get_contents(cut_short, &bytes, &length, NULL))
        return;
    g_autofree char *head =
        g_strdup_printf("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", length);
    send_text(out, head);
    g_output_stream_write_all(out, bytes, length / 2, NULL, NULL, NULL);
    g_autofree char *rest = g_strnfill(length / 2, 'x');
    trickle(out, rest);
}

START_TEST(what_plays_from_a_server_that_stops_to_send_ends)
{
    start_services();
    cut_short = g_strdup(driver_ffmpeg("long.ts", "-f lavfi -i testsrc2=s=160x120:r=25:d=20 -c:v "
                                                  "libx264 -preset ultrafast -g 25 -pix_fmt "
                                                  "yuv420p"));
    g_autofree char *uri = serve(send_half);
    driver *it = driver_spawn(NULL);
    driver_do(it, "\"command\":\"load\",\"uri\":\"%s\"", uri);
    driver_do(it, "\"command\":\"play\"");
    JsonObject *error = driver_event(it, "error");
    assert_says(error, "network", "sends no more data");
    driver_load(it, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_finish(it), 0);
}
END_TEST

START_TEST(a_pipeline_that_waits_says_so_and_can_be_stopped)
{
    driver *it = driver_spawn(NULL);
    int load = driver_send(
        it, "\"command\":\"load\",\"pipeline\":\"appsrc ! videoconvert ! framesharesink\"");
    assert_says(driver_event(it, "warning"), "resource",
                "the load waits for one, until another load or stop");
    driver_do(it, "\"command\":\"stop\"");
    assert_says(error_of(it, load), "interrupted", "stop");
    ck_assert_int_eq(driver_finish(it), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("watchdog");
    TCase *tests = checks_case(suite, "watchdog", NULL, NULL, 240);
    tcase_add_test(tests, a_load_from_a_server_that_sends_next_to_nothing_ends);
    tcase_add_test(tests, to_ask_a_slow_server_for_its_reason_ends);
    tcase_add_test(tests, a_load_of_much_without_a_picture_ends);
    tcase_add_test(tests, what_plays_from_a_server_that_stops_to_send_ends);
    tcase_add_test(tests, a_pipeline_that_waits_says_so_and_can_be_stopped);
    return driver_run(suite);
}
