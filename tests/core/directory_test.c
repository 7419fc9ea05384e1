/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/directory.h"

/* Leave a socket behind, as a killed writer does. */
static void leave_stale_socket(const char *name)
{
    int fd = frs_directory_listen(name, NULL);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_gt(fixture_folder_entries(), 0);
}

/* Every test has a folder of its own. */
static void enter(void)
{
    fixture_enter();
}

START_TEST(a_stream_name_is_a_plain_word)
{
    static const char *const good[] = {"cam0", "gst_player_4711", "A.b-c_D", "0", "-", "a.b"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_frs(frs_stream_check_name(good[i]), FRS_OK);
    static const char *const bad[] = {"",    ".",   "..",       ".hidden", "a/b", "../x",
                                      "a b", "a\n", "\xc3\xa4", "a\\b",    "a:b", "a%20b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_frs(frs_stream_check_name(bad[i]), FRS_ENAME);
        ck_assert_frs(frs_directory_listen(bad[i], NULL), FRS_ENAME);
        ck_assert_frs(frs_directory_connect(bad[i], NULL), FRS_ENAME);
    }
    ck_assert_frs(frs_stream_check_name(NULL), FRS_ENAME);
    char name[FRS_NAME_MAX + 2];
    memset(name, 'x', sizeof name);
    name[FRS_NAME_MAX] = 0;
    ck_assert_frs(frs_stream_check_name(name), FRS_OK);
    name[FRS_NAME_MAX] = 'x';
    name[FRS_NAME_MAX + 1] = 0;
    ck_assert_frs(frs_stream_check_name(name), FRS_ENAME);
}
END_TEST

START_TEST(the_folder_is_made_for_its_user_alone)
{
    mode_t old = umask(0);
    int fd = frs_directory_listen("cam0", NULL);
    umask(old);
    ck_assert_int_ge(fd, 0);
    struct stat st;
    ck_assert_int_eq(lstat(fixture_folder(), &st), 0);
    ck_assert(S_ISDIR(st.st_mode));
    ck_assert_uint_eq(st.st_mode & 0777, 0700);
    ck_assert_uint_eq(st.st_uid, geteuid());
    close(fd);
}
END_TEST

START_TEST(a_folder_open_to_others_is_refused)
{
    ck_assert_int_eq(mkdir(fixture_folder(), 0700), 0);
    ck_assert_int_eq(chmod(fixture_folder(), 0750), 0);
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EFOLDER);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), fixture_folder()));
    ck_assert_frs(frs_directory_connect("cam0", NULL), FRS_EFOLDER);
    ck_assert_frs(frs_stream_list(NULL, NULL), FRS_EFOLDER);
}
END_TEST

START_TEST(a_folder_of_another_user_is_refused)
{
    if (geteuid() != 0)
        return; /* cannot be staged */
    ck_assert_int_eq(mkdir(fixture_folder(), 0700), 0);
    ck_assert_int_eq(chown(fixture_folder(), 65534, 65534), 0);
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EFOLDER);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "another user"));
    ck_assert_frs(frs_directory_connect("cam0", NULL), FRS_EFOLDER);
}
END_TEST

START_TEST(a_symbolic_link_is_not_followed)
{
    char target[256];
    snprintf(target, sizeof target, "%s", fixture_path("elsewhere"));
    ck_assert_int_eq(mkdir(target, 0700), 0);
    ck_assert_int_eq(symlink(target, fixture_folder()), 0);
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EFOLDER);
    ck_assert_frs(frs_directory_connect("cam0", NULL), FRS_EFOLDER);
}
END_TEST

START_TEST(a_file_in_the_folders_place_is_refused)
{
    close(open(fixture_folder(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EFOLDER);
}
END_TEST

START_TEST(a_folder_with_too_long_a_path_is_refused)
{
    char path[200];
    memset(path, 'x', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = 0;
    setenv("XDG_RUNTIME_DIR", path, 1);
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EFOLDER);
}
END_TEST

START_TEST(without_a_runtime_directory_it_is_in_tmp)
{
    struct sockaddr_un address;
    char expected[64];
    snprintf(expected, sizeof expected, "/tmp/frameshare-%u/cam0", (unsigned)geteuid());
    unsetenv("XDG_RUNTIME_DIR");
    int error = frs_directory_address(&address, "cam0", false);
    ck_assert(error == FRS_OK || error == FRS_ENOENT);
    if (error == FRS_OK)
        ck_assert_str_eq(address.sun_path, expected);
    setenv("XDG_RUNTIME_DIR", "relative/is/ignored", 1);
    ck_assert_int_eq(frs_directory_address(&address, "cam0", false), error);
}
END_TEST

START_TEST(a_missing_stream_is_named)
{
    ck_assert_frs(frs_directory_connect("cam7", NULL), FRS_ENOENT);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "cam7"));
    int fd = frs_directory_listen("cam0", NULL);
    ck_assert_frs(frs_directory_connect("cam7", NULL), FRS_ENOENT);
    close(fd);
}
END_TEST

