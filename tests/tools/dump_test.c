/* SPDX-License-Identifier: MIT */
/* `frameshare dump`: which frames are in its files, and when it ends. */
#include <png.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paint.h"
#include "tool.h"
#include "tools/md5.h"

/* Publish all of `n` frames to a dump that is there from the first on. Its exit status. */
static int dump_all(const char *arguments, const paint *p, uint32_t n)
{
    stream_create(&(frs_writer_options){.lossless = true});
    pid_t pid = tool_start(arguments);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    paint_publish(p, 1, n);
    frs_writer_destroy(&writer);
    return tool_finish(pid);
}

static void assert_y4m(const char *path, const char *header, const paint *p, uint32_t n)
{
    size_t size, expected_size = strlen(header);
    char *data = tool_read_file(path, &size);
    uint8_t *expected = malloc(expected_size + n * (6 + (size_t)p->width * p->height * 4 + 64));
    memcpy(expected, header, expected_size);
    uint8_t *at = expected + expected_size;
    for (uint32_t seed = 1; seed <= n; seed++) {
        memcpy(at, "FRAME\n", 6);
        at = paint_expect(at + 6, p, seed);
    }
    ck_assert_msg(strncmp(data, header, expected_size) == 0, "the header is %.100s", data);
    ck_assert_uint_eq(size, (size_t)(at - expected));
    ck_assert(memcmp(data, expected, size) == 0);
    free(data);
    free(expected);
}

static const paint paints[] = {
    {FRS_FORMAT_I420, 63, 35, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}},
    {FRS_FORMAT_NV12, 63, 35, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}},
    {FRS_FORMAT_NV12, 1, 1, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}},
};

START_TEST(every_frame_of_a_lossless_stream_is_in_the_file)
{
    char header[200];
    ck_assert_int_eq(dump_all("dump cam0 --output x.y4m", &paints[_i], 100), 0);
    snprintf(header, sizeof header,
             "YUV4MPEG2 W%u H%u F30000:1001 Ip A1:1 C420mpeg2 XCOLORRANGE=LIMITED\n",
             paints[_i].width, paints[_i].height);
    assert_y4m(fixture_path("x.y4m"), header, &paints[_i], 100);
    tool_assert_contains(tool_err, "100 frames taken, 0 missed");
}
END_TEST

START_TEST(standard_output_gets_the_same)
{
    paint p = {FRS_FORMAT_I420, 32, 16, FRS_RANGE_FULL, FRS_MATRIX_BT601, FRS_CHROMA_CENTER, {0}};
    ck_assert_int_eq(dump_all("dump cam0 --output - --frames 5", &p, 5), 0);
    assert_y4m(fixture_path("out"),
               "YUV4MPEG2 W32 H16 F30000:1001 Ip A1:1 C420jpeg XCOLORRANGE=FULL\n", &p, 5);
}
END_TEST

START_TEST(rgba_goes_to_standard_output_as_it_is_and_not_into_y4m)
{
    paint p = {.format = FRS_FORMAT_RGBA, .width = 17, .height = 5};
    uint8_t expected[3 * 17 * 5 * 4], *at = expected;
    ck_assert_int_eq(dump_all("dump cam0 --output -", &p, 3), 0);
    for (uint32_t seed = 1; seed <= 3; seed++)
        at = paint_expect(at, &p, seed);
    ck_assert_uint_eq(tool_out_size, sizeof expected);
    ck_assert_mem_eq(tool_out, expected, sizeof expected);
    ck_assert_int_eq(dump_all("dump cam0 --output x.y4m", &p, 3), 1);
    tool_assert_contains(tool_err, "RGBA");
    tool_assert_contains(tool_err, ".png");
    ck_assert_int_eq(dump_all("dump cam0 --output x.raw", &p, 3), 0);
    size_t size;
    char *data = tool_read_file(fixture_path("x.raw"), &size);
    ck_assert_uint_eq(size, sizeof expected);
    ck_assert_mem_eq(data, expected, size);
    free(data);
}
END_TEST

START_TEST(the_checksum_is_the_md5_of_the_visible_bytes)
{
    paint p = {.format = FRS_FORMAT_NV12, .width = 33, .height = 9};
    ck_assert_int_eq(dump_all("dump cam0 --checksum", &p, 20), 0);
    char expected[4096] = "", digest[33];
    for (uint32_t seed = 1; seed <= 20; seed++) {
        uint8_t bytes[1024];
        md5 m;
        size_t size = (size_t)(paint_expect(bytes, &p, seed) - bytes);
        md5_init(&m);
        md5_update(&m, bytes, size);
        md5_finish(&m, digest);
        size_t length = strlen(expected);
        snprintf(expected + length, sizeof expected - length, "%u, %u, %zu, %s\n", seed,
                 seed * 1000, size, digest);
    }
    ck_assert_str_eq(tool_out, expected);
}
END_TEST

