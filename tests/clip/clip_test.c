/* The counter is drawn and read back without a codec; counter_test.js does the same through codecs.
 */
#include "../../src/clip/picture.h"
#include "../../src/clip/strip.h"
#include "../support/checks.h"
#include "../support/counter.h"

#include <string.h>

enum {
    WIDTH = 322,
    HEIGHT = 182,
    STRIDE = 384
};

struct canvas {
    uint8_t y[STRIDE * HEIGHT];
    uint8_t u[STRIDE * HEIGHT / 2], v[STRIDE * HEIGHT / 2];
};

static void draw(struct canvas *canvas, uint32_t number)
{
    struct frs_picture picture = {
        WIDTH, HEIGHT, {STRIDE, STRIDE / 2, STRIDE / 2}, {canvas->y, canvas->u, canvas->v}};

    frs_picture_draw(&picture, number);
}

static int64_t read_back(const struct canvas *canvas)
{
    return frs_counter_read(canvas->y, 1, STRIDE, HEIGHT);
}

START_TEST(every_number_is_read_back)
{
    static const uint32_t numbers[] = {0,     1,           2,           299,        65535,
                                       65536, 0x80000000u, 0xfffffffeu, 0xffffffffu};
    struct canvas canvas;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        draw(&canvas, numbers[i]);
        ck_assert_int_eq(read_back(&canvas), (int64_t)numbers[i]);
    }
}
END_TEST

START_TEST(a_picture_of_two_frames_is_torn)
{
    struct canvas first, second;

    draw(&first, 7);
    draw(&second, 8);
    memcpy(first.y + STRIDE * HEIGHT / 2, second.y + STRIDE * HEIGHT / 2, STRIDE * HEIGHT / 2);
    ck_assert_int_eq(read_back(&first), FRS_COUNTER_TORN);
}
END_TEST

START_TEST(any_single_wrong_block_is_found_out)
{
    struct canvas canvas;

    for (int k = 0; k < FRS_STRIP_COLUMNS * FRS_STRIP_ROWS; k++) {
        int left = k % FRS_STRIP_COLUMNS * FRS_STRIP_BLOCK;
        int top = k / FRS_STRIP_COLUMNS * FRS_STRIP_BLOCK;

        draw(&canvas, 0x12345678);
        for (int y = top; y < top + FRS_STRIP_BLOCK; y++)
            for (int x = left; x < left + FRS_STRIP_BLOCK; x++)
                canvas.y[y * STRIDE + x] ^= 0xff;
        ck_assert_int_eq(read_back(&canvas), FRS_COUNTER_NONE);
    }
}
END_TEST

START_TEST(black_white_and_grey_pictures_hold_no_number)
{
    struct canvas canvas;

    for (int luma = 0; luma < 256; luma += 5) {
        memset(&canvas, luma, sizeof(canvas));
        ck_assert_int_eq(read_back(&canvas), FRS_COUNTER_NONE);
    }
}
END_TEST

START_TEST(following_frames_differ_outside_of_strip_and_digits)
{
    struct canvas first, second;
    size_t line = (size_t)(HEIGHT - FRS_STRIP_HEIGHT - 1) * STRIDE;

    draw(&first, 20);
    draw(&second, 21);
    ck_assert_mem_ne(first.y + line, second.y + line, WIDTH);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("clip");
    TCase *all = checks_case(suite, "counter", NULL, NULL, 60);

    tcase_add_test(all, every_number_is_read_back);
    tcase_add_test(all, a_picture_of_two_frames_is_torn);
    tcase_add_test(all, any_single_wrong_block_is_found_out);
    tcase_add_test(all, black_white_and_grey_pictures_hold_no_number);
    tcase_add_test(all, following_frames_differ_outside_of_strip_and_digits);
    return checks_run(suite);
}
