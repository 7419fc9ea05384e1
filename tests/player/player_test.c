/* SPDX-License-Identifier: MIT */
/* The player in the calling process: the C interface of player.h. */
#include "driver.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "player.h"

static void assert_name(driver *player, const char *suffix)
{
    g_autofree char *name = g_strdup_printf("gst_player_%d%s", (int)getpid(), suffix);
    ck_assert_str_eq(driver_stream(player), name);
}

START_TEST(players_without_a_name_are_counted)
{
    driver *first = driver_in_process(NULL);
    driver *second = driver_in_process("");
    driver *third = driver_in_process(NULL);
    assert_name(first, "");
    assert_name(second, "_2");
    assert_name(third, "_3");
    driver_finish(second);
    second = driver_in_process(NULL);
    assert_name(second, "_2");
    driver_finish(first);
    driver_finish(second);
    driver_finish(third);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}
END_TEST

START_TEST(two_players_play_side_by_side)
{
    driver *first = driver_in_process("one");
    driver *second = driver_in_process("two");
    driver_load(first, driver_clip("clip.mp4"));
    driver_load(second, driver_clip("silent.mkv"));
    driver_do(first, "\"command\":\"seek\",\"position\":1.01");
    driver_do(second, "\"command\":\"seek\",\"position\":0.51");
    ck_assert_int_eq(driver_picture(first, NULL), 30);
    ck_assert_int_eq(driver_picture(second, NULL), 15);
    driver_finish(first);
    ck_assert_int_eq(driver_picture(second, NULL), 15);
    driver_finish(second);
}
END_TEST

static void keep_line(const char *line, void *user)
{
    char **kept = user;
    ck_assert_ptr_null(*kept);
    *kept = strdup(line);
}

START_TEST(a_name_that_cannot_be_published_is_said_in_one_line)
{
    static const char *const names[][2] = {{"a/b", "\"code\":\"name\""},
                                           {"..", "\"code\":\"name\""},
                                           {"taken", "\"code\":\"exists\""}};
    frs_writer *writer;
    ck_assert_frs(frs_writer_create(&writer, "taken", NULL), FRS_OK);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        char *line = NULL;
        ck_assert_ptr_null(frs_player_create(names[i][0], keep_line, &line));
        ck_assert_ptr_nonnull(line);
        ck_assert_msg(strstr(line, names[i][1]) && strstr(line, "\"event\":\"error\""), "%s", line);
        free(line);
    }
    frs_writer_destroy(&writer);
}
END_TEST

START_TEST(a_player_can_be_destroyed_at_any_time)
{
    frs_player *none = NULL;
    frs_player_destroy(&none);
    for (int i = 0; i < 40; i++) {
        driver *player = driver_in_process(NULL);
        if (i % 4 >= 1)
            driver_send(player, "\"command\":\"load\",\"uri\":\"file://%s\"",
                        driver_clip("clip.mp4"));
        if (i % 4 >= 2)
            driver_send(player, "\"command\":\"play\"");
        if (i % 4 == 3)
            driver_wait_state(player, "playing");
        if (i % 8 == 7)
            driver_send(player, "\"command\":\"seek\",\"position\":2");
        driver_finish(player);
    }
    ck_assert_int_eq(fixture_folder_entries(), 0);
    ck_assert_int_eq(fixture_count_mappings(), 0);
}
END_TEST

typedef struct first_and_last {
    GMutex lock;
    char *first, *last;
} first_and_last;

static void note_line(const char *line, void *user)
{
    first_and_last *it = user;
    g_mutex_lock(&it->lock);
    if (it->first == NULL)
        it->first = g_strdup(line);
    g_free(it->last);
    it->last = g_strdup(line);
    g_mutex_unlock(&it->lock);
}

START_TEST(hello_is_the_first_line_and_quit_the_last)
{
    first_and_last it = {0};
    frs_player *player = frs_player_create(NULL, note_line, &it);
    frs_player_command(player, "{\"command\":\"stats\"}");
    frs_player_destroy(&player);
    ck_assert_ptr_null(player);
    ck_assert_ptr_nonnull(strstr(it.first, "{\"event\":\"hello\""));
    ck_assert_str_eq(it.last, "{\"event\":\"quit\"}");
    g_free(it.first);
    g_free(it.last);
}
END_TEST

