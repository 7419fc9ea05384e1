/* SPDX-License-Identifier: MIT */
/* Pictures as they are displayed, against a reference in double precision. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "image.h"
#include "picture/picture.h"
#include "reference.h"
#include "scene.h"

static void assert_pixel(const image *i, uint32_t x, uint32_t y, const double rgba[4],
                         const char *what)
{
    const uint8_t *got = i->rgba + 4 * ((size_t)y * i->width + x);
    for (int c = 0; c < 4; c++) {
        double wanted = 255 * fmin(fmax(rgba[c], 0), 1);
        ck_assert_msg(fabs(got[c] - wanted) <= 0.51, "%s: %u instead of %.2f, channel %d of %u,%u",
                      what, got[c], wanted, c, x, y);
    }
}

static void assert_like_reference(scene *s, const char *what)
{
    image i;
    scene_pack(s);
    image_render(&i, &s->info, s->data, s->size, NULL, 0);
    ck_assert_int_eq(i.alpha, s->shape->component[3].step != 0);
    for (uint32_t y = 0; y < i.height; y++)
        for (uint32_t x = 0; x < i.width; x++) {
            double rgba[4];
            reference_pixel(s, x, y, i.width, i.height, rgba);
            assert_pixel(&i, x, y, rgba, what);
        }
    free(i.rgba);
}

/* ---- colour ---- */

START_TEST(every_format_matrix_and_range_is_as_h273_has_it)
{
    static const uint32_t matrices[] = {0, 1, 4, 5, 6, 7, 9};
    static const uint32_t ranges[] = {FRS_RANGE_LIMITED, FRS_RANGE_FULL, FRS_RANGE_UNKNOWN};
    scene *s = scene_new((uint32_t)_i, 15, 9);
    for (size_t m = 0; m < sizeof matrices / sizeof *matrices; m++)
        for (size_t r = 0; r < 3; r++) {
            s->info.matrix = matrices[m];
            s->info.range = ranges[r];
            assert_like_reference(s, s->shape->name);
        }
    scene_free(s);
}
END_TEST

START_TEST(chroma_is_taken_from_where_it_was_sampled)
{
    static const uint32_t sites[] = {0, 1, 2, 3, 4, 5, FRS_CHROMA_UNKNOWN};
    scene *s = scene_new((uint32_t)_i, 14, 10);
    s->info.matrix = FRS_MATRIX_BT709;
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
        s->info.chroma_site = sites[i];
        assert_like_reference(s, s->shape->name);
    }
    scene_free(s);
}
END_TEST

START_TEST(a_crop_may_begin_and_end_anywhere)
{
    static const uint32_t crops[][4] = {{1, 1, 3, 3},  {3, 0, 1, 1}, {0, 5, 13, 2},
                                        {12, 8, 1, 1}, {5, 3, 6, 5}, {0, 0, 13, 9}};
    scene *s = scene_new((uint32_t)_i, 13, 9);
    s->info.matrix = FRS_MATRIX_BT601;
    for (size_t i = 0; i < sizeof crops / sizeof *crops; i++) {
        s->info.crop_x = crops[i][0], s->info.crop_y = crops[i][1];
        s->info.crop_width = crops[i][2], s->info.crop_height = crops[i][3];
        assert_like_reference(s, s->shape->name);
    }
    scene_free(s);
}
END_TEST

START_TEST(a_picture_may_be_one_pixel)
{
    scene *s = scene_new((uint32_t)_i, 1, 1);
    s->info.matrix = FRS_MATRIX_BT2020_NCL;
    assert_like_reference(s, s->shape->name);
    s->info.orientation = FRS_ORIENTATION_90;
    assert_like_reference(s, s->shape->name);
    scene_free(s);
}
END_TEST

