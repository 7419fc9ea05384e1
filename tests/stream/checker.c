/* SPDX-License-Identifier: MIT */
/*
 * What the C library says to descriptors: reads {size of the slot, descriptor} as 32-bit words from
 * standard input and prints for each whether frs_frame_info_check() takes it, and what it
 * understood: "1 WIDTH HEIGHT PTS" or "0". For descriptor_test.js, so that JavaScript and C cannot
 * disagree.
 */
#include <inttypes.h>
#include <stdio.h>

#include <frameshare/frame.h>

#include "descriptor.h"

int main(void)
{
    uint32_t words[1 + sizeof(frs_descriptor) / 4];
    const size_t head = 1 + offsetof(frs_descriptor, word) / 4;
    while (fread(words, sizeof words, 1, stdin) == 1) {
        frs_frame_info info;
        frs_descriptor_unpack(words + head, &info);
        if (frs_frame_info_check(&info, words[0]))
            puts("0");
        else
            printf("1 %u %u %" PRIu64 "\n", info.width, info.height, info.pts);
    }
    return 0;
}
