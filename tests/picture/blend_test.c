/* SPDX-License-Identifier: MIT */
/* Overlays over rendered pictures. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "image.h"

typedef struct overlay_slot {
    frs_overlays table;
    uint8_t pixel[4096];
} overlay_slot;

/* One overlay of BGRA pixels in a row, in a new slot. */
static void one_overlay(overlay_slot *slot, frs_overlay overlay, const uint8_t *bgra)
{
    memset(slot, 0, sizeof *slot);
    slot->table.n = 1;
    overlay.offset = offsetof(overlay_slot, pixel);
    overlay.stride = overlay.columns * 4;
    slot->table.overlay[0] = overlay;
    memcpy(slot->pixel, bgra, (size_t)overlay.stride * overlay.rows);
}

static void render_gray(image *out, uint32_t width, uint32_t height, uint32_t orientation,
                        uint32_t par, const overlay_slot *slot)
{
    static uint8_t data[256];
    frs_frame_info info;
    memset(data, 100, sizeof data);
    fixture_info(&info, FRS_FORMAT_GRAY8, width, height);
    info.stride[0] = width;
    info.orientation = orientation, info.par_n = par;
    image_render(out, &info, data, sizeof data, &slot->table, sizeof *slot);
}

START_TEST(an_overlay_lies_over_the_picture_where_it_is_opaque)
{
    /* Opaque red, half blue, nothing. */
    static const uint8_t bgra[] = {0, 0, 255, 255, 128, 0, 0, 128, 0, 0, 0, 0};
    overlay_slot slot;
    image i;
    one_overlay(&slot,
                (frs_overlay){.x = 1, .y = 1, .width = 3, .height = 1, .columns = 3, .rows = 1},
                bgra);
    render_gray(&i, 5, 3, 0, 1, &slot);
    ck_assert_mem_eq(image_pixel(&i, 0, 1), ((uint8_t[]){100, 100, 100, 255}), 4);
    ck_assert_mem_eq(image_pixel(&i, 1, 1), ((uint8_t[]){255, 0, 0, 255}), 4);
    ck_assert_mem_eq(image_pixel(&i, 2, 1), ((uint8_t[]){50, 50, 178, 255}), 4);
    ck_assert_mem_eq(image_pixel(&i, 3, 1), ((uint8_t[]){100, 100, 100, 255}), 4);
    ck_assert_mem_eq(image_pixel(&i, 1, 0), ((uint8_t[]){100, 100, 100, 255}), 4);
    ck_assert_mem_eq(image_pixel(&i, 1, 2), ((uint8_t[]){100, 100, 100, 255}), 4);
    free(i.rgba);
}
END_TEST

START_TEST(an_overlay_is_stretched_and_turned_with_the_picture)
{
    static const uint8_t bgra[] = {255, 255, 255, 255, 0, 0, 0, 255};
    overlay_slot slot;
    image i;
    /* White to black over four of six pixels, which are eight of twelve on the screen. */
    one_overlay(&slot, (frs_overlay){.x = 2, .width = 4, .height = 2, .columns = 2, .rows = 1},
                bgra);
    render_gray(&i, 6, 2, FRS_ORIENTATION_90, 2, &slot);
    ck_assert_uint_eq(i.width, 2);
    ck_assert_uint_eq(i.height, 12);
    static const double wanted[] = {100,     100,     100,    100,    255, 255,
                                    223.125, 159.375, 95.625, 31.875, 0,   0};
    for (uint32_t y = 0; y < 12; y++)
        for (uint32_t x = 0; x < 2; x++)
            ck_assert_double_eq_tol(image_pixel(&i, x, y)[1], wanted[y], 0.51);
    free(i.rgba);
}
END_TEST

