/* SPDX-License-Identifier: MIT */
/* What every test program of libcheck does: cases with their fixture and limit, and a run. */
#ifndef FRS_TESTS_CHECKS_H
#define FRS_TESTS_CHECKS_H

#include <check.h>

/* A new case of `suite`: `begin` and `end` (or NULL) around each test, which may take `limit`
 * seconds (0: as long as it likes; a runner that does not fork knows no limit). */
TCase *checks_case(Suite *suite, const char *name, SFun begin, SFun end, double limit);

/* Run the suite, each test in a process of its own, and free it; the program's exit status. */
int checks_run(Suite *suite);

/* The same in this process alone: GStreamer's threads do not survive a fork. */
int checks_run_here(Suite *suite);

#endif
