/* SPDX-License-Identifier: MIT */
/** A reader of frameshare in C, for a writer in C and for the sink; and the stream's name. */
#ifndef FRAMESHARE_BENCH_FRAMESHARE_H
#define FRAMESHARE_BENCH_FRAMESHARE_H

#include <stddef.h>

#include <frameshare/frameshare.h>

extern char frameshare_stream[FRS_NAME_MAX + 1];

/* End this process when a call of the library failed. */
void frameshare_check(int error);

/* In the parent: names the stream, also in the environment, as BENCH_STREAM. */
void frameshare_prepare(size_t size);

void frameshare_consume(size_t size);

#endif
