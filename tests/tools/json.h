/* SPDX-License-Identifier: MIT */
#ifndef FRS_TESTS_JSON_H
#define FRS_TESTS_JSON_H

/* `text` is one value of JSON (RFC 8259), without escapes, which no output has. */
void json_assert(const char *text);

#endif