START_TEST(only_what_is_to_be_shown_is_dumped)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 32, .height = 16};
    frs_frame_info info;
    stream_create(NULL);
    size_t size = paint_info(&info, &p);
    info.crop_x = 4, info.crop_y = 2, info.crop_width = 20, info.crop_height = 10;
    paint_publish_info(&p, &info, size, 1);
    ck_assert_int_eq(tool_run("dump cam0 --output x.raw --frames 1"), 0);
    size_t got;
    uint8_t *data = (uint8_t *)tool_read_file(fixture_path("x.raw"), &got);
    uint8_t *whole = malloc(size);
    paint_draw(whole, size, &info, &p, 1);
    ck_assert_uint_eq(got, 20 * 10 + 2 * 10 * 5);
    for (uint32_t y = 0; y < 10; y++)
        ck_assert_mem_eq(data + y * 20, whole + (y + 2) * info.stride[0] + 4, 20);
    for (uint32_t y = 0; y < 5; y++)
        ck_assert_mem_eq(data + 200 + y * 10, whole + info.offset[1] + (y + 1) * info.stride[1] + 2,
                         10);
    free(whole);
    free(data);
}
END_TEST

/* One pixel of a PNG file as RGBA, from its middle; checks the size. */
static void read_png(const char *path, const paint *p, uint8_t rgba[4])
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    ck_assert_msg(png_image_begin_read_from_file(&image, path), "%s: %s", path, image.message);
    ck_assert_uint_eq(image.width, p->width);
    ck_assert_uint_eq(image.height, p->height);
    image.format = PNG_FORMAT_RGBA;
    uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    ck_assert(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    memcpy(rgba, pixels + 4 * ((size_t)p->height / 2 * p->width + p->width / 2), 4);
    free(pixels);
}

/* Code values of H.273's formulas for plain colours. */
static const struct {
    paint paint;
    uint8_t rgba[4];
} colours[] = {
    {{FRS_FORMAT_I420,
      16,
      8,
      FRS_RANGE_LIMITED,
      FRS_MATRIX_BT601,
      FRS_CHROMA_LEFT,
      {235, 128, 128}},
     {255, 255, 255, 255}},
    {{FRS_FORMAT_I420, 16, 8, FRS_RANGE_LIMITED, FRS_MATRIX_BT601, FRS_CHROMA_LEFT, {16, 128, 128}},
     {0, 0, 0, 255}},
    {{FRS_FORMAT_I420, 16, 8, FRS_RANGE_LIMITED, FRS_MATRIX_BT601, FRS_CHROMA_LEFT, {81, 90, 240}},
     {254, 0, 0, 255}},
    {{FRS_FORMAT_NV12, 15, 7, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {63, 102, 240}},
     {255, 0, 0, 255}},
    {{FRS_FORMAT_I420, 15, 7, FRS_RANGE_FULL, FRS_MATRIX_BT601, FRS_CHROMA_CENTER, {76, 85, 255}},
     {254, 0, 0, 255}},
    {{FRS_FORMAT_NV12, 16, 8, FRS_RANGE_FULL, FRS_MATRIX_BT709, FRS_CHROMA_CENTER, {18, 255, 116}},
     {0, 0, 254, 255}},
    {{FRS_FORMAT_I420, 1280, 720, 0, FRS_MATRIX_UNSPECIFIED, FRS_CHROMA_UNKNOWN, {63, 102, 240}},
     {255, 0, 0, 255}},
    {{FRS_FORMAT_RGBA, 5, 3, 0, 0, FRS_CHROMA_UNKNOWN, {10, 20, 30, 40}}, {10, 20, 30, 40}},
    {{FRS_FORMAT_BGRA, 5, 3, 0, 0, FRS_CHROMA_UNKNOWN, {30, 20, 10, 255}}, {10, 20, 30, 255}},
};

START_TEST(a_png_has_the_colours_that_the_descriptor_says)
{
    uint8_t rgba[4];
    stream_create(NULL);
    paint_publish(&colours[_i].paint, 1, 1);
    ck_assert_int_eq(tool_run("dump cam0 --output shot.png"), 0);
    read_png(fixture_path("shot.png"), &colours[_i].paint, rgba);
    for (int i = 0; i < 4; i++)
        ck_assert_msg(abs(rgba[i] - colours[_i].rgba[i]) <= 1, "%d %d %d %d instead of %d %d %d %d",
                      rgba[0], rgba[1], rgba[2], rgba[3], colours[_i].rgba[0], colours[_i].rgba[1],
                      colours[_i].rgba[2], colours[_i].rgba[3]);
}
END_TEST

START_TEST(several_pngs_are_numbered)
{
    paint p = {.format = FRS_FORMAT_RGBA, .width = 8, .height = 8};
    ck_assert_int_eq(dump_all("dump cam0 --output shot.png --frames 3", &p, 3), 0);
    uint8_t rgba[4], expected[256];
    for (uint32_t i = 1; i <= 3; i++) {
        char name[20];
        snprintf(name, sizeof name, "shot-%u.png", i);
        read_png(fixture_path(name), &p, rgba);
        paint_expect(expected, &p, i);
        ck_assert_mem_eq(rgba, expected + 4 * (4 * 8 + 4), 4);
    }
    ck_assert_int_eq(access(fixture_path("shot.png"), F_OK), -1);
}
END_TEST

