#include "counter.h"

#include "../../src/clip/strip.h"

#include <stdbool.h>

enum {
    PATCH = FRS_STRIP_BLOCK / 4
}; /* half of a patch's side: away from the block's blurred rim */

/* Whether block k of the strip whose first line is `top` is white. */
static bool read_block(const uint8_t *luma, size_t step, size_t stride, int top, int k)
{
    int x = k % FRS_STRIP_COLUMNS * FRS_STRIP_BLOCK + FRS_STRIP_BLOCK / 2;
    int y = k / FRS_STRIP_COLUMNS * FRS_STRIP_BLOCK + FRS_STRIP_BLOCK / 2 + top;
    unsigned sum = 0;

    for (int dy = -PATCH; dy < PATCH; dy++)
        for (int dx = -PATCH; dx < PATCH; dx++)
            sum += luma[(size_t)(y + dy) * stride + (size_t)(x + dx) * step];
    return sum > 4u * PATCH * PATCH * ((FRS_STRIP_BLACK + FRS_STRIP_WHITE) / 2);
}

static int64_t read_strip(const uint8_t *luma, size_t step, size_t stride, int top)
{
    uint64_t word = 0;
    uint32_t number;

    for (int k = 0; k < FRS_STRIP_COLUMNS * FRS_STRIP_ROWS; k++)
        word = word << 1 | read_block(luma, step, stride, top, k);
    number = (uint32_t)(word >> 8);
    return frs_strip_word(number) == word ? (int64_t)number : FRS_COUNTER_NONE;
}

int64_t frs_counter_read(const uint8_t *luma, size_t step, size_t stride, int height)
{
    int64_t first = read_strip(luma, step, stride, 0);
    int64_t last = read_strip(luma, step, stride, height - FRS_STRIP_HEIGHT);

    if (first < 0 || last < 0)
        return FRS_COUNTER_NONE;
    return first == last ? first : FRS_COUNTER_TORN;
}