static void assert_plain(uint32_t format, uint32_t height, const uint16_t code[4],
                         const uint8_t rgba[4])
{
    scene *s = scene_new(format, 2, height);
    double wanted[4];
    image i;
    for (int c = 0; c < SCENE_COMPONENTS; c++) {
        wanted[c] = rgba[c] / 255.0;
        for (int k = 0; k < SCENE_SIDE * SCENE_SIDE; k++)
            s->code[c][k / SCENE_SIDE][k % SCENE_SIDE] = code[c];
    }
    s->data = calloc(1, s->size = (size_t)8 * height);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < 2; x++)
            s->data[2 * y + x] = (uint8_t)code[0];
    s->info.offset[0] = 0, s->info.offset[1] = 2 * height, s->info.offset[2] = 4 * height;
    s->info.stride[0] = s->info.stride[1] = s->info.stride[2] = 2;
    memset(s->data + 2 * (size_t)height, code[1], 2 * (size_t)height);
    memset(s->data + 4 * (size_t)height, code[2], 2 * (size_t)height);
    image_render(&i, &s->info, s->data, s->size, NULL, 0);
    assert_pixel(&i, 0, 0, wanted, s->shape->name);
    free(i.rgba);
    scene_free(s);
}

START_TEST(what_does_not_say_its_matrix_is_bt709_above_576_lines)
{
    static const uint16_t code[4] = {81, 90, 240};
    assert_plain(FRS_FORMAT_Y444, 576, code, (const uint8_t[]){254, 0, 0, 255});
    assert_plain(FRS_FORMAT_Y444, 577, code, (const uint8_t[]){255, 24, 0, 255});
}
END_TEST

/* ---- geometry ---- */

/* What is seen of
 *     1 2 3
 *     4 5 6     at each orientation: mirrored if it is to be, then turned clockwise. */
static const struct {
    uint32_t width, height;
    uint8_t pixel[6];
} turned[8] = {
    {3, 2, {1, 2, 3, 4, 5, 6}}, {2, 3, {4, 1, 5, 2, 6, 3}}, {3, 2, {6, 5, 4, 3, 2, 1}},
    {2, 3, {3, 6, 2, 5, 1, 4}}, {3, 2, {3, 2, 1, 6, 5, 4}}, {2, 3, {6, 3, 5, 2, 4, 1}},
    {3, 2, {4, 5, 6, 1, 2, 3}}, {2, 3, {1, 4, 2, 5, 3, 6}},
};

START_TEST(a_picture_is_turned_as_it_says)
{
    static const uint8_t data[] = {1, 2, 3, 4, 5, 6};
    frs_frame_info info;
    image i;
    fixture_info(&info, FRS_FORMAT_GRAY8, 3, 2);
    info.stride[0] = 3;
    info.orientation = (uint32_t)_i;
    image_render(&i, &info, data, sizeof data, NULL, 0);
    ck_assert_uint_eq(i.width, turned[_i].width);
    ck_assert_uint_eq(i.height, turned[_i].height);
    for (int k = 0; k < 6; k++)
        ck_assert_uint_eq(i.rgba[4 * k], turned[_i].pixel[k]);
    free(i.rgba);
}
END_TEST

START_TEST(pixels_become_square_by_stretching)
{
    static const struct {
        uint32_t n, d, width, height;
    } shapes[] = {{2, 1, 8, 3}, {1, 2, 4, 6}, {8, 9, 4, 3},
                  {9, 8, 5, 3}, {0, 1, 4, 3}, {1, 0, 4, 3}};
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++)
        for (uint32_t format = 1; format < FRS_FORMAT_END; format++) {
            scene *s = scene_new(format, 4, 3);
            image i;
            s->info.par_n = shapes[k].n, s->info.par_d = shapes[k].d;
            s->info.matrix = FRS_MATRIX_BT709;
            scene_pack(s);
            image_render(&i, &s->info, s->data, s->size, NULL, 0);
            ck_assert_uint_eq(i.width, shapes[k].width);
            ck_assert_uint_eq(i.height, shapes[k].height);
            free(i.rgba);
            assert_like_reference(s, s->shape->name);
            scene_free(s);
        }
}
END_TEST

START_TEST(between_two_pixels_is_a_straight_line)
{
    static const uint8_t data[] = {0, 100, 200};
    static const uint8_t wanted[] = {0, 25, 75, 125, 175, 200};
    frs_frame_info info;
    image i;
    fixture_info(&info, FRS_FORMAT_GRAY8, 3, 1);
    info.par_n = 2;
    image_render(&i, &info, data, sizeof data, NULL, 0);
    ck_assert_uint_eq(i.width, 6);
    for (int k = 0; k < 6; k++)
        ck_assert_uint_eq(i.rgba[4 * k], wanted[k]);
    free(i.rgba);
}
END_TEST

