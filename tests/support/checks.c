/* SPDX-License-Identifier: MIT */
#include "checks.h"

#include <stdlib.h>

TCase *checks_case(Suite *suite, const char *name, SFun begin, SFun end, double limit)
{
    TCase *new_case = tcase_create(name);
    tcase_add_checked_fixture(new_case, begin, end);
    tcase_set_timeout(new_case, limit);
    suite_add_tcase(suite, new_case);
    return new_case;
}

static int run(Suite *suite, enum fork_status forks)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, forks);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int checks_run(Suite *suite)
{
    return run(suite, CK_FORK_GETENV);
}

int checks_run_here(Suite *suite)
{
    return run(suite, CK_NOFORK);
}