START_TEST(a_stream_that_lives_is_not_replaced)
{
    int fd = frs_directory_listen("cam0", NULL);
    ck_assert_int_ge(fd, 0);
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EEXIST);
    char expected[100];
    snprintf(expected, sizeof expected, "stream cam0 is already published by pid %d",
             (int)getpid());
    ck_assert_str_eq(frs_error_message(), expected);
    pid_t pid = 0;
    int connection = frs_directory_connect("cam0", &pid);
    ck_assert_int_ge(connection, 0);
    ck_assert_int_eq(pid, getpid());
    close(connection);
    close(fd);
}
END_TEST

START_TEST(a_stale_socket_is_replaced)
{
    leave_stale_socket("cam0");
    ck_assert_int_eq(fixture_folder_entries(), 1);
    int fd = frs_directory_listen("cam0", NULL);
    ck_assert_int_ge(fd, 0);
    int connection = frs_directory_connect("cam0", NULL);
    ck_assert_int_ge(connection, 0);
    close(connection);
    close(fd);
}
END_TEST

START_TEST(a_stale_socket_is_no_stream_and_goes_when_it_is_found)
{
    leave_stale_socket("cam0");
    ck_assert_frs(frs_directory_connect("cam0", NULL), FRS_ENOENT);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}
END_TEST

START_TEST(sweeping_leaves_the_living)
{
    leave_stale_socket("dead");
    int fd = frs_directory_listen("alive", NULL);
    frs_directory_sweep("dead");
    frs_directory_sweep("alive");
    frs_directory_sweep("never-was");
    ck_assert_int_eq(fixture_folder_entries(), 1);
    int connection = frs_directory_connect("alive", NULL);
    ck_assert_int_ge(connection, 0);
    close(connection);
    close(fd);
}
END_TEST

typedef struct names {
    char text[256];
    int stop_after;
} names;

static int collect(const char *name, pid_t pid, void *user)
{
    names *n = user;
    ck_assert_int_eq(pid, getpid());
    strcat(n->text, name);
    strcat(n->text, " ");
    return --n->stop_after == 0;
}

START_TEST(the_list_is_of_the_living_in_order)
{
    names n = {.stop_after = -1};
    ck_assert_int_eq(frs_stream_list(collect, &n), 0);
    int c = frs_directory_listen("c", NULL), a = frs_directory_listen("a", NULL),
        b = frs_directory_listen("B", NULL);
    leave_stale_socket("dead");
    ck_assert_int_eq(frs_stream_list(collect, &n), 3);
    ck_assert_str_eq(n.text, "B a c ");
    ck_assert_int_eq(fixture_folder_entries(), 3);
    n = (names){.stop_after = 2};
    frs_stream_list(collect, &n);
    ck_assert_str_eq(n.text, "B a ");
    close(a);
    close(b);
    close(c);
}
END_TEST

START_TEST(of_writers_that_start_at_once_one_wins)
{
    enum {
        WRITERS = 8
    };
    for (int round = 0; round < 20; round++) {
        if (round % 2)
            leave_stale_socket("cam0"); /* the race is about replacing it */
        int gate[2], result[2], done[2];
        ck_assert_int_eq(pipe(gate) | pipe(result) | pipe(done), 0);
        for (int i = 0; i < WRITERS; i++)
            if (fork() == 0) {
                char c;
                close(gate[1]);
                close(done[1]);
                if (read(gate[0], &c, 1) < 0) /* until everybody is there */
                    _exit(1);
                int fd = frs_directory_listen("cam0", NULL);
                c = fd >= 0 ? 'w' : fd == FRS_EEXIST ? 'l' : '?';
                if (write(result[1], &c, 1) != 1 || read(done[0], &c, 1) < 0)
                    _exit(1);
                _exit(0);
            }
        close(gate[1]);
        int winners = 0, losers = 0;
        for (int i = 0; i < WRITERS; i++) {
            char c = 0;
            ck_assert_int_eq(read(result[0], &c, 1), 1);
            winners += c == 'w';
            losers += c == 'l';
        }
        close(done[1]);
        while (wait(NULL) > 0)
            continue;
        ck_assert_int_eq(winners, 1);
        ck_assert_int_eq(losers, WRITERS - 1);
        close(gate[0]), close(result[0]), close(result[1]), close(done[0]);
        frs_directory_sweep("cam0");
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("directory");
    TCase *tests = checks_case(suite, "directory", enter, NULL, 60);
    tcase_add_test(tests, a_stream_name_is_a_plain_word);
    tcase_add_test(tests, the_folder_is_made_for_its_user_alone);
    tcase_add_test(tests, a_folder_open_to_others_is_refused);
    tcase_add_test(tests, a_folder_of_another_user_is_refused);
    tcase_add_test(tests, a_symbolic_link_is_not_followed);
    tcase_add_test(tests, a_file_in_the_folders_place_is_refused);
    tcase_add_test(tests, a_folder_with_too_long_a_path_is_refused);
    tcase_add_test(tests, without_a_runtime_directory_it_is_in_tmp);
    tcase_add_test(tests, a_missing_stream_is_named);
    tcase_add_test(tests, a_stream_that_lives_is_not_replaced);
    tcase_add_test(tests, a_stale_socket_is_replaced);
    tcase_add_test(tests, a_stale_socket_is_no_stream_and_goes_when_it_is_found);
    tcase_add_test(tests, sweeping_leaves_the_living);
    tcase_add_test(tests, the_list_is_of_the_living_in_order);
    tcase_add_test(tests, of_writers_that_start_at_once_one_wins);
    return fixture_run(suite);
}
