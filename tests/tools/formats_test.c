/* SPDX-License-Identifier: MIT */
/* `frameshare dump` for every format: what is in its files, by the code values that went in and by
 * what ffmpeg reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture/picture.h"
#include "scene.h"
#include "stream.h"
#include "tool.h"

#include <png.h>

/* What ffmpeg calls a format as it is in memory, and in planes; NULL: it has no name for it. */
static const struct {
    const char *name, *packed, *planar;
} pixel_formats[] = {
    {"I420", "yuv420p", "yuv420p"},
    {"YV12", NULL, "yuv420p"},
    {"NV12", "nv12", "yuv420p"},
    {"NV21", "nv21", "yuv420p"},
    {"NV16", NULL, "yuv422p"}, /* swscale does not read its nv16 */
    {"NV61", NULL, "yuv422p"},
    {"NV24", "nv24", "yuv444p"},
    {"Y42B", "yuv422p", "yuv422p"},
    {"Y41B", "yuv411p", "yuv411p"},
    {"Y444", "yuv444p", "yuv444p"},
    {"YUY2", "yuyv422", "yuv422p"},
    {"UYVY", "uyvy422", "yuv422p"},
    {"VYUY", NULL, "yuv422p"},
    {"YVYU", "yvyu422", "yuv422p"},
    {"AYUV", NULL, "yuva444p"},
    {"VUYA", NULL, "yuva444p"},
    {"A420", "yuva420p", "yuva420p"},
    {"GRAY8", "gray", "gray"},
    {"GRAY16_LE", "gray16le", "gray16le"},
    {"RGB", "rgb24", "rgb24"},
    {"BGR", "bgr24", "bgr24"},
    {"RGBx", "rgb0", "rgb0"},
    {"BGRx", "bgr0", "bgr0"},
    {"xRGB", "0rgb", "0rgb"},
    {"xBGR", "0bgr", "0bgr"},
    {"RGBA", "rgba", "rgba"},
    {"BGRA", "bgra", "bgra"},
    {"ARGB", "argb", "argb"},
    {"ABGR", "abgr", "abgr"},
    {"RGBA64_LE", "rgba64le", "rgba64le"},
    {"ARGB64_LE", NULL, NULL},
    {"GBR", "gbrp", "gbrp"},
    {"GBR_10LE", "gbrp10le", "gbrp10le"},
    {"GBR_12LE", "gbrp12le", "gbrp12le"},
    {"I420_10LE", "yuv420p10le", "yuv420p10le"},
    {"I422_10LE", "yuv422p10le", "yuv422p10le"},
    {"Y444_10LE", "yuv444p10le", "yuv444p10le"},
    {"P010_10LE", "p010le", "yuv420p10le"},
    {"I420_12LE", "yuv420p12le", "yuv420p12le"},
    {"I422_12LE", "yuv422p12le", "yuv422p12le"},
    {"Y444_12LE", "yuv444p12le", "yuv444p12le"},
    {"A420_10LE", "yuva420p10le", "yuva420p10le"},
};

#define N_FORMATS ((int)(sizeof pixel_formats / sizeof *pixel_formats))

