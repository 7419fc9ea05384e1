/* SPDX-License-Identifier: MIT */
/* Loops that are made twice on x86-64, for all processors and for those with AVX2, which does
 * twice as much at once. Without FMA, so that both give the same to the last bit. */
#ifndef FRS_PICTURE_WIDE_H
#define FRS_PICTURE_WIDE_H

#if defined(__has_feature)
#define FRS_HAS_FEATURE(name) __has_feature(name)
#else
#define FRS_HAS_FEATURE(name) 0
#endif

/* Which of the two is chosen when the library is loaded, before sanitizers are ready. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                 \
    !defined(__SANITIZE_THREAD__) && !FRS_HAS_FEATURE(address_sanitizer) &&                        \
    !FRS_HAS_FEATURE(thread_sanitizer)
#define FRS_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define FRS_WIDE
#endif

#endif
