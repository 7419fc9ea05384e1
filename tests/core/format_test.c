/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <string.h>

START_TEST(names_and_formats_go_both_ways)
{
    for (uint32_t format = FRS_FORMAT_UNKNOWN + 1; format < FRS_FORMAT_END; format++)
        ck_assert_uint_eq(frs_format_from_name(frs_format_get_shape(format)->name), format);
    ck_assert_uint_eq(frs_format_from_name("NV12"), FRS_FORMAT_NV12);
    ck_assert_uint_eq(frs_format_from_name("nv12"), FRS_FORMAT_UNKNOWN);
    ck_assert_uint_eq(frs_format_from_name(""), FRS_FORMAT_UNKNOWN);
    ck_assert_uint_eq(frs_format_from_name(NULL), FRS_FORMAT_UNKNOWN);
    ck_assert_ptr_null(frs_format_get_shape(FRS_FORMAT_UNKNOWN));
    ck_assert_ptr_null(frs_format_get_shape(4711));
    ck_assert_ptr_null(frs_format_get_shape(UINT32_MAX));
}
END_TEST

START_TEST(odd_sizes_round_chroma_up)
{
    ck_assert_uint_eq(frs_format_row_bytes(FRS_FORMAT_I420, 0, 5), 5);
    ck_assert_uint_eq(frs_format_row_bytes(FRS_FORMAT_I420, 2, 5), 3);
    ck_assert_uint_eq(frs_format_rows(FRS_FORMAT_I420, 1, 5), 3);
    ck_assert_uint_eq(frs_format_row_bytes(FRS_FORMAT_NV12, 1, 5), 6);
    ck_assert_uint_eq(frs_format_rows(FRS_FORMAT_NV12, 1, 1), 1);
    ck_assert_uint_eq(frs_format_row_bytes(FRS_FORMAT_BGRA, 0, 5), 20);
    ck_assert_uint_eq(frs_format_row_bytes(FRS_FORMAT_I420, 3, 5), 0);
    ck_assert_uint_eq(frs_format_rows(FRS_FORMAT_UNKNOWN, 0, 5), 0);
}
END_TEST

START_TEST(each_component_has_its_own_subsampling)
{
    static const struct {
        uint32_t format, component, h_shift, v_shift;
    } expected[] = {
        {FRS_FORMAT_I420, 0, 0, 0}, {FRS_FORMAT_I420, 2, 1, 1},
        {FRS_FORMAT_NV12, 2, 1, 1}, {FRS_FORMAT_NV24, 1, 0, 0},
        {FRS_FORMAT_Y41B, 1, 2, 0}, {FRS_FORMAT_YUY2, 0, 0, 0},
        {FRS_FORMAT_YUY2, 1, 1, 0}, {FRS_FORMAT_AYUV, 2, 0, 0},
        {FRS_FORMAT_A420, 3, 0, 0}, {FRS_FORMAT_P010_10LE, 1, 1, 1},
        {FRS_FORMAT_RGB, 2, 0, 0},  {FRS_FORMAT_RGBA64_LE, 3, 0, 0},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        uint32_t h, v;
        frs_format_subsampling(frs_format_get_shape(expected[i].format), expected[i].component, &h,
                               &v);
        ck_assert_uint_eq(h, expected[i].h_shift);
        ck_assert_uint_eq(v, expected[i].v_shift);
    }
}
END_TEST

START_TEST(a_tight_layout_has_its_planes_one_after_the_other)
{
    frs_frame_info info;
    ck_assert_int_eq(frs_frame_info_init(&info, FRS_FORMAT_I420, 5, 3, 4), 8 * 3 + 4 * 2 + 4 * 2);
    ck_assert_uint_eq(info.stride[0], 8);
    ck_assert_uint_eq(info.offset[1], 24);
    ck_assert_uint_eq(info.stride[1], 4);
    ck_assert_uint_eq(info.offset[2], 32);
    ck_assert_uint_eq(info.n_planes, 3);
    ck_assert(info.pts == FRS_TIME_NONE);
    ck_assert_frs(frs_frame_info_check(&info, 40), FRS_OK);
}
END_TEST

START_TEST(a_layout_that_cannot_be_is_refused)
{
    frs_frame_info info;
    ck_assert_int_eq(frs_frame_info_init(&info, 99, 5, 3, 4), FRS_EINVAL);
    ck_assert_int_eq(frs_frame_info_init(&info, FRS_FORMAT_I420, 0, 3, 4), FRS_EINVAL);
    ck_assert_int_eq(frs_frame_info_init(&info, FRS_FORMAT_I420, 5, FRS_SIZE_MAX + 1, 4),
                     FRS_EINVAL);
    ck_assert_int_eq(frs_frame_info_init(&info, FRS_FORMAT_I420, 5, 3, 3), FRS_EINVAL);
    ck_assert_int_eq(frs_frame_info_init(&info, FRS_FORMAT_I420, 5, 3, 0), FRS_EINVAL);
}
END_TEST