/* A stream whose newest frame is the scene. */
static void publish(const scene *s)
{
    frs_slot *slot;
    if (!writer)
        stream_create(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, s->size, &slot), FRS_OK);
    memcpy(frs_slot_data(slot), s->data, s->size);
    ck_assert_frs(frs_writer_publish(writer, slot, &s->info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    frs_slot_unref(slot);
}

static scene *new_scene(int i, uint32_t width, uint32_t height)
{
    uint32_t format = frs_format_from_name(pixel_formats[i].name);
    ck_assert_msg(format != FRS_FORMAT_UNKNOWN, "there is no format %s", pixel_formats[i].name);
    scene *s = scene_new(format, width, height);
    s->info.fps_n = 25;
    scene_pack(s);
    return s;
}

/* Luma and chroma as planes of code values, in a width x height cut from x, y. */
static uint8_t *put_planes(const scene *s, uint32_t x, uint32_t y, uint32_t width, uint32_t height,
                           uint8_t *to)
{
    for (uint32_t c = 0; c < SCENE_COMPONENTS; c++) {
        if (s->shape->component[c].step == 0)
            continue;
        for (uint32_t row = 0; row < scene_samples(height, s->v_shift[c]); row++)
            for (uint32_t column = 0; column < scene_samples(width, s->h_shift[c]); column++) {
                uint16_t code =
                    s->code[c][(y >> s->v_shift[c]) + row][(x >> s->h_shift[c]) + column];
                *to++ = (uint8_t)code;
                if (s->shape->depth > 8)
                    *to++ = (uint8_t)(code >> 8);
            }
    }
    return to;
}

/* RGB as it is in memory. */
static uint8_t *put_memory(const scene *s, uint8_t *to)
{
    for (uint32_t p = 0; p < s->info.n_planes; p++) {
        uint32_t row = frs_format_row_bytes(s->info.format, p, s->info.width);
        for (uint32_t y = 0; y < frs_format_rows(s->info.format, p, s->info.height); y++, to += row)
            memcpy(to, s->data + s->info.offset[p] + (size_t)y * s->info.stride[p], row);
    }
    return to;
}

static void assert_file(const char *name, size_t skip, const uint8_t *expected, size_t n,
                        const char *what)
{
    size_t size;
    char *data = tool_read_file(fixture_path(name), &size);
    ck_assert_msg(size == skip + n, "%s: %s has %zu bytes, not %zu", what, name, size, skip + n);
    ck_assert_msg(memcmp(data + skip, expected, n) == 0, "%s: %s has other bytes", what, name);
    free(data);
}

START_TEST(the_raw_file_has_code_values_in_planes_or_rgb_as_it_is)
{
    static uint8_t expected[4 * SCENE_SIDE * SCENE_SIDE * 8];
    static const uint32_t sizes[][2] = {{33, 11}, {1, 1}, {34, 10}};
    for (int k = 0; k < 3; k++) {
        scene *s = new_scene(_i, sizes[k][0], sizes[k][1]);
        publish(s);
        bool rgb = s->shape->model == FRS_MODEL_RGB;
        uint8_t *to =
            rgb ? put_memory(s, expected) : put_planes(s, 0, 0, sizes[k][0], sizes[k][1], expected);
        ck_assert_int_eq(tool_run("dump cam0 --frames 1 --output x.raw"), 0);
        assert_file("x.raw", 0, expected, (size_t)(to - expected), pixel_formats[_i].name);
        scene_free(s);
    }
}
END_TEST

START_TEST(a_crop_is_cut_out_where_all_planes_have_a_sample)
{
    static uint8_t expected[4 * SCENE_SIDE * SCENE_SIDE * 2];
    scene *s = new_scene(_i, 30, 14);
    uint32_t h = 0, v = 0;
    if (s->shape->model == FRS_MODEL_RGB) {
        scene_free(s);
        return;
    }
    for (int c = 0; c < SCENE_COMPONENTS; c++) {
        h = s->h_shift[c] > h ? s->h_shift[c] : h;
        v = s->v_shift[c] > v ? s->v_shift[c] : v;
    }
    s->info.crop_x = 7, s->info.crop_y = 5, s->info.crop_width = 13, s->info.crop_height = 8;
    publish(s);
    uint8_t *to = put_planes(s, 7 >> h << h, 5 >> v << v, 13, 8, expected);
    ck_assert_int_eq(tool_run("dump cam0 --frames 1 --output x.raw"), 0);
    assert_file("x.raw", 0, expected, (size_t)(to - expected), pixel_formats[_i].name);
    scene_free(s);
}
END_TEST

/* The MD5 that ffmpeg finds, after "MD5=". */
static void ffmpeg_md5(const char *arguments, char md5[33])
{
    char command[600], line[64] = "";
    snprintf(command, sizeof command, "cd '%s' && ffmpeg -nostdin -v error %s -f md5 - 2>&1",
             getenv("XDG_RUNTIME_DIR"), arguments);
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, pipe));
    ck_assert_int_eq(pclose(pipe), 0);
    ck_assert_msg(sscanf(line, "MD5=%32s", md5) == 1, "%s: %s", arguments, line);
}

