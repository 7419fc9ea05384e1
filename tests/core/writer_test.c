/* SPDX-License-Identifier: MIT */
/* A stream's life, and who comes to it. */
#include "stream.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/connections.h"

static int count_stream(const char *name, pid_t pid, void *user)
{
    (void)user;
    ck_assert_str_eq(name, "cam0");
    ck_assert_int_eq(pid, getpid());
    return 0;
}

START_TEST(a_stream_exists_from_create_to_destroy)
{
    ck_assert_int_eq(frs_stream_list(count_stream, NULL), 0);
    stream_create(NULL);
    ck_assert_str_eq(frs_writer_name(writer), "cam0");
    ck_assert_int_eq(fixture_folder_entries(), 1);
    struct stat st;
    ck_assert_int_eq(lstat(fixture_path("frameshare/cam0"), &st), 0);
    ck_assert(S_ISSOCK(st.st_mode));
    frs_writer_destroy(&writer);
    ck_assert_ptr_null(writer);
    ck_assert_int_eq(fixture_folder_entries(), 0);
    frs_writer_destroy(&writer);
}
END_TEST

START_TEST(a_name_has_one_writer)
{
    frs_writer *second;
    char expected[100];
    stream_create(NULL);
    ck_assert_frs(frs_writer_create(&second, "cam0", NULL), FRS_EEXIST);
    ck_assert_ptr_null(second);
    snprintf(expected, sizeof expected, "stream cam0 is already published by pid %d",
             (int)getpid());
    ck_assert_str_eq(frs_error_message(), expected);
    ck_assert_frs(frs_writer_create(&second, "cam1", NULL), FRS_OK);
    frs_writer_destroy(&second);
    frs_writer_destroy(&writer);
    stream_create(NULL);
}
END_TEST

START_TEST(a_wrong_option_or_name_is_refused_and_leaves_nothing)
{
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    frs_writer_options too_many = {.max_slots = 257};
    ck_assert_frs(frs_writer_create(&writer, "cam0", &too_many), FRS_EINVAL);
    ck_assert_frs(frs_writer_create(&writer, "a/b", NULL), FRS_ENAME);
    ck_assert_frs(frs_writer_create(&writer, NULL, NULL), FRS_ENAME);
    ck_assert_int_eq(mkdir(fixture_folder(), 0777), 0);
    ck_assert_int_eq(chmod(fixture_folder(), 0777), 0);
    ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_EFOLDER);
    ck_assert_int_eq(rmdir(fixture_folder()), 0);
    ck_assert_ptr_null(writer);
    ck_assert_int_eq(fixture_count_fds(), fds);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
}
END_TEST

START_TEST(a_thousand_writers_and_readers_leave_nothing)
{
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    for (uint32_t i = 0; i < 1000; i++) {
        stream_create(NULL);
        stream_publish(i, i);
        stream_open(NULL);
        stream_take();
        /* In either order, with the lease and without. */
        if (i % 2)
            frs_reader_release(reader, &frame);
        if (i % 3)
            frs_writer_destroy(&writer);
        stream_end();
    }
    ck_assert_int_eq(fixture_count_fds(), fds);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}
END_TEST

static void *open_later(void *user)
{
    (void)user;
    fixture_sleep(20);
    stream_open(NULL);
    return NULL;
}

START_TEST(a_writer_can_wait_for_its_first_reader)
{
    pthread_t thread;
    stream_create(NULL);
    ck_assert_frs(frs_writer_wait_reader(writer, 0), FRS_ETIMEOUT);
    ck_assert_frs(frs_writer_wait_reader(writer, 20), FRS_ETIMEOUT);
    pthread_create(&thread, NULL, open_later, NULL);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    pthread_join(thread, NULL);
    frs_reader_close(&reader);
    stream_wait_unread();
    frs_writer_unlock(writer, true);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_EUNLOCKED);
}
END_TEST

START_TEST(the_list_of_streams_is_no_reader)
{
    stream_create(NULL);
    for (int i = 0; i < 10; i++)
        frs_stream_list(count_stream, NULL);
    ck_assert_frs(frs_writer_wait_reader(writer, 20), FRS_ETIMEOUT);
}
END_TEST

START_TEST(more_readers_than_are_served_are_told_so)
{
    static frs_reader *readers[FRS_READERS_MAX / 2];
    const unsigned n = FRS_READERS_MAX / 2; /* the other half is for other processes */
    stream_create(NULL);
    stream_publish(1, 1);
    for (unsigned i = 0; i < n; i++)
        ck_assert_frs(frs_reader_open(&readers[i], "cam0", NULL), FRS_OK);
    ck_assert_frs(frs_reader_open(&reader, "cam0", NULL), FRS_EREADERS);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "cam0"));
    for (unsigned i = 0; i < n; i++) {
        ck_assert_frs(frs_reader_acquire_newest(readers[i], &frame), FRS_OK);
        frs_reader_close(&readers[i]);
    }
    stream_wait_unread();
    stream_open(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("writer");
    TCase *tests = checks_case(suite, "writer", fixture_enter, stream_end, 120);
    tcase_add_test(tests, a_stream_exists_from_create_to_destroy);
    tcase_add_test(tests, a_name_has_one_writer);
    tcase_add_test(tests, a_wrong_option_or_name_is_refused_and_leaves_nothing);
    tcase_add_test(tests, a_thousand_writers_and_readers_leave_nothing);
    tcase_add_test(tests, a_writer_can_wait_for_its_first_reader);
    tcase_add_test(tests, the_list_of_streams_is_no_reader);
    tcase_add_test(tests, more_readers_than_are_served_are_told_so);
    return fixture_run(suite);
}
