/* SPDX-License-Identifier: MIT */
/* The frameshare command as people and scripts use it. $FRAMESHARE_TOOL is the program. */
#include <png.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "tool.h"
#include "tools/md5.h"

static frs_writer *writer;

/* ---- pictures ---- */

/* The colour of one picture, in the order of its planes' bytes. */
typedef struct paint {
    uint32_t format, width, height, range, matrix, site;
    uint8_t colour[4];
} paint;

/* Noise, or one colour when it is not all zero. Padding is 0xee everywhere. */
static void draw(uint8_t *data, size_t size, const frs_frame_info *info, const paint *p,
                 uint32_t seed)
{
    static const uint8_t noise[4] = {0};
    bool plain = memcmp(p->colour, noise, 4) != 0;
    memset(data, 0xee, size);
    const uint8_t *colour = p->colour;
    for (uint32_t plane = 0; plane < info->n_planes; plane++) {
        uint32_t bytes = frs_format_get_shape(info->format)->plane[plane].bytes;
        uint32_t row = frs_format_row_bytes(info->format, plane, info->width);
        for (uint32_t y = 0; y < frs_format_rows(info->format, plane, info->height); y++)
            for (uint32_t x = 0; x < row; x++)
                data[info->offset[plane] + (size_t)y * info->stride[plane] + x] =
                    plain ? colour[x % bytes]
                          : (uint8_t)((x * 7 + y * 13 + plane * 101 + seed * 29) ^ (x * y >> 3));
        colour += bytes;
    }
}

