/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "checks.h"
#include "line.h"

START_TEST(what_is_not_finite_or_missing_is_null)
{
    JsonBuilder *builder = frs_event_begin("duration");
    frs_add_number(builder, "duration", (double)NAN);
    frs_add_string(builder, "element", NULL);
    char *line = frs_line_end(builder);
    ck_assert_str_eq(line, "{\"event\":\"duration\",\"duration\":null,\"element\":null}");
    g_free(line);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("line");
    TCase *tests = checks_case(suite, "line", NULL, NULL, 60);
    tcase_add_test(tests, what_is_not_finite_or_missing_is_null);
    return checks_run(suite);
}