/* Turning changes which pixel is where, and nothing else. */
START_TEST(a_turned_picture_has_the_same_pixels)
{
    static const double to_x[8][3] = {{1, 0, 0},  {0, 1, 0},  {-1, 0, 1}, {0, -1, 1},
                                      {-1, 0, 1}, {0, -1, 1}, {1, 0, 0},  {0, 1, 0}};
    static const double to_y[8][3] = {{0, 1, 0}, {-1, 0, 1}, {0, -1, 1}, {1, 0, 0},
                                      {0, 1, 0}, {-1, 0, 1}, {0, -1, 1}, {1, 0, 0}};
    for (uint32_t turn = 0; turn < 8; turn++) {
        scene *s = scene_new((uint32_t)_i, 11, 7);
        image i;
        s->info.matrix = FRS_MATRIX_BT601, s->info.orientation = turn;
        s->info.par_n = 4, s->info.par_d = 3;
        s->info.crop_x = 1, s->info.crop_y = 1, s->info.crop_width = 9, s->info.crop_height = 5;
        scene_pack(s);
        image_render(&i, &s->info, s->data, s->size, NULL, 0);
        double width = turn & 1 ? i.height : i.width, height = turn & 1 ? i.width : i.height;
        ck_assert_double_eq(width, 12);
        ck_assert_double_eq(height, 5);
        for (uint32_t y = 0; y < i.height; y++)
            for (uint32_t x = 0; x < i.width; x++) {
                double sx = (x + 0.5) / i.width, sy = (y + 0.5) / i.height, rgba[4];
                double px = to_x[turn][0] * sx + to_x[turn][1] * sy + to_x[turn][2];
                double py = to_y[turn][0] * sx + to_y[turn][1] * sy + to_y[turn][2];
                reference_pixel(s, px * width - 0.5, py * height - 0.5, width, height, rgba);
                assert_pixel(&i, x, y, rgba, s->shape->name);
            }
        free(i.rgba);
        scene_free(s);
    }
}
END_TEST

START_TEST(a_strange_pixel_aspect_makes_no_endless_picture)
{
    static const uint8_t data[] = {7, 7};
    static const uint32_t pars[][2] = {{UINT32_MAX, 1}, {1, UINT32_MAX}, {20000, 1}, {1, 20000}};
    for (size_t k = 0; k < sizeof pars / sizeof *pars; k++) {
        frs_frame_info info;
        image i;
        fixture_info(&info, FRS_FORMAT_GRAY8, 1, 2);
        info.stride[0] = 1;
        info.par_n = pars[k][0], info.par_d = pars[k][1];
        info.orientation = 0xfffffff1;
        image_render(&i, &info, data, sizeof data, NULL, 0);
        ck_assert_uint_eq(i.width > i.height ? i.width : i.height, FRS_SIZE_MAX);
        ck_assert_uint_ge(i.width < i.height ? i.width : i.height, 1);
        ck_assert_uint_eq(i.rgba[4 * ((size_t)i.width * i.height - 1)], 7);
        free(i.rgba);
    }
}
END_TEST

START_TEST(a_descriptor_that_does_not_fit_is_refused)
{
    static const uint8_t data[64];
    frs_frame_info info;
    frs_picture *picture;
    fixture_info(&info, FRS_FORMAT_RGBA, 4, 4);
    ck_assert_frs(frs_picture_create(&picture, &info, data, sizeof data), FRS_EINVAL);
    ck_assert_ptr_null(picture);
    info.stride[0] = 16;
    ck_assert_frs(frs_picture_create(&picture, &info, data, sizeof data), FRS_OK);
    frs_picture_destroy(&picture);
    info.format = FRS_FORMAT_END;
    ck_assert_frs(frs_picture_create(&picture, &info, data, sizeof data), FRS_EINVAL);
    info.format = FRS_FORMAT_RGBA, info.crop_width = 5, info.crop_height = 1;
    ck_assert_frs(frs_picture_create(&picture, &info, data, sizeof data), FRS_EINVAL);
}
END_TEST

