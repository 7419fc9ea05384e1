/* SPDX-License-Identifier: MIT */
/* Failing with a sentence: `return frs_fail(FRS_EEXIST, "stream %s is ...", name);` */
#ifndef FRS_CORE_ERROR_H
#define FRS_CORE_ERROR_H

#include <frameshare/error.h>

/* Keep the sentence for frs_error_message() and return `error`. FRS_ESYSTEM appends
 * strerror(errno). */
int frs_fail(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifdef __clang_analyzer__
/* The analyzer does not look into other files: that this never returns 0 has to be told. */
#define frs_fail(error, ...) (frs_fail((error), __VA_ARGS__), (error))
#endif

#endif
