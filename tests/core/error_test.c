/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"

START_TEST(every_error_has_a_sentence_of_its_own)
{
    const char *seen[20];
    for (int error = FRS_OK; error >= FRS_EUNLOCKED; error--) {
        const char *sentence = frs_strerror(error);
        ck_assert_str_ne(sentence, "unknown error");
        ck_assert_int_ne(sentence[strlen(sentence) - 1], '.');
        for (int other = 0; other < -error; other++)
            ck_assert_str_ne(sentence, seen[other]);
        seen[-error] = sentence;
    }
}
END_TEST

START_TEST(an_unknown_error_has_a_sentence_too)
{
    ck_assert_str_eq(frs_strerror(-12345), "unknown error");
    ck_assert_str_eq(frs_strerror(7), "unknown error");
}
END_TEST

START_TEST(a_failed_call_leaves_its_sentence)
{
    ck_assert_str_eq(frs_error_message(), "");
    errno = ENOSPC;
    ck_assert_int_eq(frs_fail(FRS_EEXIST, "stream %s is there", "x"), FRS_EEXIST);
    ck_assert_str_eq(frs_error_message(), "stream x is there");
    ck_assert_int_eq(errno, ENOSPC);
}
END_TEST

START_TEST(a_failed_system_call_says_why)
{
    errno = ENOENT;
    frs_fail(FRS_ESYSTEM, "could not open %s", "it");
    ck_assert_str_eq(frs_error_message(), "could not open it: No such file or directory");
}
END_TEST

START_TEST(a_sentence_that_is_too_long_is_cut)
{
    char name[2000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = 0;
    frs_fail(FRS_ESYSTEM, "%s", name);
    ck_assert_uint_gt(strlen(frs_error_message()), 100);
    ck_assert_uint_lt(strlen(frs_error_message()), sizeof name - 1);
}
END_TEST

static void *look(void *user)
{
    snprintf(user, 100, "%s", frs_error_message());
    frs_fail(FRS_EINVAL, "the other thread's");
    return NULL;
}

START_TEST(each_thread_has_its_own_sentence)
{
    char seen[100] = "?";
    pthread_t thread;
    frs_fail(FRS_EINVAL, "mine");
    pthread_create(&thread, NULL, look, seen);
    pthread_join(thread, NULL);
    ck_assert_str_eq(seen, "");
    ck_assert_str_eq(frs_error_message(), "mine");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("error");
    TCase *tests = checks_case(suite, "error", NULL, NULL, 60);
    tcase_add_test(tests, every_error_has_a_sentence_of_its_own);
    tcase_add_test(tests, an_unknown_error_has_a_sentence_too);
    tcase_add_test(tests, a_failed_call_leaves_its_sentence);
    tcase_add_test(tests, a_failed_system_call_says_why);
    tcase_add_test(tests, a_sentence_that_is_too_long_is_cut);
    tcase_add_test(tests, each_thread_has_its_own_sentence);
    return fixture_run(suite);
}
