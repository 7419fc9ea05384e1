/* SPDX-License-Identifier: MIT */
/* A process is stopped at each step of replacing a dead writer's socket, another one replaces it
 * meanwhile, and the first goes on: the living keep their names, and no file is left. */
#include "fixture.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where to stop; NULL: nowhere. */
static const char *stop_at;

static void step(const char *name)
{
    if (stop_at && strcmp(name, stop_at) == 0) {
        stop_at = NULL;
        raise(SIGSTOP);
    }
}

#define FRS_DIRECTORY_STEP(name) step(name)
#include "../../src/core/directory.c" /* NOLINT: with its steps */

/* What the process that is stopped does, and at which step. */
static const struct {
    const char *step;
    bool sweeps; /* removes the dead socket only */
} cases[] = {
    {"link", false},  {"lock", false},   {"lock", true},   {"rename", false},
    {"rename", true}, {"verify", false}, {"verify", true},
};

static void enter(void)
{
    fixture_enter();
    stop_at = NULL;
}

static void leave_dead_socket(void)
{
    int fd = frs_directory_listen("cam0", NULL);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

/* A process that does it, stopped at the step. Its exit status says whether it has the name. */
static pid_t start_and_stop(int i)
{
    int status;
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        stop_at = cases[i].step;
        if (cases[i].sweeps)
            frs_directory_sweep("cam0");
        _exit(!cases[i].sweeps && frs_directory_listen("cam0", NULL) >= 0);
    }
    ck_assert_int_eq(waitpid(pid, &status, WUNTRACED), pid);
    ck_assert(WIFSTOPPED(status));
    return pid;
}

static bool end_of(pid_t pid)
{
    int status;
    kill(pid, SIGCONT);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void assert_reachable(void)
{
    pid_t pid = 0;
    int connection = frs_directory_connect("cam0", &pid);
    ck_assert_frs(connection < 0 ? connection : FRS_OK, FRS_OK);
    ck_assert_int_eq(pid, getpid());
    close(connection);
}

static int ignore(const char *name, pid_t pid, void *user)
{
    (void)name, (void)pid, (void)user;
    return 0;
}

/* Nothing but `n` sockets is in the folder, hidden files counted. */
static void assert_only(int n)
{
    DIR *dir = opendir(fixture_folder());
    int files = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        files += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    ck_assert_int_eq(files, n);
}

START_TEST(a_name_taken_while_another_is_stopped_is_kept)
{
    leave_dead_socket();
    pid_t pid = start_and_stop(_i);
    ino_t inode;
    int fd = frs_directory_listen("cam0", &inode);
    ck_assert_frs(fd < 0 ? fd : FRS_OK, FRS_OK);
    assert_reachable();
    ck_assert(!end_of(pid));
    assert_reachable();
    frs_stream_list(ignore, NULL);
    assert_only(1);
    frs_directory_unlisten("cam0", inode);
    close(fd);
    assert_only(0);
}
END_TEST

START_TEST(two_that_take_the_name_while_another_is_stopped_have_it_in_turn)
{
    leave_dead_socket();
    pid_t pid = start_and_stop(_i);
    leave_dead_socket(); /* takes the name, and dies */
    int fd = frs_directory_listen("cam0", NULL);
    ck_assert_frs(fd < 0 ? fd : FRS_OK, FRS_OK);
    ck_assert(!end_of(pid));
    assert_reachable();
    frs_stream_list(ignore, NULL);
    assert_only(1);
    close(fd);
}
END_TEST

START_TEST(what_a_killed_process_leaves_goes_with_the_next_list)
{
    leave_dead_socket();
    pid_t pid = start_and_stop(_i);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    ck_assert_int_eq(frs_stream_list(ignore, NULL), 0);
    assert_only(0);
}
END_TEST

START_TEST(who_ends_leaves_the_name_to_who_has_it_now)
{
    ino_t inode, other_inode;
    int fd = frs_directory_listen("cam0", &inode);
    unlink(fixture_path("frameshare/cam0")); /* somebody tidied up */
    int other = frs_directory_listen("cam0", &other_inode);
    ck_assert_int_ge(other, 0);
    frs_directory_unlisten("cam0", inode);
    close(fd);
    assert_reachable();
    frs_directory_unlisten("cam0", other_inode);
    close(other);
    assert_only(0);
}
END_TEST

/* A program that is stopped while it holds the lock: here one that never gives it back. */
START_TEST(a_lock_that_is_never_given_back_stops_nobody)
{
    leave_dead_socket();
    int folder = open(fixture_folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_eq(flock(folder, LOCK_EX), 0);
    ck_assert_frs(frs_directory_connect("cam0", NULL), FRS_ENOENT);
    frs_directory_sweep("cam0");
    ck_assert_int_eq(frs_stream_list(ignore, NULL), 0);
    ino_t inode;
    int fd = frs_directory_listen("cam0", &inode);
    ck_assert_frs(fd < 0 ? fd : FRS_OK, FRS_OK);
    assert_reachable();
    ck_assert_frs(frs_directory_listen("cam0", NULL), FRS_EEXIST);
    frs_directory_unlisten("cam0", inode);
    close(fd);
    close(folder);
    frs_stream_list(ignore, NULL);
    assert_only(0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("directory_race");
    TCase *tests = checks_case(suite, "a race for a name", enter, NULL, 60);
    int n = sizeof cases / sizeof cases[0];
    tcase_add_loop_test(tests, a_name_taken_while_another_is_stopped_is_kept, 0, n);
    tcase_add_loop_test(tests, two_that_take_the_name_while_another_is_stopped_have_it_in_turn, 0,
                        n);
    tcase_add_loop_test(tests, what_a_killed_process_leaves_goes_with_the_next_list, 0, n);
    tcase_add_test(tests, who_ends_leaves_the_name_to_who_has_it_now);
    tcase_add_test(tests, a_lock_that_is_never_given_back_stops_nobody);
    return fixture_run(suite);
}
