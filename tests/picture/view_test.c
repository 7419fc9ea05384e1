/* SPDX-License-Identifier: MIT */
/* Frames at a place in a window: parts, sizes and turns of what the picture tests prove. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "image.h"
#include "picture/view.h"
#include "scene.h"

#define WIDTH 21
#define HEIGHT 14
#define BYTES 4

static frs_place whole(uint32_t orientation, uint32_t width, uint32_t height)
{
    return (frs_place){orientation, width, height, 0, 0, width, height};
}

static uint8_t *render(frs_view *view, const scene *s, const frs_place *place)
{
    size_t size = (size_t)place->columns * place->rows * BYTES;
    uint8_t *rgba = malloc(size + 1);
    rgba[size] = 0x5a;
    ck_assert_frs(frs_view_render(view, &s->info, place, s->data, s->size, rgba), FRS_OK);
    ck_assert_uint_eq(rgba[size], 0x5a);
    return rgba;
}

static scene *new_scene(uint32_t format)
{
    scene *s = scene_new(format, WIDTH, HEIGHT);
    s->info.matrix = FRS_MATRIX_BT709;
    s->info.crop_x = 2, s->info.crop_y = 1, s->info.crop_width = 17, s->info.crop_height = 11;
    scene_pack(s);
    return s;
}

START_TEST(at_its_own_size_it_is_the_picture)
{
    scene *s = new_scene((uint32_t)_i);
    frs_view *view = frs_view_create();
    for (uint32_t orientation = 0; orientation < 8; orientation++) {
        image i;
        s->info.orientation = orientation;
        image_render(&i, &s->info, s->data, s->size, NULL, 0);
        /* That of the frame does not count. */
        s->info.orientation = 3;
        frs_place place = whole(orientation, i.width, i.height);
        uint8_t *rgba = render(view, s, &place);
        ck_assert_mem_eq(rgba, i.rgba, (size_t)i.width * i.height * BYTES);
        free(rgba);
        free(i.rgba);
    }
    frs_view_destroy(&view);
    ck_assert_ptr_null(view);
    scene_free(s);
}
END_TEST

START_TEST(a_part_is_cut_out_of_the_whole)
{
    static const uint32_t parts[][4] = {
        {0, 0, 50, 23}, {7, 0, 1, 23}, {0, 22, 50, 1}, {13, 5, 20, 9}};
    scene *s = new_scene(FRS_FORMAT_NV12);
    frs_view *view = frs_view_create(), *another = frs_view_create();
    for (uint32_t orientation = 0; orientation < 8; orientation++) {
        frs_place place = whole(orientation, 50, 23);
        uint8_t *all = render(view, s, &place);
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            place.left = parts[p][0], place.top = parts[p][1];
            place.columns = parts[p][2], place.rows = parts[p][3];
            uint8_t *part = render(another, s, &place);
            for (uint32_t y = 0; y < place.rows; y++)
                ck_assert_mem_eq(part + (size_t)y * place.columns * BYTES,
                                 all + ((size_t)(y + place.top) * 50 + place.left) * BYTES,
                                 place.columns * BYTES);
            free(part);
        }
        free(all);
    }
    frs_view_destroy(&view);
    frs_view_destroy(&another);
    scene_free(s);
}
END_TEST

/* A view keeps what it made for the frame before: another shape must not be drawn by it. */
START_TEST(each_frame_is_drawn_as_by_a_new_view)
{
    frs_view *kept = frs_view_create();
    for (uint32_t round = 0; round < 40; round++) {
        scene *s = new_scene(round % 3 ? FRS_FORMAT_I420 : FRS_FORMAT_BGRA);
        frs_view *fresh = frs_view_create();
        frs_place place = whole(round / 7 % 8, 30 + round / 5, 20);
        s->info.matrix = round % 4 ? FRS_MATRIX_BT709 : FRS_MATRIX_BT601;
        s->info.transfer = round % 10 == 9 ? 16 : 1;
        s->info.pts = s->info.published_at = round;
        uint8_t *one = render(kept, s, &place), *other = render(fresh, s, &place);
        ck_assert_mem_eq(one, other, (size_t)place.columns * place.rows * BYTES);
        free(one);
        free(other);
        frs_view_destroy(&fresh);
        scene_free(s);
    }
    frs_view_destroy(&kept);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
    static const frs_place places[] = {
        {8, 4, 4, 0, 0, 4, 4},          {0, 4, 4, 0, 0, 0, 4},
        {0, 4, 4, 0, 0, 4, 0},          {0, 4, 4, 1, 0, 4, 4},
        {0, 4, 4, 0, 1, 4, 4},          {0, 0, 0, 0, 0, 1, 1},
        {0, 4, 4, UINT32_MAX, 0, 4, 4}, {0, UINT32_MAX, 4, 0, 0, FRS_SIZE_MAX + 1, 4},
        {0, 4, 4, 0, 0, UINT32_MAX, 4},
    };
    scene *s = new_scene(FRS_FORMAT_I420);
    frs_view *view = frs_view_create();
    uint8_t rgba[4 * 4 * BYTES] = {0};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        ck_assert_frs(frs_view_render(view, &s->info, &places[i], s->data, s->size, rgba),
                      FRS_EINVAL);
    frs_place good = whole(0, 4, 4);
    ck_assert_frs(frs_view_render(view, &s->info, &good, s->data, s->size - 1, rgba), FRS_EINVAL);
    for (size_t i = 0; i < sizeof rgba; i++)
        ck_assert_uint_eq(rgba[i], 0);
    ck_assert_frs(frs_view_render(view, &s->info, &good, s->data, s->size, rgba), FRS_OK);
    frs_view_destroy(&view);
    frs_view_destroy(&view);
    scene_free(s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view");
    TCase *tests = checks_case(suite, "view", NULL, NULL, 60);
    tcase_add_loop_test(tests, at_its_own_size_it_is_the_picture, 1, FRS_FORMAT_END);
    tcase_add_test(tests, a_part_is_cut_out_of_the_whole);
    tcase_add_test(tests, each_frame_is_drawn_as_by_a_new_view);
    tcase_add_test(tests, what_makes_no_sense_is_refused);
    return fixture_run(suite);
}