START_TEST(frames_that_went_by_are_told)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    stream_create(NULL);
    pid_t pid = tool_start("dump cam0 --checksum");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    paint_publish(&p, 1, 1);
    fixture_sleep(20);
    kill(pid, SIGSTOP);
    paint_publish(&p, 2, 101);
    kill(pid, SIGCONT);
    frs_writer_destroy(&writer);
    ck_assert_int_eq(tool_finish(pid), 0);
    unsigned taken, missed;
    ck_assert_int_eq(sscanf(tool_err, "%u frames taken, %u missed", &taken, &missed), 2);
    ck_assert_uint_gt(missed, 0);
    ck_assert_uint_eq(taken + missed, 101);
}
END_TEST

START_TEST(a_stream_that_ends_early_is_told)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    ck_assert_int_eq(dump_all("dump cam0 --output x.y4m --frames 10", &p, 4), 0);
    tool_assert_contains(tool_err, "4 frames taken");
    tool_assert_contains(tool_err, "ended before 10 frames");
    ck_assert_int_eq(dump_all("dump cam0 --output x.y4m", &p, 0), 1);
    tool_assert_contains(tool_err, "before it had a frame");
}
END_TEST

START_TEST(a_change_of_size_does_not_go_into_one_file)
{
    paint small = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    paint large = {.format = FRS_FORMAT_I420, .width = 32, .height = 16};
    stream_create(&(frs_writer_options){.lossless = true});
    pid_t pid = tool_start("dump cam0 --output x.y4m");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    paint_publish(&small, 1, 2);
    paint_publish(&large, 3, 3);
    frs_writer_destroy(&writer);
    ck_assert_int_eq(tool_finish(pid), 1);
    tool_assert_contains(tool_err, "16x16");
    tool_assert_contains(tool_err, "32x16");
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_told)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    stream_create(NULL);
    paint_publish(&p, 1, 1);
    ck_assert_int_eq(tool_run("dump cam0 --frames 1 --output nowhere/x.y4m"), 1);
    tool_assert_contains(tool_err, "nowhere/x.y4m");
    tool_assert_contains(tool_err, "No such file");
    ck_assert_int_eq(tool_run("dump cam0 --frames 1 --output nowhere/x.png"), 1);
    tool_assert_contains(tool_err, "nowhere/x.png");
}
END_TEST

START_TEST(it_waits_for_its_stream)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    pid_t pid = tool_start("dump cam0 --output x.y4m --frames 1 --timeout 100");
    fixture_sleep(50);
    stream_create(NULL);
    paint_publish(&p, 1, 1);
    ck_assert_int_eq(tool_finish(pid), 0);
}
END_TEST

START_TEST(an_interrupt_ends_the_file_properly)
{
    paint p = {FRS_FORMAT_I420, 16, 16, FRS_RANGE_FULL, 2, FRS_CHROMA_LEFT, {0}};
    stream_create(&(frs_writer_options){.lossless = true});
    pid_t pid = tool_start("dump cam0 --output x.y4m --checksum");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    paint_publish(&p, 1, 30); /* lossless, 16 ahead: by then it has taken some */
    kill(pid, SIGINT);
    ck_assert_int_eq(tool_finish(pid), 0);
    unsigned taken;
    ck_assert_int_eq(sscanf(tool_err, "%u frames taken", &taken), 1);
    ck_assert_uint_ge(taken, 14);
    assert_y4m(fixture_path("x.y4m"),
               "YUV4MPEG2 W16 H16 F30000:1001 Ip A1:1 C420mpeg2 XCOLORRANGE=FULL\n", &p, taken);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dump");
    TCase *tests = checks_case(suite, "dump", fixture_enter, stream_end, 120);
    tcase_add_loop_test(tests, every_frame_of_a_lossless_stream_is_in_the_file, 0,
                        (int)(sizeof paints / sizeof paints[0]));
    tcase_add_test(tests, standard_output_gets_the_same);
    tcase_add_test(tests, rgba_goes_to_standard_output_as_it_is_and_not_into_y4m);
    tcase_add_test(tests, the_checksum_is_the_md5_of_the_visible_bytes);
    tcase_add_test(tests, only_what_is_to_be_shown_is_dumped);
    tcase_add_loop_test(tests, a_png_has_the_colours_that_the_descriptor_says, 0,
                        (int)(sizeof colours / sizeof colours[0]));
    tcase_add_test(tests, several_pngs_are_numbered);
    tcase_add_test(tests, frames_that_went_by_are_told);
    tcase_add_test(tests, a_stream_that_ends_early_is_told);
    tcase_add_test(tests, a_change_of_size_does_not_go_into_one_file);
    tcase_add_test(tests, a_file_that_cannot_be_written_is_told);
    tcase_add_test(tests, it_waits_for_its_stream);
    tcase_add_test(tests, an_interrupt_ends_the_file_properly);
    return tool_run_suite(suite);
}
