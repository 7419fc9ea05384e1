/* Reads the number that framesharetestclip wrote into a picture; src/clip/strip.h has the geometry.
 */
#ifndef FRS_COUNTER_H
#define FRS_COUNTER_H

#include <stddef.h>
#include <stdint.h>

/** What a strip can say instead of a number. */
enum {
    FRS_COUNTER_NONE = -1, /**< a strip's checksum is wrong: no counter here, or damaged */
    FRS_COUNTER_TORN = -2, /**< the first and the last lines belong to different frames */
};

/**
 * The number in a picture.
 *
 * @param luma    the first sample of the first line: a Y plane, or the green bytes of RGBA/BGRA
 * (data + 1)
 * @param step    bytes from one sample to the next: 1 for I420 and NV12, 4 for RGBA and BGRA
 * @param stride  bytes from one line to the next
 * @param height  lines of the picture
 * @return the number, or one of the negative values above
 */
int64_t frs_counter_read(const uint8_t *luma, size_t step, size_t stride, int height);

#endif