START_TEST(every_format_checks_out_at_every_small_size)
{
    for (uint32_t format = FRS_FORMAT_UNKNOWN + 1; format < FRS_FORMAT_END; format++)
        for (uint32_t width = 1; width < 10; width++)
            for (uint32_t height = 1; height < 10; height++) {
                frs_frame_info info;
                size_t size = fixture_info(&info, format, width, height);
                ck_assert_frs(frs_frame_info_check(&info, size), FRS_OK);
                /* The padding of the last row may be cut off, not its pixels. */
                uint32_t last = info.n_planes - 1;
                size_t padding = info.stride[last] - frs_format_row_bytes(format, last, width);
                ck_assert_frs(frs_frame_info_check(&info, size - padding), FRS_OK);
                ck_assert_frs(frs_frame_info_check(&info, size - padding - 1), FRS_EINVAL);
            }
}
END_TEST

#define SLOT_SIZE 4096

/* One word of a good descriptor replaced by a hostile one. */
static const struct {
    const char *what;
    size_t offset;
    uint32_t value;
} hostile[] = {
#define WORD(field, value)                                                                         \
    {                                                                                              \
#field " = " #value, offsetof(frs_frame_info, field), value                                \
    }
    WORD(width, 0),
    WORD(width, FRS_SIZE_MAX + 1),
    WORD(width, UINT32_MAX),
    WORD(height, 0),
    WORD(height, 4000),
    WORD(height, UINT32_MAX),
    WORD(format, 0),
    WORD(format, FRS_FORMAT_YUY2), /* of another number of planes */
    WORD(format, FRS_FORMAT_END),
    WORD(format, UINT32_MAX),
    WORD(n_planes, 0),
    WORD(n_planes, 2),
    WORD(n_planes, 4),
    WORD(n_planes, UINT32_MAX),
    WORD(offset[0], SLOT_SIZE),
    WORD(offset[1], UINT32_MAX),
    WORD(offset[2], UINT32_MAX - 100),
    WORD(stride[0], 0),
    WORD(stride[0], 31),
    WORD(stride[1], UINT32_MAX),
    WORD(stride[2], 1u << 31),
    WORD(crop_width, 1), /* without a height */
    WORD(crop_width, UINT32_MAX),
#undef WORD
};

START_TEST(a_hostile_descriptor_is_refused)
{
    frs_frame_info info;
    fixture_info(&info, FRS_FORMAT_I420, 32, 32);
    ck_assert_frs(frs_frame_info_check(&info, SLOT_SIZE), FRS_OK);
    memcpy((char *)&info + hostile[_i].offset, &hostile[_i].value, sizeof(uint32_t));
    ck_assert_msg(frs_frame_info_check(&info, SLOT_SIZE) == FRS_EINVAL, "%s is accepted",
                  hostile[_i].what);
    ck_assert_str_ne(frs_error_message(), "");
}
END_TEST

START_TEST(a_crop_lies_inside_the_picture)
{
    frs_frame_info info;
    size_t size = fixture_info(&info, FRS_FORMAT_I420, 32, 32);
    info.crop_x = 8, info.crop_y = 4, info.crop_width = 24, info.crop_height = 28;
    ck_assert_frs(frs_frame_info_check(&info, size), FRS_OK);
    info.crop_x = 9;
    ck_assert_frs(frs_frame_info_check(&info, size), FRS_EINVAL);
    info.crop_x = UINT32_MAX;
    ck_assert_frs(frs_frame_info_check(&info, size), FRS_EINVAL);
    info.crop_x = 0, info.crop_y = 5;
    ck_assert_frs(frs_frame_info_check(&info, size), FRS_EINVAL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("format");
    TCase *tests = checks_case(suite, "format", NULL, NULL, 60);
    tcase_add_test(tests, names_and_formats_go_both_ways);
    tcase_add_test(tests, odd_sizes_round_chroma_up);
    tcase_add_test(tests, each_component_has_its_own_subsampling);
    tcase_add_test(tests, a_tight_layout_has_its_planes_one_after_the_other);
    tcase_add_test(tests, a_layout_that_cannot_be_is_refused);
    tcase_add_test(tests, every_format_checks_out_at_every_small_size);
    tcase_add_loop_test(tests, a_hostile_descriptor_is_refused, 0,
                        (int)(sizeof hostile / sizeof hostile[0]));
    tcase_add_test(tests, a_crop_lies_inside_the_picture);
    return fixture_run(suite);
}
