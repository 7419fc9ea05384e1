/* SPDX-License-Identifier: MIT */
/* Running the frameshare command, which is $FRAMESHARE_TOOL, in the test's own folder. */
#ifndef FRS_TESTS_TOOL_H
#define FRS_TESTS_TOOL_H

#include <check.h>
#include <stddef.h>
#include <sys/types.h>

/* What the last command that ended said. */
extern char *tool_out, *tool_err;
extern size_t tool_out_size;

/* Start it with these words, as a shell takes them. */
pid_t tool_start(const char *arguments);

/* Its exit status. */
int tool_finish(pid_t pid);

/* Both. */
int tool_run(const char *arguments);

/* A whole file, with a 0 after it; `size` may be NULL. */
char *tool_read_file(const char *path, size_t *size);

void tool_assert_contains(const char *text, const char *part);

/* The exit status of a test program: 1 when $FRAMESHARE_TOOL is not there. */
int tool_run_suite(Suite *suite);

#endif
