/* SPDX-License-Identifier: MIT */
/*
 * What the C library says to words of shared memory, so that JavaScript and C cannot disagree:
 *
 *   test-checker           reads {size of the slot, descriptor} as 32-bit words from standard input
 *                          and prints for each whether frs_frame_info_check() takes it, and what it
 *                          understood: "1 WIDTH HEIGHT PTS" and the four numbers of HDR, or "0".
 * For descriptor_test.js. test-checker overlays  reads {size of the slot, frs_overlays} and prints
 * what frs_overlays_check() says: the number of overlays or "0". For overlays_test.js.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <frameshare/frame.h>
#include <frameshare/overlay.h>

#include "descriptor.h"

static void check_descriptors(void)
{
    uint32_t words[1 + sizeof(frs_descriptor) / 4];
    const size_t head = 1 + offsetof(frs_descriptor, word) / 4;
    while (fread(words, sizeof words, 1, stdin) == 1) {
        frs_frame_info info;
        frs_descriptor_unpack(words + head, &info);
        if (frs_frame_info_check(&info, words[0]))
            puts("0");
        else
            printf("1 %u %u %" PRIu64 " %u %u %u %u\n", info.width, info.height, info.pts,
                   info.hdr.max_luminance, info.hdr.min_luminance, info.hdr.max_cll,
                   info.hdr.max_fall);
    }
}

static void check_overlays(void)
{
    struct {
        uint32_t size;
        frs_overlays table;
    } record;
    while (fread(&record, sizeof record, 1, stdin) == 1)
        printf("%u\n",
               frs_overlays_check(&record.table, record.size) == FRS_OK ? record.table.n : 0);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "overlays") == 0)
        check_overlays();
    else
        check_descriptors();
    return 0;
}
