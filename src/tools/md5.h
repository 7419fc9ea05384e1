/* SPDX-License-Identifier: MIT */
/* MD5 (RFC 1321): ffmpeg's framemd5 has it, so frames can be compared with ffmpeg's. Not for
 * secrets. */
#ifndef FRS_TOOLS_MD5_H
#define FRS_TOOLS_MD5_H

#include <stddef.h>
#include <stdint.h>

typedef struct md5 {
    uint32_t state[4];
    uint64_t length;
    uint8_t block[64];
} md5;

void md5_init(md5 *m);
void md5_update(md5 *m, const uint8_t *bytes, size_t n);

/* 32 hexadecimal digits and a 0. */
void md5_finish(md5 *m, char text[33]);

#endif
