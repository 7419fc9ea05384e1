/* SPDX-License-Identifier: MIT */
/* What becomes of a picture between the decoder and the slot (src/player/sink.c). */
#include "driver.h"

#include <string.h>

#include "fixture.h"

static driver *player;

static void setup(void)
{
    player = driver_spawn(NULL);
}

static void teardown(void)
{
    ck_assert_int_eq(driver_finish(player), 0);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}

static gint64 stat_of(const char *name)
{
    return json_object_get_int_member(driver_do(player, "\"command\":\"stats\""), name);
}

static void play_to_end(void)
{
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
}

/* A file made by a line of gst-launch. */
static const char *make_file(const char *name, const char *line)
{
    const char *file = driver_clip(name);
    g_autofree char *command = g_strdup_printf(
        "ASAN_OPTIONS=detect_leaks=0 gst-launch-1.0 -q %s ! filesink location=%s", line, file);
    ck_assert_msg(system(command) == 0, "%s", command);
    return file;
}

static frs_frame_info newest(void)
{
    frs_reader *reader;
    frs_frame frame;
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    frs_frame_info info = frame.info;
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    return info;
}

/* ---- formats ---- */

static const struct {
    const char *format, *container, *published;
} formats[] = {
    {"I420", "x264enc ! matroskamux", "I420"},
    {"Y42B", "x264enc ! matroskamux", "Y42B"},
    {"Y444", "x264enc ! matroskamux", "Y444"},
    {"I420_10LE", "x264enc ! matroskamux", "I420_10LE"},
    {"I422_10LE", "x264enc ! matroskamux", "I422_10LE"},
    {"Y444_10LE", "x264enc ! matroskamux", "Y444_10LE"},
    {"YUY2", "matroskamux", "YUY2"},
    {"GRAY8", "matroskamux", "GRAY8"},
    {"AYUV", "matroskamux", "AYUV"},
    {"BGR", "matroskamux", "BGR"},
    /* Not in the table: neither bits nor chroma are lost. */
    {"v210", "qtmux", "I422_10LE"},
};

START_TEST(a_picture_keeps_its_format_or_gets_the_nearest)
{
    g_autofree char *line =
        g_strdup_printf("videotestsrc num-buffers=10 ! "
                        "video/x-raw,format=%s,width=320,height=240,colorimetry=bt601 ! %s",
                        formats[_i].format, formats[_i].container);
    driver_load(player, make_file("format.video", line));
    frs_frame_info info = newest();
    ck_assert_str_eq(frs_format_get_shape(info.format)->name, formats[_i].published);
    play_to_end();
    ck_assert_int_gt(stat_of("published"), 5);
    /* What comes from a demuxer as it is cannot be in place. */
    if (strstr(formats[_i].container, "x264enc"))
        ck_assert_int_eq(stat_of("copied"), 0);
}
END_TEST

START_TEST(a_picture_keeps_its_colours)
{
    driver_load(player, driver_clip("y42b.mp4"));
    ck_assert_int_eq(newest().format, FRS_FORMAT_Y42B);
    ck_assert_int_eq(newest().matrix, FRS_MATRIX_BT601);
    driver_load(player, driver_clip("bt709.mp4"));
    ck_assert_int_eq(newest().matrix, FRS_MATRIX_BT709);
    ck_assert_int_eq(newest().range, FRS_RANGE_LIMITED);
    ck_assert_int_eq(stat_of("copied"), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *tests = tcase_create("formats");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 0);
    tcase_add_loop_test(tests, a_picture_keeps_its_format_or_gets_the_nearest, 0,
                        G_N_ELEMENTS(formats));
    tcase_add_test(tests, a_picture_keeps_its_colours);
    suite_add_tcase(suite, tests);
    return driver_run(suite);
}