static void publish_info(const paint *p, const frs_frame_info *info, size_t size, uint32_t seed)
{
    frs_slot *slot;
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    draw(frs_slot_data(slot), size, info, p, seed);
    ck_assert_frs(frs_writer_publish(writer, slot, info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    frs_slot_unref(slot);
}

static size_t info_of(frs_frame_info *info, const paint *p)
{
    size_t size = fixture_info(info, p->format, p->width, p->height);
    info->fps_n = 30000, info->fps_d = 1001;
    info->range = p->range, info->matrix = p->matrix, info->chroma_site = p->site;
    return size;
}

static void publish(const paint *p, uint32_t first, uint32_t last)
{
    frs_frame_info info;
    size_t size = info_of(&info, p);
    for (uint32_t seed = first; seed <= last; seed++) {
        info.pts = seed * 1000u;
        publish_info(p, &info, size, seed);
    }
}

/* The visible bytes, planar, as a file should have them. Returns the end. */
static uint8_t *expect(uint8_t *to, const paint *p, uint32_t seed)
{
    frs_frame_info info;
    size_t size = info_of(&info, p);
    uint8_t *data = malloc(size);
    draw(data, size, &info, p, seed);
    bool nv12 = p->format == FRS_FORMAT_NV12;
    for (uint32_t plane = 0; plane < (nv12 ? 3 : info.n_planes); plane++) {
        uint32_t from = nv12 && plane ? 1 : plane;
        uint32_t step = nv12 && plane ? 2 : 1;
        uint32_t row = frs_format_row_bytes(p->format, from, p->width);
        for (uint32_t y = 0; y < frs_format_rows(p->format, from, p->height); y++)
            for (uint32_t x = nv12 && plane == 2; x < row; x += step)
                *to++ = data[info.offset[from] + (size_t)y * info.stride[from] + x];
    }
    free(data);
    return to;
}

static void open_writer(bool lossless)
{
    frs_writer_options options = {.lossless = lossless};
    ck_assert_frs(frs_writer_create(&writer, "cam0", &options), FRS_OK);
}

/* Publish all of `n` frames to a dump that is there from the first on. Its exit status. */
static int dump_all(const char *arguments, const paint *p, uint32_t n)
{
    open_writer(true);
    pid_t pid = tool_start(arguments);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(p, 1, n);
    frs_writer_destroy(&writer);
    return tool_finish(pid);
}

static void end(void)
{
    frs_writer_destroy(&writer);
}

/* ---- command lines ---- */

START_TEST(a_wrong_command_line_is_told_and_ends_with_2)
{
    static const char *const wrong[] = {"",
                                        "nonsense",
                                        "list extra",
                                        "list --nonsense",
                                        "info",
                                        "info a b",
                                        "info --nonsense a",
                                        "top extra",
                                        "top --iterations",
                                        "top --iterations x",
                                        "top --interval 0",
                                        "dump",
                                        "dump a",
                                        "dump a b --checksum",
                                        "dump a --output",
                                        "dump a --output x.avi",
                                        "dump a --output x",
                                        "dump a --checksum --frames 0",
                                        "dump a --checksum --frames -3",
                                        "dump a --checksum --frames 12x",
                                        "dump a --checksum --timeout never",
                                        "dump a --checksum --timeout -1"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(tool_run(wrong[i]) == 2, "frameshare %s", wrong[i]);
        ck_assert_str_eq(tool_out, "");
        tool_assert_contains(tool_err, "frameshare");
    }
    tool_run("nonsense");
    tool_assert_contains(tool_err, "nonsense");
    tool_assert_contains(tool_err, "Usage: frameshare COMMAND");
}
END_TEST

START_TEST(help_is_there)
{
    static const char *const help[] = {"--help",      "-h",         "help",       "list --help",
                                       "info --help", "top --help", "dump --help"};
    for (size_t i = 0; i < sizeof help / sizeof help[0]; i++) {
        ck_assert_int_eq(tool_run(help[i]), 0);
        tool_assert_contains(tool_out, "Usage: frameshare");
        ck_assert_str_eq(tool_err, "");
    }
}
END_TEST

START_TEST(an_unknown_stream_is_named_and_ends_with_1)
{
    static const char *const commands[] = {"info nosuch", "dump nosuch --checksum --timeout 0",
                                           "dump nosuch --output x.y4m --timeout 0.05"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        ck_assert_int_eq(tool_run(commands[i]), 1);
        tool_assert_contains(tool_err, "nosuch");
        ck_assert_str_eq(tool_out, "");
    }
    ck_assert_int_eq(access(fixture_path("x.y4m"), F_OK), -1);
    ck_assert_int_eq(tool_run("info a/b"), 1);
    tool_assert_contains(tool_err, "not a stream name");
}
END_TEST

/* ---- list, info, top ---- */

/* A value of JSON (RFC 8259, without escapes, which no output has). NULL where it is none. */
static const char *json_value(const char *p);

static const char *json_space(const char *p)
{
    return p + strspn(p, " \n\r\t");
}

static const char *json_string(const char *p)
{
    const char *quote = *p == '"' ? strchr(p + 1, '"') : NULL;
    return quote ? quote + 1 : NULL;
}

static const char *json_list(const char *p, char close, bool keys)
{
    p = json_space(p + 1);
    if (*p == close)
        return p + 1;
    for (;;) {
        if (keys) {
            p = json_string(json_space(p));
            p = p ? json_space(p) : NULL;
            if (!p || *p != ':')
                return NULL;
            p++;
        }
        p = json_value(p);
        p = p ? json_space(p) : NULL;
        if (!p || (*p != ',' && *p != close))
            return NULL;
        if (*p++ == close)
            return p;
    }
}

static const char *json_value(const char *p)
{
    static const char *const words[] = {"true", "false", "null"};
    p = json_space(p);
    if (*p == '{' || *p == '[')
        return json_list(p, *p == '{' ? '}' : ']', *p == '{');
    if (*p == '"')
        return json_string(p);
    for (int i = 0; i < 3; i++)
        if (strncmp(p, words[i], strlen(words[i])) == 0)
            return p + strlen(words[i]);
    size_t digits = strspn(p, "0123456789.-");
    return digits ? p + digits : NULL;
}

static void assert_json(const char *text)
{
    const char *end_of_value = json_value(text);
    ck_assert_msg(end_of_value && !*json_space(end_of_value), "that is no JSON: %s", text);
}

START_TEST(the_list_is_empty_without_streams)
{
    ck_assert_int_eq(tool_run("list --json"), 0);
    ck_assert_str_eq(tool_out, "[]\n");
    ck_assert_int_eq(tool_run("list"), 0);
    ck_assert_str_eq(tool_out, "");
    tool_assert_contains(tool_err, "No stream");
}
END_TEST

START_TEST(the_list_names_each_stream_and_its_process)
{
    frs_writer *second;
    char expected[200];
    open_writer(false);
    ck_assert_frs(frs_writer_create(&second, "a.b-c", NULL), FRS_OK);
    ck_assert_int_eq(tool_run("list --json"), 0);
    assert_json(tool_out);
    snprintf(expected, sizeof expected,
             "[\n  {\"name\": \"a.b-c\", \"pid\": %d},\n  {\"name\": \"cam0\", \"pid\": %d}\n]\n",
             (int)getpid(), (int)getpid());
    ck_assert_str_eq(tool_out, expected);
    ck_assert_int_eq(tool_run("list"), 0);
    tool_assert_contains(tool_out, "NAME");
    tool_assert_contains(tool_out, "a.b-c");
    tool_assert_contains(tool_out, "cam0");
    /* Nobody was let in by it. */
    ck_assert_frs(frs_writer_wait_reader(writer, 0), FRS_ETIMEOUT);
    frs_writer_destroy(&second);
}
END_TEST

START_TEST(a_folder_that_is_not_safe_is_told)
{
    char command[300];
    snprintf(command, sizeof command, "mkdir '%s' && chmod 755 '%s'", fixture_folder(),
             fixture_folder());
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(tool_run("list"), 1);
    tool_assert_contains(tool_err, fixture_folder());
    tool_assert_contains(tool_err, "chmod 700");
}
END_TEST

START_TEST(info_tells_the_whole_descriptor)
{
    paint p = {FRS_FORMAT_I420, 63, 35, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}};
    open_writer(false);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    assert_json(tool_out);
    tool_assert_contains(tool_out, "\"frame\": null");
    publish(&p, 1, 3);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    assert_json(tool_out);
    static const char *const parts[] = {
        "\"name\": \"cam0\"",     "\"lossless\": false",   "\"published\": 3",
        "\"in_place\": 3",        "\"copied\": 0",         "\"dropped\": 0",
        "\"readers\": 0",         "\"newest\": 3",         "\"sequence\": 3",
        "\"width\": 63",          "\"height\": 35",        "\"format\": \"I420\"",
        "\"stride\": 64",         "\"row_bytes\": 32",     "\"rows\": 18",
        "\"range\": \"limited\"", "\"matrix\": \"bt709\"", "\"chroma_site\": \"left\"",
        "\"fps\": [30000, 1001]", "\"pts\": 3000",         "\"duration\": null",
        "\"crop\": null",         "\"hdr\": null",         "\"interlace\": \"progressive\"",
        "\"overlays\": null"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        tool_assert_contains(tool_out, parts[i]);
    ck_assert_int_eq(tool_run("info cam0"), 0);
    tool_assert_contains(tool_out, "width: 63");
    tool_assert_contains(tool_out, "matrix: bt709");
}
END_TEST

START_TEST(info_tells_the_overlays_of_the_newest_frame)
{
    paint p = {.format = FRS_FORMAT_NV12, .width = 64, .height = 32};
    open_writer(false);
    ck_assert_frs(fixture_set_overlays(writer, 2, 48, 7), FRS_OK);
    publish(&p, 1, 1);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    assert_json(tool_out);
    tool_assert_contains(tool_out, "\"overlays\": [");
    tool_assert_contains(tool_out, "\"x\": 7");
    tool_assert_contains(tool_out, "\"columns\": 48");
    ck_assert_int_eq(tool_run("info cam0"), 0);
    tool_assert_contains(tool_out, "overlay 1:");
    ck_assert_frs(frs_writer_set_overlays(writer, NULL), FRS_OK);
    publish(&p, 2, 2);
    ck_assert_int_eq(tool_run("info cam0"), 0);
    tool_assert_contains(tool_out, "overlays: none");
}
END_TEST

START_TEST(info_tells_who_holds_which_memory)
{
    paint p = {.format = FRS_FORMAT_NV12, .width = 640, .height = 360};
    frs_reader *reader;
    frs_frame frame;
    frs_slot *slot;
    char holder[200];
    open_writer(false);
    publish(&p, 1, 1);
    ck_assert_frs(frs_reader_open(&reader, "cam0", NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    publish(&p, 2, 2);
    ck_assert_frs(frs_writer_slot_acquire(writer, frame.size, &slot), FRS_OK);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    assert_json(tool_out);
    tool_assert_contains(tool_out, "\"readers\": 1");
    tool_assert_contains(tool_out, "\"slots\": 3");
    tool_assert_contains(tool_out, "\"slots_free\": 0");
    tool_assert_contains(tool_out, "\"slots_held\": 1");
    tool_assert_contains(tool_out, "\"slots_referred\": 1");
    /* The third one was never written to. */
    snprintf(holder, sizeof holder, "\"used\": %zu", 2 * frame.size);
    tool_assert_contains(tool_out, holder);
    snprintf(holder, sizeof holder,
             "\"pid\": %d,\n        \"every_frame\": false,\n        \"history\": 1,\n"
             "        \"leases\": 1,\n        \"slots\": [%u]",
             (int)getpid(), frame.slot);
    tool_assert_contains(tool_out, holder);
    ck_assert_int_eq(tool_run("info cam0"), 0);
    tool_assert_contains(tool_out, "slots_held: 1");
    ck_assert_int_eq(tool_run("top --iterations 1"), 0);
    tool_assert_contains(tool_out, " 3/0/1 ");
    frs_slot_unref(slot);
    frs_reader_close(&reader);
}
END_TEST

START_TEST(top_shows_each_stream_again_and_again)
{
    paint p = {.format = FRS_FORMAT_NV12, .width = 640, .height = 360};
    open_writer(false);
    ck_assert_int_eq(tool_run("top --iterations 1"), 0);
    tool_assert_contains(tool_out, "cam0");
    publish(&p, 1, 2);
    ck_assert_int_eq(tool_run("top --iterations 3 --interval 0.05"), 0);
    tool_assert_contains(tool_out, "640x360");
    tool_assert_contains(tool_out, "NV12");
    int tables = 0;
    for (const char *at = tool_out; (at = strstr(at, "READERS")); at++)
        tables++;
    ck_assert_int_eq(tables, 3);
    frs_writer_destroy(&writer);
    ck_assert_int_eq(tool_run("top --iterations 1"), 0);
    tool_assert_contains(tool_out, "No stream");
}
END_TEST

/* ---- dump ---- */

static void assert_y4m(const char *path, const char *header, const paint *p, uint32_t n)
{
    size_t size, expected_size = strlen(header);
    char *data = tool_read_file(path, &size);
    uint8_t *expected = malloc(expected_size + n * (6 + (size_t)p->width * p->height * 4 + 64));
    memcpy(expected, header, expected_size);
    uint8_t *at = expected + expected_size;
    for (uint32_t seed = 1; seed <= n; seed++) {
        memcpy(at, "FRAME\n", 6);
        at = expect(at + 6, p, seed);
    }
    ck_assert_msg(strncmp(data, header, expected_size) == 0, "the header is %.100s", data);
    ck_assert_uint_eq(size, (size_t)(at - expected));
    ck_assert(memcmp(data, expected, size) == 0);
    free(data);
    free(expected);
}

START_TEST(every_frame_of_a_lossless_stream_is_in_the_file)
{
    static const paint paints[] = {
        {FRS_FORMAT_I420, 63, 35, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}},
        {FRS_FORMAT_NV12, 63, 35, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}},
        {FRS_FORMAT_NV12, 1, 1, FRS_RANGE_LIMITED, FRS_MATRIX_BT709, FRS_CHROMA_LEFT, {0}},
    };
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
        at = expect(at, &p, seed);
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
        size_t size = (size_t)(expect(bytes, &p, seed) - bytes);
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

START_TEST(md5_is_that_of_the_rfc)
{
    static const struct {
        const char *text, *digest;
    } vectors[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
        {"1234567890123456789012345678901234567890123456789012345678901234567890"
         "1234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        for (size_t step = 1; step < 100; step++) {
            md5 m;
            char digest[33];
            const char *text = vectors[i].text;
            size_t left = strlen(text);
            md5_init(&m);
            for (size_t n; left > 0; text += n, left -= n) {
                n = left < step ? left : step;
                md5_update(&m, (const uint8_t *)text, n);
            }
            md5_finish(&m, digest);
            ck_assert_str_eq(digest, vectors[i].digest);
        }
}
END_TEST

START_TEST(only_what_is_to_be_shown_is_dumped)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 32, .height = 16};
    frs_frame_info info;
    open_writer(false);
    size_t size = info_of(&info, &p);
    info.crop_x = 4, info.crop_y = 2, info.crop_width = 20, info.crop_height = 10;
    publish_info(&p, &info, size, 1);
    ck_assert_int_eq(tool_run("dump cam0 --output x.raw --frames 1"), 0);
    size_t got;
    uint8_t *data = (uint8_t *)tool_read_file(fixture_path("x.raw"), &got);
    uint8_t *whole = malloc(size);
    draw(whole, size, &info, &p, 1);
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
    open_writer(false);
    publish(&colours[_i].paint, 1, 1);
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
        expect(expected, &p, i);
        ck_assert_mem_eq(rgba, expected + 4 * (4 * 8 + 4), 4);
    }
    ck_assert_int_eq(access(fixture_path("shot.png"), F_OK), -1);
}
END_TEST

START_TEST(frames_that_went_by_are_told)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    open_writer(false);
    pid_t pid = tool_start("dump cam0 --checksum");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(&p, 1, 1);
    fixture_sleep(20);
    kill(pid, SIGSTOP);
    publish(&p, 2, 101);
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
    open_writer(true);
    pid_t pid = tool_start("dump cam0 --output x.y4m");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(&small, 1, 2);
    publish(&large, 3, 3);
    frs_writer_destroy(&writer);
    ck_assert_int_eq(tool_finish(pid), 1);
    tool_assert_contains(tool_err, "16x16");
    tool_assert_contains(tool_err, "32x16");
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_told)
{
    paint p = {.format = FRS_FORMAT_I420, .width = 16, .height = 16};
    open_writer(false);
    publish(&p, 1, 1);
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
    open_writer(false);
    publish(&p, 1, 1);
    ck_assert_int_eq(tool_finish(pid), 0);
}
END_TEST

