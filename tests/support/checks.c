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

int checks_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