/* Something small, something at an end, or anything. */
static uint32_t wild(uint32_t *seed)
{
    static const uint32_t ends[] = {0, 1, 2, 255, 16384, 16385, 65536, INT32_MAX, UINT32_MAX};
    *seed = *seed * 1664525u + 1013904223u;
    uint32_t choice = *seed >> 28, value = *seed >> 8;
    if (choice < 10)
        return value % 40;
    return choice < 14 ? ends[value % (sizeof ends / sizeof *ends)] : value * 257;
}

static void wild_info(frs_frame_info *info, uint32_t *seed)
{
    uint32_t *word = (uint32_t *)info;
    for (size_t i = 0; i < sizeof *info / sizeof *word; i++)
        word[i] = wild(seed);
    /* Most would be refused at once. */
    info->format = 1 + wild(seed) % (FRS_FORMAT_END - 1);
    info->n_planes = frs_format_get_shape(info->format)->n_planes;
    for (uint32_t p = 0; p < info->n_planes; p++) {
        info->offset[p] %= 2048;
        if (info->width < 64 && wild(seed) % 8)
            info->stride[p] = frs_format_row_bytes(info->format, p, info->width) + wild(seed) % 8;
    }
    if (wild(seed) % 4)
        info->crop_width = 0;
}

static void wild_overlays(frs_overlays *table, uint32_t *seed)
{
    uint32_t *word = (uint32_t *)table;
    for (size_t i = 0; i < sizeof *table / sizeof *word; i++)
        word[i] = wild(seed);
    table->n = 1;
    table->overlay[0].offset = sizeof *table;
    table->overlay[0].stride = 4 * (wild(seed) % 40);
}

/* Rendered from memory that ends where it ends, which a sanitizer looks at. */
START_TEST(no_descriptor_and_no_overlay_is_read_outside_of_its_memory)
{
    uint32_t seed = 42, good = 0;
    size_t slot_size = sizeof(frs_overlays) + 4000;
    frs_overlays *slot = calloc(1, slot_size);
    uint8_t *row = malloc((size_t)4 * FRS_SIZE_MAX);
    for (int i = 0; i < 20000; i++) {
        frs_frame_info info;
        frs_picture *picture;
        size_t size = wild(&seed) % 8192;
        uint8_t *data = calloc(1, size + 1);
        wild_info(&info, &seed);
        wild_overlays(slot, &seed);
        if (frs_picture_create(&picture, &info, data + 1, size) == FRS_OK) {
            uint32_t height = frs_picture_height(picture);
            good++;
            ck_assert_uint_le(frs_picture_width(picture), FRS_SIZE_MAX);
            ck_assert_uint_le(height, FRS_SIZE_MAX);
            frs_picture_set_overlays(picture, slot, slot_size);
            frs_picture_row(picture, 0, row);
            frs_picture_row(picture, height / 2, row);
            frs_picture_row(picture, height - 1, row);
            frs_picture_destroy(&picture);
        }
        free(data);
    }
    ck_assert_uint_gt(good, 500);
    free(row);
    free(slot);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *tests = checks_case(suite, "picture", NULL, NULL, 120);
    tcase_add_loop_test(tests, every_format_matrix_and_range_is_as_h273_has_it, 1, FRS_FORMAT_END);
    tcase_add_loop_test(tests, chroma_is_taken_from_where_it_was_sampled, 1, FRS_FORMAT_END);
    tcase_add_loop_test(tests, a_crop_may_begin_and_end_anywhere, 1, FRS_FORMAT_END);
    tcase_add_loop_test(tests, a_picture_may_be_one_pixel, 1, FRS_FORMAT_END);
    tcase_add_test(tests, what_does_not_say_its_matrix_is_bt709_above_576_lines);
    tcase_add_loop_test(tests, a_picture_is_turned_as_it_says, 0, 8);
    tcase_add_test(tests, pixels_become_square_by_stretching);
    tcase_add_test(tests, between_two_pixels_is_a_straight_line);
    tcase_add_loop_test(tests, a_turned_picture_has_the_same_pixels, 1, FRS_FORMAT_END);
    tcase_add_test(tests, a_strange_pixel_aspect_makes_no_endless_picture);
    tcase_add_test(tests, a_descriptor_that_does_not_fit_is_refused);
    tcase_add_test(tests, no_descriptor_and_no_overlay_is_read_outside_of_its_memory);
    return fixture_run(suite);
}
