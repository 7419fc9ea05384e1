/* SPDX-License-Identifier: MIT */
/* frameshare-player: how it starts, what it takes, and how it ends. */
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

START_TEST(it_says_hello_and_ends_when_the_descriptor_closes)
{
    driver *player = driver_spawn(NULL);
    g_autofree char *name = g_strdup_printf("gst_player_%d", (int)driver_pid(player));
    ck_assert_str_eq(driver_stream(player), name);
    ck_assert_int_eq(fixture_folder_entries(), 1);
    ck_assert_int_eq(driver_finish(player), 0);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}
END_TEST

START_TEST(it_ends_while_it_plays)
{
    driver *player = driver_spawn("film");
    ck_assert_str_eq(driver_stream(player), "film");
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    driver_wait_state(player, "playing");
    ck_assert_int_eq(driver_finish(player), 0);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}
END_TEST

static const int ending_signals[] = {SIGTERM, SIGINT, SIGHUP};

START_TEST(a_signal_ends_it_cleanly)
{
    driver *player = driver_spawn(NULL);
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    kill(driver_pid(player), ending_signals[_i]);
    ck_assert_int_eq(driver_wait_exit(player), 0);
    driver_event(player, "quit");
    ck_assert_int_eq(fixture_folder_entries(), 0);
    driver_finish(player);
}
END_TEST

START_TEST(quit_ends_it)
{
    driver *player = driver_spawn(NULL);
    driver_do(player, "\"command\":\"quit\"");
    driver_event(player, "quit");
    ck_assert_int_eq(driver_wait_exit(player), 0);
    driver_finish(player);
}
END_TEST

START_TEST(a_taken_name_is_an_error_and_exit_status_1)
{
    driver *first = driver_spawn("cam0");
    driver *second = driver_spawn("cam0");
    JsonObject *error = driver_event(second, "error");
    g_autofree char *owner = g_strdup_printf("pid %d", (int)driver_pid(first));
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), "exists");
    ck_assert_msg(strstr(message, owner) && strstr(message, "cam0"), "%s", message);
    ck_assert_int_eq(driver_wait_exit(second), 1);
    driver_finish(second);
    driver_do(first, "\"command\":\"stats\"");
    driver_finish(first);
}
END_TEST

START_TEST(a_bad_name_is_an_error_and_exit_status_1)
{
    driver *player = driver_spawn("a/b");
    JsonObject *error = driver_event(player, "error");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), "name");
    ck_assert_int_eq(driver_wait_exit(player), 1);
    driver_finish(player);
}
END_TEST

static void assert_refused(driver *player, const char *bytes, size_t length, const char *says)
{
    driver_send_raw(player, bytes, length);
    JsonObject *error = json_object_get_object_member(driver_reply_without_id(player), "error");
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), "command");
    ck_assert_msg(strstr(message, says) != NULL, "\"%s\" does not say \"%s\"", message, says);
}

