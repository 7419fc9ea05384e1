/* SPDX-License-Identifier: MIT */
#include "channel.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "checks.h"
#include "line.h"

typedef struct end {
    GMainLoop *loop;
    GPtrArray *lines; /* of char *; "(too long)" for those */
    guint stop_after;
    gboolean closed;
} end;

static int other;
static frs_channel *channel;
static end here;

static void on_line(const char *line, gsize length, void *user)
{
    end *it = user;
    g_ptr_array_add(it->lines, line ? g_strndup(line, length) : g_strdup("(too long)"));
    if (it->lines->len == it->stop_after)
        g_main_loop_quit(it->loop);
}

static void on_closed(void *user)
{
    end *it = user;
    it->closed = TRUE;
    g_main_loop_quit(it->loop);
}

static void setup(void)
{
    int pair[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    other = pair[0];
    here = (end){.loop = g_main_loop_new(NULL, FALSE),
                 .lines = g_ptr_array_new_with_free_func(g_free)};
    channel = frs_channel_create(pair[1], on_line, on_closed, &here);
}

static void teardown(void)
{
    frs_channel_destroy(&channel);
    g_main_loop_unref(here.loop);
    g_ptr_array_unref(here.lines);
    if (other >= 0)
        close(other);
}

static void write_all(const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(other, bytes, length);
        ck_assert_int_gt(n, 0);
        bytes += n;
        length -= (size_t)n;
    }
}

static void run_until(guint lines)
{
    here.stop_after = lines;
    if (here.lines->len < lines)
        g_main_loop_run(here.loop);
}

static const char *line(guint i)
{
    return g_ptr_array_index(here.lines, i);
}

START_TEST(lines_come_whole_however_they_are_cut)
{
    write_all("on", 2);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    write_all("e\ntwo\n\nthr", 10);
    write_all("ee\n", 3);
    run_until(3);
    ck_assert_str_eq(line(0), "one");
    ck_assert_str_eq(line(1), "two");
    ck_assert_str_eq(line(2), "three");
}
END_TEST

static gpointer write_long_line(gpointer size)
{
    size_t length = GPOINTER_TO_SIZE(size);
    char *bytes = g_malloc(length);
    memset(bytes, 'x', length);
    write_all(bytes, length);
    write_all("\nafter\n", 7);
    g_free(bytes);
    return NULL;
}

START_TEST(a_line_that_is_too_long_is_said_once_and_the_next_one_is_fine)
{
    GThread *thread = g_thread_new("writer", write_long_line, GSIZE_TO_POINTER(5 * FRS_LINE_MAX));
    run_until(2);
    g_thread_join(thread);
    ck_assert_str_eq(line(0), "(too long)");
    ck_assert_str_eq(line(1), "after");
}
END_TEST

