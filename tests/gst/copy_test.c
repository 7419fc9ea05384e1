/* SPDX-License-Identifier: MIT */
#include "copy.h"

#include <string.h>

#include "support.h"

#define WIDTH 34
#define HEIGHT 6

/* An I420 picture in `bytes` bytes of memory, each byte another, its planes and rows as said. */
static GstBuffer *picture(gsize bytes, const gsize offset[3], const gint stride[3])
{
    gsize offsets[GST_VIDEO_MAX_PLANES] = {offset[0], offset[1], offset[2]};
    gint strides[GST_VIDEO_MAX_PLANES] = {stride[0], stride[1], stride[2]};
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, bytes, NULL);

    for (gsize i = 0; i < bytes; i++)
        gst_buffer_memset(buffer, i, (guint8)(i * 7 + i / 256), 1);
    gst_buffer_add_video_meta_full(buffer, 0, GST_VIDEO_FORMAT_I420, WIDTH, HEIGHT, 3, offsets,
                                   strides);
    return buffer;
}

static GstVideoFrame map(GstBuffer *buffer)
{
    GstVideoInfo video;
    GstVideoFrame frame;
    gst_video_info_set_format(&video, GST_VIDEO_FORMAT_I420, WIDTH, HEIGHT);
    ck_assert(gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ));
    return frame;
}

static frs_frame_info i420(void)
{
    return (frs_frame_info){.format = FRS_FORMAT_I420, .n_planes = 3};
}

/* Every row is there, and not one byte behind the copy is written. */
static void check_copy(const GstVideoFrame *frame, frs_frame_info *info)
{
    gint64 size = gst_frameshare_copy_layout(info, frame);
    ck_assert_int_gt(size, 0);
    ck_assert_int_eq(frs_frame_info_check(info, (size_t)size), FRS_OK);
    guint8 *data = g_malloc((gsize)size + 1);
    data[size] = 0xA5;
    gst_frameshare_copy(info, frame, data);
    ck_assert_uint_eq(data[size], 0xA5);
    for (guint p = 0; p < 3; p++)
        for (guint row = 0; row < frs_format_rows(info->format, p, HEIGHT); row++)
            ck_assert_mem_eq(data + info->offset[p] + row * info->stride[p],
                             (const guint8 *)GST_VIDEO_FRAME_PLANE_DATA(frame, p) +
                                 (gint)row * GST_VIDEO_FRAME_PLANE_STRIDE(frame, p),
                             frs_format_row_bytes(info->format, p, WIDTH));
    g_free(data);
}

/* Copy such a picture; its layout in the copy. */
static frs_frame_info copy_picture(gsize bytes, const gsize offset[3], const gint stride[3])
{
    GstBuffer *buffer = picture(bytes, offset, stride);
    GstVideoFrame frame = map(buffer);
    frs_frame_info info = i420();
    check_copy(&frame, &info);
    gst_video_frame_unmap(&frame);
    gst_buffer_unref(buffer);
    return info;
}

START_TEST(planes_that_lie_together_keep_their_distances)
{
    const gsize offset[] = {0, 64 * 8, 64 * 8 + 32 * 4}; /* two rows of padding after the first */
    const gint stride[] = {64, 32, 32};
    frs_frame_info info = copy_picture(64 * 8 + 2 * 32 * 4, offset, stride);
    for (guint p = 0; p < 3; p++) {
        ck_assert_uint_eq(info.stride[p], stride[p]);
        ck_assert_uint_eq(info.offset[p], offset[p]);
    }
}
END_TEST

START_TEST(planes_in_another_order_are_copied_one_by_one)
{
    const gsize offset[] = {64 * 6, 0, 32 * 3};
    const gint stride[] = {64, 32, 32};
    copy_picture(64 * 12, offset, stride);
}
END_TEST

START_TEST(rows_far_apart_are_copied_without_what_is_between)
{
    const gsize offset[] = {0, 4096 * 6, 4096 * 9};
    const gint stride[] = {4096, 4096, 4096};
    frs_frame_info info = copy_picture(4096 * 12, offset, stride);
    ck_assert_uint_lt(info.stride[0], 64);
}
END_TEST

START_TEST(a_picture_upside_down_is_copied)
{
    const gsize offset[] = {64 * 5, 64 * 6, 64 * 6 + 32 * 3};
    const gint stride[] = {-64, 32, 32};
    copy_picture(64 * 6 + 32 * 6, offset, stride);
}
END_TEST

START_TEST(rows_outside_of_the_memory_are_refused)
{
    const gsize offset[] = {0, 64 * 6, 64 * 6 + 32 * 3};
    const gint stride[] = {64, 32, 64};
    GstBuffer *buffer = picture(64 * 6 + 32 * 6, offset, stride);
    GstVideoFrame frame = map(buffer);
    frs_frame_info info = i420();
    ck_assert_int_eq(gst_frameshare_copy_layout(&info, &frame), FRS_EINVAL);
    gst_video_frame_unmap(&frame);
    gst_buffer_unref(buffer);
}
END_TEST

static Suite *copy_suite(void)
{
    Suite *suite = suite_create("copy");
    TCase *tcase = checks_case(suite, "copy", NULL, NULL, 0);
    tcase_add_test(tcase, planes_that_lie_together_keep_their_distances);
    tcase_add_test(tcase, planes_in_another_order_are_copied_one_by_one);
    tcase_add_test(tcase, rows_far_apart_are_copied_without_what_is_between);
    tcase_add_test(tcase, a_picture_upside_down_is_copied);
    tcase_add_test(tcase, rows_outside_of_the_memory_are_refused);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, copy_suite);
}