START_TEST(ffmpeg_reads_the_same_picture_and_finds_the_same_checksum)
{
    static uint8_t memory[4 * SCENE_SIDE * SCENE_SIDE * 8];
    const char *packed = pixel_formats[_i].packed, *planar = pixel_formats[_i].planar;
    char arguments[200], md5[33] = "", of_raw[33], of_memory[33];
    scene *s = new_scene(_i, 34, 10);
    publish(s);
    ck_assert_int_eq(tool_run("dump cam0 --frames 1 --output x.raw --checksum"), 0);
    ck_assert_int_eq(sscanf(tool_out, "%*u, -, %*u, %32s", md5), 1);
    if (planar) {
        snprintf(arguments, sizeof arguments, "-f rawvideo -s 34x10 -pix_fmt %s -i x.raw", planar);
        ffmpeg_md5(arguments, of_raw);
        ck_assert_str_eq(of_raw, md5);
    }
    if (packed) {
        FILE *file = fopen(fixture_path("memory.raw"), "wb");
        size_t n = (size_t)(put_memory(s, memory) - memory);
        ck_assert_uint_eq(fwrite(memory, 1, n, file), n);
        fclose(file);
        snprintf(arguments, sizeof arguments,
                 "-f rawvideo -s 34x10 -pix_fmt %s -i memory.raw -pix_fmt %s", packed, planar);
        ffmpeg_md5(arguments, of_memory);
        ck_assert_msg(strcmp(of_memory, md5) == 0, "%s is not %s", packed, planar);
    }
    scene_free(s);
}
END_TEST

START_TEST(y4m_holds_yuv_and_gray_and_ffmpeg_reads_it_back_exactly)
{
    char md5[33], of_file[33];
    scene *s = new_scene(_i, 33, 11);
    bool alpha = s->shape->component[3].step != 0;
    bool holds = s->shape->model != FRS_MODEL_RGB && (!alpha || s->h_shift[1] == 0);
    publish(s);
    ck_assert_int_eq(tool_run("dump cam0 --frames 1 --output x.y4m --checksum"), holds ? 0 : 1);
    if (!holds) {
        tool_assert_contains(tool_err, s->shape->name);
        tool_assert_contains(tool_err, ".png or .raw");
    } else if (alpha) {
        /* ffmpeg refuses it; mjpegtools defined it. */
        static uint8_t expected[4 * SCENE_SIDE * SCENE_SIDE];
        static const char header[] = "YUV4MPEG2 W33 H11 F25:1 Ip A1:1 C444alpha\nFRAME\n";
        size_t n = (size_t)(put_planes(s, 0, 0, 33, 11, expected) - expected);
        char *data = tool_read_file(fixture_path("x.y4m"), NULL);
        ck_assert_msg(strncmp(data, header, strlen(header)) == 0, "%.80s", data);
        assert_file("x.y4m", strlen(header), expected, n, s->shape->name);
        free(data);
    } else {
        ck_assert_int_eq(sscanf(tool_out, "%*u, -, %*u, %32s", md5), 1);
        ffmpeg_md5("-i x.y4m", of_file);
        ck_assert_msg(strcmp(of_file, md5) == 0, "%s", s->shape->name);
    }
    scene_free(s);
}
END_TEST

START_TEST(formats_of_the_same_planes_go_into_one_file)
{
    scene *first = new_scene(0, 16, 8), *second = scene_new(FRS_FORMAT_NV12, 16, 8);
    frs_writer_options options = {.lossless = true};
    scene_pack(second);
    for (int k = 0; k < 2; k++) {
        stream_create(&options);
        pid_t pid = tool_start(k ? "dump cam0 --output x.raw --frames 2"
                                 : "dump cam0 --output x.y4m --frames 2");
        ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
        publish(first);
        publish(second);
        ck_assert_msg(tool_finish(pid) == 0, "%s", tool_err);
        frs_writer_destroy(&writer);
    }
    scene_free(first);
    scene_free(second);
}
END_TEST

/* ---- PNG ---- */

static void assert_png(const char *path, frs_picture *picture)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    ck_assert_msg(png_image_begin_read_from_file(&image, path), "%s: %s", path, image.message);
    ck_assert_uint_eq(image.width, frs_picture_width(picture));
    ck_assert_uint_eq(image.height, frs_picture_height(picture));
    ck_assert_int_eq((image.format & PNG_FORMAT_FLAG_ALPHA) != 0, frs_picture_has_alpha(picture));
    image.format = PNG_FORMAT_RGBA;
    uint8_t *got = malloc(PNG_IMAGE_SIZE(image)), *row = malloc((size_t)4 * image.width);
    ck_assert(png_image_finish_read(&image, NULL, got, 0, NULL));
    for (uint32_t y = 0; y < image.height; y++) {
        frs_picture_row(picture, y, row);
        ck_assert_mem_eq(got + (size_t)4 * y * image.width, row, (size_t)4 * image.width);
    }
    free(got);
    free(row);
}