START_TEST(an_overlay_that_is_shown_smaller_is_averaged)
{
    /* Five columns on two pixels: each shows two and a half of them. */
    static const uint8_t bgra[] = {10, 10,  10, 255, 20, 20,  20, 255, 30, 30,
                                   30, 255, 40, 40,  40, 255, 50, 50,  50, 255};
    overlay_slot slot;
    image i;
    one_overlay(&slot, (frs_overlay){.width = 2, .height = 1, .columns = 5, .rows = 1}, bgra);
    render_gray(&i, 2, 1, 0, 1, &slot);
    ck_assert_double_eq_tol(image_pixel(&i, 0, 0)[0], (10 + 20 + 15) / 2.5, 0.51);
    ck_assert_double_eq_tol(image_pixel(&i, 1, 0)[0], (15 + 40 + 50) / 2.5, 0.51);
    free(i.rgba);
    /* Three rows of transparent and white on one pixel of two on the screen. */
    static const uint8_t rows[] = {0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0};
    one_overlay(&slot, (frs_overlay){.width = 1, .height = 1, .columns = 1, .rows = 3}, rows);
    render_gray(&i, 1, 1, FRS_ORIENTATION_270, 2, &slot);
    ck_assert_uint_eq(i.height, 2);
    ck_assert_double_eq_tol(image_pixel(&i, 0, 0)[2], 100 + 155 / 3.0, 0.51);
    ck_assert_double_eq_tol(image_pixel(&i, 0, 1)[2], 100 + 155 / 3.0, 0.51);
    free(i.rgba);
}
END_TEST

START_TEST(an_overlay_may_lie_partly_outside)
{
    static const uint8_t bgra[] = {1, 2, 3, 255};
    overlay_slot slot;
    image i;
    one_overlay(&slot,
                (frs_overlay){
                    .x = -2, .y = -1, .width = 3, .height = FRS_SIZE_MAX, .columns = 1, .rows = 1},
                bgra);
    render_gray(&i, 3, 3, 0, 1, &slot);
    for (uint32_t y = 0; y < 3; y++) {
        ck_assert_mem_eq(image_pixel(&i, 0, y), ((uint8_t[]){3, 2, 1, 255}), 4);
        ck_assert_mem_eq(image_pixel(&i, 1, y), ((uint8_t[]){100, 100, 100, 255}), 4);
    }
    free(i.rgba);
}
END_TEST

START_TEST(over_what_is_transparent_alpha_adds_up)
{
    static const uint8_t bgra[] = {0, 0, 128, 128}, data[] = {0, 255, 0, 0, 0, 255, 0, 128};
    overlay_slot slot;
    frs_frame_info info;
    image i;
    one_overlay(&slot, (frs_overlay){.width = 2, .height = 1, .columns = 1, .rows = 1}, bgra);
    fixture_info(&info, FRS_FORMAT_RGBA, 2, 1);
    info.stride[0] = 8;
    image_render(&i, &info, data, sizeof data, &slot.table, sizeof slot);
    ck_assert(i.alpha);
    ck_assert_mem_eq(image_pixel(&i, 0, 0), ((uint8_t[]){255, 0, 0, 128}), 4);
    /* alpha = 128 + 127 * 128 / 255 = 191.7; red 128 of it, green the rest */
    ck_assert_mem_eq(image_pixel(&i, 1, 0), ((uint8_t[]){170, 85, 0, 192}), 4);
    free(i.rgba);
}
END_TEST

START_TEST(overlays_that_make_no_sense_are_not_drawn)
{
    static const uint8_t bgra[] = {1, 2, 3, 255};
    overlay_slot slot;
    image i;
    one_overlay(&slot, (frs_overlay){.width = 3, .height = 3, .columns = 1, .rows = 1}, bgra);
    slot.table.overlay[0].offset = sizeof slot - 3;
    render_gray(&i, 3, 3, 0, 1, &slot);
    ck_assert_uint_eq(image_pixel(&i, 0, 0)[0], 100);
    free(i.rgba);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("blend");
    TCase *tests = checks_case(suite, "overlays", NULL, NULL, 60);
    tcase_add_test(tests, an_overlay_lies_over_the_picture_where_it_is_opaque);
    tcase_add_test(tests, an_overlay_is_stretched_and_turned_with_the_picture);
    tcase_add_test(tests, an_overlay_that_is_shown_smaller_is_averaged);
    tcase_add_test(tests, an_overlay_may_lie_partly_outside);
    tcase_add_test(tests, over_what_is_transparent_alpha_adds_up);
    tcase_add_test(tests, overlays_that_make_no_sense_are_not_drawn);
    return fixture_run(suite);
}
