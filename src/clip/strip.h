/*
 * The counter strip: a frame's number, written into its picture so that a machine can read it back
 * after any codec, and so that a picture made of two frames is found out.
 *
 * 40 blocks, black or white, in rows of 20: the 32 bits of the number, then 8 bits of checksum,
 * highest bit first. The strip stands twice, in the picture's first and in its last lines.
 *
 * The geometry is stated here only; tests/support/counter.js reads it out of this file.
 */
#ifndef FRS_STRIP_H
#define FRS_STRIP_H

#include <stdint.h>

#define FRS_STRIP_BLOCK 16   /* pixels, side of a block: as large as H.264's macroblock */
#define FRS_STRIP_COLUMNS 20 /* blocks in a row */
#define FRS_STRIP_ROWS 2
#define FRS_STRIP_BLACK 16
#define FRS_STRIP_WHITE 235
#define FRS_STRIP_CRC_POLYNOMIAL 0x07
#define FRS_STRIP_CRC_START 0xa5 /* not 0, so that an all-black picture is not frame 0 */

#define FRS_STRIP_WIDTH (FRS_STRIP_BLOCK * FRS_STRIP_COLUMNS)
#define FRS_STRIP_HEIGHT (FRS_STRIP_BLOCK * FRS_STRIP_ROWS)

/** CRC-8 of the number's four bytes, highest first. */
static inline uint8_t frs_strip_checksum(uint32_t number)
{
    uint8_t crc = FRS_STRIP_CRC_START;

    for (int bit = 31; bit >= 0; bit--) {
        int feedback = (crc >> 7) ^ (int)(number >> bit & 1);

        crc = (uint8_t)(crc << 1);
        if (feedback)
            crc ^= FRS_STRIP_CRC_POLYNOMIAL;
    }
    return crc;
}

/** The 40 bits of the strip; block k, counted row by row, shows bit 39 - k. */
static inline uint64_t frs_strip_word(uint32_t number)
{
    return (uint64_t)number << 8 | frs_strip_checksum(number);
}

#endif