START_TEST(garbage_is_answered_and_the_next_command_works)
{
    driver *player = driver_spawn(NULL);
    size_t size = 3 * 1024 * 1024;
    char *long_line = g_malloc(size);
    memset(long_line, '[', size);
    assert_refused(player, "garbage", 7, "not JSON");
    assert_refused(player, "{\"command\":\"fly\"}", 17, "unknown command");
    assert_refused(player, "\xff\xfe\x80", 3, "not UTF-8");
    assert_refused(player, "{\"command\"\0:1}", 14, "NUL");
    assert_refused(player, long_line, 100000, "nested");
    assert_refused(player, long_line, size, "at most 1048576 bytes");
    driver_do(player, "\"command\":\"stats\"");
    g_free(long_line);
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

static gsize resident_of(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/statm", (int)pid);
    g_autofree char *text = NULL;
    unsigned long pages = 0;
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_int_eq(sscanf(text, "%*u %lu", &pages), 1);
    return pages * (gsize)sysconf(_SC_PAGESIZE);
}

/* While the player's thread is stuck in open(), 256 MiB of commands come, or as many as are taken.
 */
START_TEST(commands_for_a_player_that_is_held_up_are_not_kept_without_end)
{
    const char *path = driver_clip("pipe");
    unlink(path); /* of a test that failed */
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    driver *player = driver_spawn(NULL);
    driver_send(player,
                "\"command\":\"load\",\"pipeline\":\"filesrc location=%s ! decodebin ! "
                "framesharesink\"",
                path);
    driver_wait_state(player, "loading");
    gsize before = resident_of(driver_pid(player));
    g_autofree char *line = g_strnfill(100000, ' ');
    line[99999] = '\n';
    gsize taken = driver_send_some(player, line, 100000, 256 * 1024 * 1024);
    ck_assert_uint_lt(taken, 64 * 1024 * 1024);
    gsize after = resident_of(driver_pid(player));
    /* With the plugins that are loaded in the meantime: 50 MiB, and 75 under AddressSanitizer. */
    ck_assert_uint_lt(after - MIN(before, after), 128 * 1024 * 1024);
    ck_assert_int_eq(driver_finish(player), 1);
    unlink(path);
}
END_TEST

/* Faster than they are carried out. */
START_TEST(each_of_many_long_commands_is_answered)
{
    enum {
        COMMANDS = 600
    };
    g_autofree char *padding = g_strnfill(100000, ' ');
    driver *player = driver_spawn(NULL);
    int last = 0;
    for (int i = 0; i < COMMANDS; i++)
        last = driver_send(player, "\"command\":%s\"mute\",\"mute\":true", padding);
    driver_reply(player, last);
    ck_assert_int_eq(driver_count(player, "\"ok\":true"), COMMANDS);
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(random_bytes_do_no_harm)
{
    driver *player = driver_spawn(NULL);
    GRand *random = g_rand_new_with_seed(99);
    for (int i = 0; i < 2000; i++) {
        char bytes[200];
        int length = g_rand_int_range(random, 1, (int)sizeof bytes);
        for (int k = 0; k < length; k++)
            bytes[k] = (char)g_rand_int_range(random, 0, 256);
        driver_send_raw(player, bytes, (size_t)length);
    }
    driver_do(player, "\"command\":\"stats\"");
    g_rand_free(random);
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

/* The player's thread is stuck in open() then, and cannot be asked to end. */
START_TEST(a_pipeline_that_does_not_let_go_cannot_keep_it_alive)
{
    const char *path = driver_clip("pipe");
    unlink(path); /* of a test that failed */
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    driver *player = driver_spawn(NULL);
    driver_send(player,
                "\"command\":\"load\",\"pipeline\":\"filesrc location=%s ! decodebin ! "
                "framesharesink\"",
                path);
    driver_wait_state(player, "loading");
    ck_assert_int_eq(driver_finish(player), 1);
    ck_assert_int_eq(fixture_folder_entries(), 0);
    unlink(path);
}
END_TEST

/* ---- a parent that is killed ---- */

/* Start the player from a parent of its own, which does nothing but be there. */
static pid_t start_family(int pair[2])
{
    pid_t parent = fork();
    ck_assert_int_ge(parent, 0);
    if (parent != 0)
        return parent;
    if (fork() == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", pair[1]);
        close(pair[0]);
        execl(getenv("FRAMESHARE_PLAYER"), "frameshare-player", "--fd", number, "--stream",
              "family", NULL);
        _exit(127);
    }
    close(pair[1]);
    for (;;)
        pause();
}

static void read_until(int fd, const char *words)
{
    GString *all = g_string_new(NULL);
    char buffer[4096];
    while (strstr(all->str, words) == NULL) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        ck_assert_msg(n > 0, "the player ended before it said %s: %s", words, all->str);
        g_string_append_len(all, buffer, n);
    }
    g_string_free(all, TRUE);
}

static void wait_for_end(int fd)
{
    char buffer[4096];
    while (read(fd, buffer, sizeof buffer) > 0)
        ;
}

START_TEST(it_ends_when_its_parent_is_killed)
{
    int pair[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    /* The player becomes a child of this process, which can then wait for it. */
    ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    pid_t parent = start_family(pair);
    close(pair[1]);
    g_autofree char *load = g_strdup_printf("{\"command\":\"load\",\"uri\":\"file://%s\"}\n"
                                            "{\"command\":\"play\"}\n",
                                            driver_clip("clip.mp4"));
    ck_assert_int_gt(write(pair[0], load, strlen(load)), 0);
    read_until(pair[0], "\"playing\"");
    ck_assert_int_eq(fixture_folder_entries(), 1);

    /* _i == 1: the descriptor stays open here, only the parent's death is there to be seen. */
    kill(parent, SIGKILL);
    ck_assert_int_eq(waitpid(parent, NULL, 0), parent);
    if (_i == 0)
        close(pair[0]);
    else
        wait_for_end(pair[0]);
    int status;
    pid_t player = waitpid(-1, &status, 0);
    ck_assert_int_gt(player, 0);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(fixture_folder_entries(), 0);
    if (_i == 1)
        close(pair[0]);
}
END_TEST

START_TEST(a_killed_host_frees_its_name)
{
    driver *player = driver_spawn("film");
    driver_load(player, driver_clip("clip.mp4"));
    kill(driver_pid(player), SIGKILL);
    ck_assert_int_eq(driver_wait_exit(player), -SIGKILL);
    driver_finish(player);
    player = driver_spawn("film");
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(who_does_not_read_stops_no_picture)
{
    int pair[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t pid = fork();
    if (pid == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", pair[1]);
        close(pair[0]);
        execl(getenv("FRAMESHARE_PLAYER"), "frameshare-player", "--fd", number, "--stream", "deaf",
              NULL);
        _exit(127);
    }
    close(pair[1]);
    read_until(pair[0], "hello");
    /* Far more replies than a socket holds, then a film, and nobody reads. */
    for (int i = 0; i < 5000; i++)
        ck_assert_int_gt(write(pair[0], "{\"command\":\"stats\"}\n", 20), 0);
    g_autofree char *load = g_strdup_printf("{\"command\":\"load\",\"uri\":\"file://%s\"}\n"
                                            "{\"command\":\"play\"}\n",
                                            driver_clip("silent.mkv"));
    ck_assert_int_gt(write(pair[0], load, strlen(load)), 0);
    frs_reader *reader;
    frs_frame frame;
    uint64_t pts = 0;
    ck_assert_frs(frs_reader_open(&reader, "deaf", NULL), FRS_OK);
    while (pts < 900000000) {
        ck_assert_frs(frs_reader_wait(reader, 60000), FRS_OK);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
        pts = frame.info.pts;
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    close(pair[0]);
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(without_a_descriptor_it_says_how_to_start_it)
{
    int pipes[2];
    char text[512] = "";
    ck_assert_int_eq(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(pipes[1], 2);
        execl(getenv("FRAMESHARE_PLAYER"), "frameshare-player", "--fd", "77", NULL);
        _exit(127);
    }
    close(pipes[1]);
    ck_assert_int_gt(read(pipes[0], text, sizeof text - 1), 0);
    close(pipes[0]);
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(WEXITSTATUS(status), 2);
    ck_assert_ptr_nonnull(strstr(text, "--fd"));
}
END_TEST

START_TEST(a_gstreamer_that_is_too_old_is_named_in_one_sentence)
{
    g_setenv("LD_PRELOAD", g_getenv("FRAMESHARE_ANCIENT"), TRUE);
    driver *player = driver_spawn(NULL);
    g_unsetenv("LD_PRELOAD");
    JsonObject *error = driver_event(player, "error");
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_str_eq(json_object_get_string_member(error, "code"), "host");
    ck_assert_msg(strstr(message, "1.18.4") && strstr(message, "1.20"), "%s", message);
    driver_refused(player, "host", "\"command\":\"load\",\"uri\":\"%s\"", driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("host");
    TCase *tests = checks_case(suite, "host", NULL, NULL, 240);
    tcase_add_test(tests, it_says_hello_and_ends_when_the_descriptor_closes);
    tcase_add_test(tests, it_ends_while_it_plays);
    tcase_add_loop_test(tests, a_signal_ends_it_cleanly, 0, G_N_ELEMENTS(ending_signals));
    tcase_add_test(tests, quit_ends_it);
    tcase_add_test(tests, a_taken_name_is_an_error_and_exit_status_1);
    tcase_add_test(tests, a_bad_name_is_an_error_and_exit_status_1);
    tcase_add_test(tests, garbage_is_answered_and_the_next_command_works);
    tcase_add_test(tests, commands_for_a_player_that_is_held_up_are_not_kept_without_end);
    tcase_add_test(tests, each_of_many_long_commands_is_answered);
    tcase_add_test(tests, random_bytes_do_no_harm);
    tcase_add_test(tests, a_pipeline_that_does_not_let_go_cannot_keep_it_alive);
    tcase_add_loop_test(tests, it_ends_when_its_parent_is_killed, 0, 2);
    tcase_add_test(tests, a_killed_host_frees_its_name);
    tcase_add_test(tests, who_does_not_read_stops_no_picture);
    /* A sanitizer has to come first of all that is loaded. */
    if (g_getenv("FRAMESHARE_ANCIENT") != NULL)
        tcase_add_test(tests, a_gstreamer_that_is_too_old_is_named_in_one_sentence);
    tcase_add_test(tests, without_a_descriptor_it_says_how_to_start_it);
    return driver_run(suite);
}