static void collect_line(const char *line, void *user)
{
    g_string_append_printf(user, "%s\n", line);
}

START_TEST(a_command_with_an_id_is_accepted_before_all_that_it_causes)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    frs_player *player = frs_player_create(NULL, collect_line, lines);
    frs_player_command(player, "{\"command\":\"mute\",\"mute\":true}");
    frs_player_command(player, "{\"id\":\"v\",\"command\":\"volume\",\"volume\":0.5}");
    frs_player_destroy(&player);
    const char *accepted = strstr(lines->str, "{\"event\":\"accepted\",\"of\":\"v\"}");
    const char *volume = strstr(lines->str, "{\"event\":\"volume\",\"volume\":0.5");
    const char *reply = strstr(lines->str, "{\"id\":\"v\",\"ok\":true}");
    ck_assert(accepted != NULL && accepted < volume && volume < reply);
    ck_assert_ptr_eq(strstr(lines->str, "accepted"), accepted + strlen("{\"event\":\""));
}
END_TEST

static gpointer send_many(gpointer user)
{
    for (int i = 0; i < 200; i++)
        driver_send_raw(user, "{\"id\":\"t\",\"command\":\"stats\"}", 29);
    return NULL;
}

START_TEST(commands_may_come_from_any_thread)
{
    GThread *threads[4];
    driver *player = driver_in_process(NULL);
    driver_load(player, driver_clip("clip.mp4"));
    driver_do(player, "\"command\":\"play\"");
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("sender", send_many, player);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    driver_do(player, "\"command\":\"stats\""); /* replies come in order: all others have come */
    ck_assert_int_eq(driver_count(player, "{\"id\":\"t\",\"ok\":true"), 800);
    driver_finish(player);
}
END_TEST

START_TEST(quit_ends_the_stream_before_destroy)
{
    driver *player = driver_in_process(NULL);
    driver_do(player, "\"command\":\"quit\"");
    driver_event(player, "quit");
    ck_assert_int_eq(fixture_folder_entries(), 0);
    driver_finish(player);
}
END_TEST

START_TEST(the_library_exports_the_player_and_nothing_else)
{
    void *library = dlopen(getenv("FRAMESHARE_PLAYER_LIBRARY"), RTLD_NOW | RTLD_LOCAL);
    ck_assert_msg(library != NULL, "%s", dlerror());
    ck_assert_ptr_nonnull(dlsym(library, "frs_player_create"));
    ck_assert_ptr_nonnull(dlsym(library, "frs_player_command"));
    ck_assert_ptr_nonnull(dlsym(library, "frs_player_destroy"));
    ck_assert_ptr_nonnull(dlsym(library, "frs_player_stream"));
    ck_assert_ptr_null(dlsym(library, "frs_writer_create"));
    ck_assert_ptr_null(dlsym(library, "frs_gst_register"));
    /* Used once, it cannot go: GStreamer keeps types and threads of it. */
    dlclose(library);
    ck_assert_ptr_nonnull(dlopen(getenv("FRAMESHARE_PLAYER_LIBRARY"), RTLD_NOW | RTLD_NOLOAD));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("player");
    TCase *tests = checks_case(suite, "player", NULL, NULL, 240);
    tcase_add_test(tests, players_without_a_name_are_counted);
    tcase_add_test(tests, two_players_play_side_by_side);
    tcase_add_test(tests, a_name_that_cannot_be_published_is_said_in_one_line);
    tcase_add_test(tests, a_player_can_be_destroyed_at_any_time);
    tcase_add_test(tests, hello_is_the_first_line_and_quit_the_last);
    tcase_add_test(tests, a_command_with_an_id_is_accepted_before_all_that_it_causes);
    tcase_add_test(tests, commands_may_come_from_any_thread);
    tcase_add_test(tests, quit_ends_the_stream_before_destroy);
    tcase_add_test(tests, the_library_exports_the_player_and_nothing_else);
    return driver_run(suite);
}
