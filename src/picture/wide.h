/* SPDX-License-Identifier: MIT */
/* Loops that are made twice on x86-64, for all processors and for those with AVX2, which does
 * twice as much at once. Without FMA, so that both give the same to the last bit. */
#ifndef FRS_PICTURE_WIDE_H
#define FRS_PICTURE_WIDE_H

/* Which of the two is chosen when the library is loaded, before sanitizers are ready. Clang's
 * look at the processor does not link into a shared library by lld: there the first has to do. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FRS_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define FRS_WIDE
#endif

#endif
