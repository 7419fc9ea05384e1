/* SPDX-License-Identifier: MIT */
/* Numbers for fuzzing that a seed repeats, and how many of them a run wants. */
#ifndef FRS_FUZZ_RANDOM_H
#define FRS_FUZZ_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct fuzz_random {
    uint64_t state;
} fuzz_random;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t fuzz_next(fuzz_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0 .. n-1. */
static inline uint32_t fuzz_below(fuzz_random *random, uint32_t n)
{
    return (uint32_t)((fuzz_next(random) >> 32) * n >> 32);
}

/* Once in `n` times. */
static inline bool fuzz_once_in(fuzz_random *random, uint32_t n)
{
    return fuzz_below(random, n) == 0;
}

/* A word at the edge of some range, or any. */
static inline uint32_t fuzz_word(fuzz_random *random)
{
    static const uint32_t edges[] = {
        0,      1,          2,          31,         32,         63,     64,     65,
        127,    128,        255,        256,        257,        1024,   4095,   4096,
        8191,   8192,       16384,      16385,      0x7fff,     0x8000, 0xffff, 65536,
        262144, 0x7fffffff, 0x80000000, 0xfffff000, UINT32_MAX,
    };
    uint32_t i = fuzz_below(random, 2 * (uint32_t)(sizeof edges / sizeof edges[0]));
    return i < sizeof edges / sizeof edges[0] ? edges[i] : (uint32_t)fuzz_next(random);
}

static inline uint64_t fuzz_setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    uint64_t number = text ? strtoull(text, NULL, 10) : 0;
    return number ? number : otherwise;
}

/* Messages on each side of the link: FRAMESHARE_FUZZ. */
static inline uint64_t fuzz_messages(uint64_t otherwise)
{
    return fuzz_setting("FRAMESHARE_FUZZ", otherwise);
}

/* FRAMESHARE_SEED. */
static inline uint64_t fuzz_seed(void)
{
    return fuzz_setting("FRAMESHARE_SEED", 1);
}

#endif
