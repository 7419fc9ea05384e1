#include "picture.h"

#include "strip.h"

#include <stdbool.h>
#include <string.h>

#define DIGITS 6

/* Which of the segments a to g of a seven-segment display a digit lights; bit 0 is a, the top one.
 */
static const uint8_t segments[10] = {0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};

/* Where the segments are in a cell that is 4 units wide and 7 high: x, y, width, height. */
static const uint8_t segment_box[7][4] = {
    {0, 0, 4, 1}, {3, 0, 1, 4}, {3, 3, 1, 4}, {0, 6, 4, 1},
    {0, 3, 1, 4}, {0, 0, 1, 4}, {0, 3, 4, 1},
};

static void fill(const struct frs_picture *p, int x, int y, int width, int height, uint8_t luma)
{
    for (int line = y; line < y + height; line++)
        memset(p->plane[0] + (size_t)line * (size_t)p->stride[0] + x, luma, (size_t)width);

    /* No colour: whoever scales or converts the picture must not tint the blocks. */
    for (int plane = 1; plane < 3; plane++)
        for (int line = y / 2; line < (y + height + 1) / 2; line++)
            memset(p->plane[plane] + (size_t)line * (size_t)p->stride[plane] + x / 2, 128,
                   (size_t)((x + width + 1) / 2 - x / 2));
}

/* A triangle wave over 0..period: what moves has no hard edge that would cost the encoder bits. */
static int wave(unsigned position, unsigned period)
{
    unsigned at = position % period;

    return (int)(at < period / 2 ? at : period - at);
}

/* Slanted bars that move sideways by eight pixels a frame: a torn picture shows a step in them. */
static void draw_background(const struct frs_picture *p, uint32_t number)
{
    int chroma_width = (p->width + 1) / 2;

    for (int y = 0; y < p->height; y++) {
        uint8_t *line = p->plane[0] + (size_t)y * (size_t)p->stride[0];

        for (int x = 0; x < p->width; x++)
            line[x] = (uint8_t)(60 + wave((unsigned)(x + y / 2) + number * 8, 256));
    }
    for (int y = 0; y < (p->height + 1) / 2; y++) {
        uint8_t *u = p->plane[1] + (size_t)y * (size_t)p->stride[1];
        uint8_t *v = p->plane[2] + (size_t)y * (size_t)p->stride[2];

        for (int x = 0; x < chroma_width; x++) {
            u[x] = (uint8_t)(64 + wave((unsigned)x + number * 4, 256));
            v[x] = (uint8_t)(64 + wave((unsigned)y * 2 + number, 256));
        }
    }
}

static void draw_digit(const struct frs_picture *p, int x, int y, int unit, unsigned digit)
{
    for (int s = 0; s < 7; s++)
        if (segments[digit] >> s & 1)
            fill(p, x + segment_box[s][0] * unit, y + segment_box[s][1] * unit,
                 segment_box[s][2] * unit, segment_box[s][3] * unit, FRS_STRIP_WHITE);
}

/* The number in the middle, white on a black plate that takes about half of the width. */
static void draw_digits(const struct frs_picture *p, uint32_t number)
{
    int unit = p->width / 2 / (DIGITS * 5 + 1);
    int room = (p->height - 2 * FRS_STRIP_HEIGHT) / 9;
    int width, height, left, top;

    if (unit > room)
        unit = room;
    unit &= ~1; /* whole chroma samples */
    if (unit < 2)
        return;
    width = unit * (DIGITS * 5 + 1);
    height = unit * 9;
    left = (p->width - width) / 2 & ~1;
    top = (p->height - height) / 2 & ~1;
    fill(p, left, top, width, height, FRS_STRIP_BLACK);
    for (int i = DIGITS - 1; i >= 0; i--, number /= 10)
        draw_digit(p, left + unit + i * 5 * unit, top + unit, unit, number % 10);
}

void frs_picture_flash(const struct frs_picture *picture)
{
    fill(picture, 0, FRS_STRIP_HEIGHT, picture->width, picture->height - 2 * FRS_STRIP_HEIGHT,
         FRS_STRIP_WHITE);
}

static void draw_strip(const struct frs_picture *p, int top, uint32_t number)
{
    uint64_t word = frs_strip_word(number);

    for (int k = 0; k < FRS_STRIP_COLUMNS * FRS_STRIP_ROWS; k++) {
        bool white = word >> (FRS_STRIP_COLUMNS * FRS_STRIP_ROWS - 1 - k) & 1;

        fill(p, k % FRS_STRIP_COLUMNS * FRS_STRIP_BLOCK,
             top + k / FRS_STRIP_COLUMNS * FRS_STRIP_BLOCK, FRS_STRIP_BLOCK, FRS_STRIP_BLOCK,
             white ? FRS_STRIP_WHITE : FRS_STRIP_BLACK);
    }
}

void frs_picture_draw(const struct frs_picture *picture, uint32_t number)
{
    draw_background(picture, number);
    draw_digits(picture, number);
    draw_strip(picture, 0, number);
    draw_strip(picture, picture->height - FRS_STRIP_HEIGHT, number);
}
