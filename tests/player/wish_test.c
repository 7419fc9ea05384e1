/* SPDX-License-Identifier: MIT */
#include "wish.h"

#include "checks.h"

START_TEST(the_first_wish_counts_and_is_made_until_it_is_forgotten)
{
    frs_playback playback = {0};
    ck_assert(!frs_wish_is_made(&playback));
    frs_wish_rebuild(&playback);
    ck_assert(frs_wish_is_made(&playback));
    frs_wish_fail(&playback, frs_problem_new("internal", "too late"));
    frs_wish_replace(&playback);
    frs_wish_start_again(&playback);
    ck_assert_int_eq(playback.wish.kind, FRS_WISH_REBUILD);
    ck_assert_ptr_null(playback.wish.problem);
    frs_wish_clear(&playback);
    ck_assert(!frs_wish_is_made(&playback));
}
END_TEST

START_TEST(a_failure_keeps_its_problem_and_is_not_taken_back)
{
    frs_playback playback = {0};
    frs_wish_fail(&playback, frs_problem_new("decode", "the first"));
    frs_wish_fail(&playback, frs_problem_new("decode", "the second"));
    frs_wish_rebuild(&playback);
    ck_assert_int_eq(playback.wish.kind, FRS_WISH_FAIL);
    ck_assert_str_eq(playback.wish.problem->message, "the first");
    frs_wish_clear(&playback);
    frs_wish_clear(&playback);
    ck_assert_ptr_null(playback.wish.problem);
}
END_TEST

START_TEST(to_go_on_is_no_reason_to_leave_what_is_loaded)
{
    frs_playback playback = {0};
    frs_wish_go_on(&playback);
    ck_assert(!frs_wish_is_made(&playback));
    frs_wish_replace(&playback);
    ck_assert_int_eq(playback.wish.kind, FRS_WISH_REPLACE);
    ck_assert(playback.wish.go_on);
    frs_wish_clear(&playback);
    ck_assert(!playback.wish.go_on);
}
END_TEST

START_TEST(the_playback_goes_on_after_the_wish_that_was_made_is_taken)
{
    frs_playback playback = {0};
    frs_wish wish;
    ck_assert(!frs_wish_take(&playback, &wish));
    frs_wish_go_on(&playback);
    frs_wish_rebuild(&playback);
    ck_assert(frs_wish_take(&playback, &wish));
    ck_assert_int_eq(wish.kind, FRS_WISH_REBUILD);
    ck_assert(frs_wish_take(&playback, &wish));
    ck_assert_int_eq(wish.kind, FRS_WISH_NONE);
    ck_assert(!frs_wish_take(&playback, &wish));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wish");
    TCase *tests = checks_case(suite, "wish", NULL, NULL, 60);
    tcase_add_test(tests, the_first_wish_counts_and_is_made_until_it_is_forgotten);
    tcase_add_test(tests, a_failure_keeps_its_problem_and_is_not_taken_back);
    tcase_add_test(tests, to_go_on_is_no_reason_to_leave_what_is_loaded);
    tcase_add_test(tests, the_playback_goes_on_after_the_wish_that_was_made_is_taken);
    return checks_run(suite);
}