static gsize resident(void)
{
    g_autofree char *text = NULL;
    unsigned long pages = 0;
    ck_assert(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
    ck_assert_int_eq(sscanf(text, "%*u %lu", &pages), 1);
    return pages * (gsize)sysconf(_SC_PAGESIZE);
}

/* Written in pieces by a thread that needs no memory of its own. */
static gpointer write_endless_line(gpointer pieces)
{
    static char piece[FRS_LINE_MAX];
    memset(piece, 'x', sizeof piece);
    for (gsize i = 0; i < GPOINTER_TO_SIZE(pieces); i++)
        write_all(piece, sizeof piece);
    write_all("\nafter\n", 7);
    return NULL;
}

START_TEST(a_line_without_end_is_not_kept)
{
    gsize before = resident();
    GThread *thread = g_thread_new("writer", write_endless_line, GSIZE_TO_POINTER(256));
    run_until(2);
    g_thread_join(thread);
    ck_assert_str_eq(line(0), "(too long)");
    ck_assert_str_eq(line(1), "after");
    ck_assert_uint_lt(resident() - MIN(before, resident()), 32 * FRS_LINE_MAX);
}
END_TEST

START_TEST(what_is_paused_reads_no_further_and_loses_nothing)
{
    write_all("one\n", 4);
    run_until(1);
    frs_channel_pause(channel, TRUE);
    write_all("two\n", 4);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    ck_assert_uint_eq(here.lines->len, 1);
    frs_channel_pause(channel, FALSE);
    run_until(2);
    ck_assert_str_eq(line(1), "two");
}
END_TEST

START_TEST(the_end_of_the_other_side_is_told)
{
    close(other);
    other = -1;
    g_main_loop_run(here.loop);
    ck_assert(here.closed);
    frs_channel_send(channel, "nobody hears this");
    frs_channel_flush(channel, 1000);
}
END_TEST

/* Read all there is, flushing in between. Returns it as one string. */
static char *read_everything(void)
{
    GString *all = g_string_new(NULL);
    char buffer[65536];
    ssize_t n;
    do {
        frs_channel_flush(channel, 0);
        n = recv(other, buffer, sizeof buffer, MSG_DONTWAIT);
        if (n > 0)
            g_string_append_len(all, buffer, n);
    } while (n > 0);
    return g_string_free(all, FALSE);
}

START_TEST(who_does_not_read_gets_every_reply_and_only_the_newest_position)
{
    enum {
        LINES = 40000
    };
    for (int i = 0; i < LINES; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"event\":\"position\",\"position\":%d}", i);
        frs_channel_send(channel, text);
        snprintf(text, sizeof text, "{\"id\":%d,\"ok\":true}", i);
        if (i % 100 == 0)
            frs_channel_send(channel, text);
    }
    char *all = read_everything();
    char **lines = g_strsplit(all, "\n", -1);
    int replies = 0, positions = 0, last = -1;
    for (char **it = lines; *it != NULL && **it != '\0'; it++) {
        int id;
        if (sscanf(*it, "{\"id\":%d,", &id) == 1) {
            ck_assert_int_eq(id, replies * 100);
            replies++;
        } else {
            ck_assert_int_eq(sscanf(*it, "{\"event\":\"position\",\"position\":%d}", &last), 1);
            positions++;
        }
    }
    ck_assert_int_eq(replies, LINES / 100);
    ck_assert_int_eq(last, LINES - 1);
    ck_assert_int_eq(positions, 1);
    g_strfreev(lines);
    g_free(all);
}
END_TEST

/* Short lines take more than their text. */
START_TEST(who_never_reads_costs_no_more_than_is_said)
{
    gsize before = resident();
    for (int i = 0; i < 2000000 && !here.closed; i++) {
        frs_channel_send(channel, "{\"ok\":1}");
        while (i % 1000 == 0 && g_main_context_iteration(NULL, FALSE))
            ;
    }
    ck_assert(here.closed);
    ck_assert_uint_lt(resident() - MIN(before, resident()), 64 * FRS_LINE_MAX);
}
END_TEST

START_TEST(who_never_reads_is_taken_for_gone)
{
    char *text = g_malloc(FRS_LINE_MAX);
    memset(text, 'x', FRS_LINE_MAX - 1);
    text[FRS_LINE_MAX - 1] = '\0';
    for (int i = 0; i < 32; i++)
        frs_channel_send(channel, text);
    g_main_loop_run(here.loop);
    ck_assert(here.closed);
    g_free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("channel");
    TCase *tests = checks_case(suite, "channel", setup, teardown, 120);
    tcase_add_test(tests, lines_come_whole_however_they_are_cut);
    tcase_add_test(tests, a_line_that_is_too_long_is_said_once_and_the_next_one_is_fine);
    tcase_add_test(tests, a_line_without_end_is_not_kept);
    tcase_add_test(tests, what_is_paused_reads_no_further_and_loses_nothing);
    tcase_add_test(tests, who_never_reads_costs_no_more_than_is_said);
    tcase_add_test(tests, the_end_of_the_other_side_is_told);
    tcase_add_test(tests, who_does_not_read_gets_every_reply_and_only_the_newest_position);
    tcase_add_test(tests, who_never_reads_is_taken_for_gone);
    return checks_run(suite);
}