START_TEST(a_png_is_the_picture_as_it_is_displayed)
{
    scene *s = new_scene(_i, 21, 11);
    frs_picture *picture;
    s->info.orientation = FRS_ORIENTATION_90;
    s->info.par_n = 4, s->info.par_d = 3;
    s->info.crop_x = 1, s->info.crop_y = 1, s->info.crop_width = 18, s->info.crop_height = 9;
    publish(s);
    ck_assert_int_eq(tool_run("dump cam0 --output x.png"), 0);
    ck_assert_frs(frs_picture_create(&picture, &s->info, s->data, s->size), FRS_OK);
    ck_assert_uint_eq(frs_picture_width(picture), 9);
    ck_assert_uint_eq(frs_picture_height(picture), 24);
    assert_png(fixture_path("x.png"), picture);
    frs_picture_destroy(&picture);
    scene_free(s);
}
END_TEST

/* A white overlay over all of the picture. */
static void set_white_overlay(uint32_t width, uint32_t height)
{
    frs_overlays table = {.n = 1,
                          .overlay = {{.width = width, .height = height, .columns = 1, .rows = 1}}};
    frs_slot *slot;
    int64_t size = frs_overlays_layout(&table);
    ck_assert_frs(frs_writer_overlays_acquire(writer, (size_t)size, &slot), FRS_OK);
    memcpy(frs_slot_data(slot), &table, sizeof table);
    memset((uint8_t *)frs_slot_data(slot) + table.overlay[0].offset, 0xff, 4);
    ck_assert_frs(frs_writer_set_overlays(writer, slot), FRS_OK);
    frs_slot_unref(slot);
}

static int brightness(const char *path)
{
    uint8_t pixel[4 * 8 * 8];
    png_image image = {.version = PNG_IMAGE_VERSION};
    ck_assert(png_image_begin_read_from_file(&image, path));
    image.format = PNG_FORMAT_RGBA;
    ck_assert_uint_eq(PNG_IMAGE_SIZE(image), sizeof pixel);
    ck_assert(png_image_finish_read(&image, NULL, pixel, 0, NULL));
    return pixel[0];
}

START_TEST(a_png_has_the_subtitles_unless_they_are_left_out)
{
    scene *s = scene_new(FRS_FORMAT_GRAY8, 8, 8);
    memset(s->code, 0, sizeof s->code);
    scene_pack(s);
    stream_create(NULL);
    set_white_overlay(8, 8);
    publish(s);
    ck_assert_int_eq(tool_run("dump cam0 --output x.png"), 0);
    ck_assert_int_eq(brightness(fixture_path("x.png")), 255);
    ck_assert_int_eq(tool_run("dump cam0 --output x.png --no-overlays"), 0);
    ck_assert_int_eq(brightness(fixture_path("x.png")), 0);
    scene_free(s);
}
END_TEST

START_TEST(no_format_of_the_table_is_forgotten_here)
{
    for (uint32_t format = 1; format < FRS_FORMAT_END; format++) {
        const char *name = frs_format_get_shape(format)->name;
        bool found = false;
        for (int i = 0; i < N_FORMATS; i++)
            found = found || strcmp(pixel_formats[i].name, name) == 0;
        ck_assert_msg(found, "%s", name);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("formats");
    TCase *tests = checks_case(suite, "every format", fixture_enter, stream_end, 120);
    tcase_add_loop_test(tests, the_raw_file_has_code_values_in_planes_or_rgb_as_it_is, 0,
                        N_FORMATS);
    tcase_add_loop_test(tests, a_crop_is_cut_out_where_all_planes_have_a_sample, 0, N_FORMATS);
    tcase_add_loop_test(tests, ffmpeg_reads_the_same_picture_and_finds_the_same_checksum, 0,
                        N_FORMATS);
    tcase_add_loop_test(tests, y4m_holds_yuv_and_gray_and_ffmpeg_reads_it_back_exactly, 0,
                        N_FORMATS);
    tcase_add_test(tests, formats_of_the_same_planes_go_into_one_file);
    tcase_add_loop_test(tests, a_png_is_the_picture_as_it_is_displayed, 0, N_FORMATS);
    tcase_add_test(tests, a_png_has_the_subtitles_unless_they_are_left_out);
    tcase_add_test(tests, no_format_of_the_table_is_forgotten_here);
    return tool_run_suite(suite);
}