START_TEST(an_interrupt_ends_the_file_properly)
{
    paint p = {FRS_FORMAT_I420, 16, 16, FRS_RANGE_FULL, 2, FRS_CHROMA_LEFT, {0}};
    open_writer(true);
    pid_t pid = tool_start("dump cam0 --output x.y4m --checksum");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(&p, 1, 30); /* lossless, 16 ahead: by then it has taken some */
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
    Suite *suite = suite_create("frameshare");
    TCase *tests = checks_case(suite, "command", fixture_enter, end, 120);
    tcase_add_test(tests, a_wrong_command_line_is_told_and_ends_with_2);
    tcase_add_test(tests, help_is_there);
    tcase_add_test(tests, an_unknown_stream_is_named_and_ends_with_1);
    tcase_add_test(tests, the_list_is_empty_without_streams);
    tcase_add_test(tests, the_list_names_each_stream_and_its_process);
    tcase_add_test(tests, a_folder_that_is_not_safe_is_told);
    tcase_add_test(tests, info_tells_the_whole_descriptor);
    tcase_add_test(tests, info_tells_the_overlays_of_the_newest_frame);
    tcase_add_test(tests, info_tells_who_holds_which_memory);
    tcase_add_test(tests, top_shows_each_stream_again_and_again);
    TCase *dump = checks_case(suite, "dump", fixture_enter, end, 120);
    tcase_add_loop_test(dump, every_frame_of_a_lossless_stream_is_in_the_file, 0, 3);
    tcase_add_test(dump, standard_output_gets_the_same);
    tcase_add_test(dump, rgba_goes_to_standard_output_as_it_is_and_not_into_y4m);
    tcase_add_test(dump, the_checksum_is_the_md5_of_the_visible_bytes);
    tcase_add_test(dump, md5_is_that_of_the_rfc);
    tcase_add_test(dump, only_what_is_to_be_shown_is_dumped);
    tcase_add_loop_test(dump, a_png_has_the_colours_that_the_descriptor_says, 0,
                        (int)(sizeof colours / sizeof colours[0]));
    tcase_add_test(dump, several_pngs_are_numbered);
    tcase_add_test(dump, frames_that_went_by_are_told);
    tcase_add_test(dump, a_stream_that_ends_early_is_told);
    tcase_add_test(dump, a_change_of_size_does_not_go_into_one_file);
    tcase_add_test(dump, a_file_that_cannot_be_written_is_told);
    tcase_add_test(dump, it_waits_for_its_stream);
    tcase_add_test(dump, an_interrupt_ends_the_file_properly);
    return tool_run_suite(suite);
}
