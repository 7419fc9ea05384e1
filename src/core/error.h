/* SPDX-License-Identifier: MIT */
/* Failing with a sentence: `return frs_fail(FRS_EEXIST, "stream %s is ...", name);` */
#ifndef FRS_CORE_ERROR_H
#define FRS_CORE_ERROR_H

#include <frameshare/error.h>

/* Keep the sentence for frs_error_message() and return `error`. FRS_ESYSTEM appends
 * strerror(errno). */
int frs_fail(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
