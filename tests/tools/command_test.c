/* SPDX-License-Identifier: MIT */
/* The command lines that the frameshare command takes. $FRAMESHARE_TOOL is the program. */
#include <unistd.h>

#include "fixture.h"
#include "tool.h"

START_TEST(a_wrong_command_line_is_told_and_ends_with_2)
{
    static const char *const wrong[] = {"",
                                        "nonsense",
                                        "list extra",
                                        "list --nonsense",
                                        "info",
                                        "info a b",
                                        "info --nonsense a",
                                        "top extra",
                                        "top --iterations",
                                        "top --iterations x",
                                        "top --interval 0",
                                        "dump",
                                        "dump a",
                                        "dump a b --checksum",
                                        "dump a --output",
                                        "dump a --output x.avi",
                                        "dump a --output x",
                                        "dump a --checksum --frames 0",
                                        "dump a --checksum --frames -3",
                                        "dump a --checksum --frames 12x",
                                        "dump a --checksum --timeout never",
                                        "dump a --checksum --timeout -1",
                                        "doctor extra",
                                        "doctor --nonsense"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(tool_run(wrong[i]) == 2, "frameshare %s", wrong[i]);
        ck_assert_str_eq(tool_out, "");
        tool_assert_contains(tool_err, "frameshare");
    }
    tool_run("nonsense");
    tool_assert_contains(tool_err, "nonsense");
    tool_assert_contains(tool_err, "Usage: frameshare COMMAND");
}
END_TEST

START_TEST(help_is_there)
{
    static const char *const help[] = {"--help",      "-h",         "help",        "list --help",
                                       "info --help", "top --help", "dump --help", "doctor --help"};
    for (size_t i = 0; i < sizeof help / sizeof help[0]; i++) {
        ck_assert_int_eq(tool_run(help[i]), 0);
        tool_assert_contains(tool_out, "Usage: frameshare");
        ck_assert_str_eq(tool_err, "");
    }
}
END_TEST

START_TEST(an_unknown_stream_is_named_and_ends_with_1)
{
    static const char *const commands[] = {"info nosuch", "dump nosuch --checksum --timeout 0",
                                           "dump nosuch --output x.y4m --timeout 0.05"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        ck_assert_int_eq(tool_run(commands[i]), 1);
        tool_assert_contains(tool_err, "nosuch");
        ck_assert_str_eq(tool_out, "");
    }
    ck_assert_int_eq(access(fixture_path("x.y4m"), F_OK), -1);
    ck_assert_int_eq(tool_run("info a/b"), 1);
    tool_assert_contains(tool_err, "not a stream name");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("frameshare");
    TCase *tests = checks_case(suite, "command", fixture_enter, NULL, 120);
    tcase_add_test(tests, a_wrong_command_line_is_told_and_ends_with_2);
    tcase_add_test(tests, help_is_there);
    tcase_add_test(tests, an_unknown_stream_is_named_and_ends_with_1);
    return tool_run_suite(suite);
}
