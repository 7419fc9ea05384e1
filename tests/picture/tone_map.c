/*
 * test-tone TRANSFER PRIMARIES MAX_LUMINANCE MIN_LUMINANCE MAX_CLL: maps triples of R'G'B'
 * (doubles) from standard input to standard output with the C library, for tests in JavaScript. The
 * luminances are in the units of frs_hdr. Nothing is changed where there is nothing to map.
 */
#include "picture/tone.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t number(const char *text)
{
    return (uint32_t)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    frs_frame_info info = {0};
    frs_tone tone;
    double rgb[3];

    if (argc != 6)
        return 2;
    info.transfer = number(argv[1]);
    info.primaries = number(argv[2]);
    info.hdr.max_luminance = number(argv[3]);
    info.hdr.min_luminance = number(argv[4]);
    info.hdr.max_cll = (uint16_t)number(argv[5]);
    int mapped = frs_tone_init(&tone, &info);
    while (fread(rgb, sizeof rgb, 1, stdin) == 1) {
        if (mapped)
            frs_tone_apply(&tone, rgb);
        if (fwrite(rgb, sizeof rgb, 1, stdout) != 1)
            return 1;
    }
    return 0;
}
