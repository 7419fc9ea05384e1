/* SPDX-License-Identifier: MIT */
#ifndef FRS_TESTS_GONE_H
#define FRS_TESTS_GONE_H

__attribute__((visibility("default"))) int gone(void);

#endif
