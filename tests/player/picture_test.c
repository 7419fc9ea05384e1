/* SPDX-License-Identifier: MIT */
/* What becomes of a picture between the decoder and the slot (src/player/pipeline/sink.c). */
#include "subject.h"

#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>

static frs_frame_info newest(void)
{
    frs_frame frame = subject_take();
    frs_frame_info info = frame.info;
    subject_give_back(&frame);
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
    driver_shell("gst-launch-1.0 -q videotestsrc num-buffers=10 ! "
                 "video/x-raw,format=%s,width=320,height=240,colorimetry=bt601 ! %s ! "
                 "filesink location=format.video",
                 formats[_i].format, formats[_i].container);
    driver_load(player, driver_clip("format.video"));
    frs_frame_info info = newest();
    ck_assert_str_eq(frs_format_get_shape(info.format)->name, formats[_i].published);
    subject_play_to_end();
    ck_assert_int_gt(subject_stat("published"), 5);
    /* What comes from a demuxer as it is cannot be in place. */
    if (strstr(formats[_i].container, "x264enc"))
        ck_assert_int_eq(subject_stat("copied"), 0);
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
    ck_assert_int_eq(subject_stat("copied"), 0);
}
END_TEST

static const struct {
    const char *name, *encoder;
} raw_rgb[] = {
    {"down24.avi", "-c:v rawvideo -pix_fmt bgr24"},
    {"down32.avi", "-c:v rawvideo -pix_fmt bgra"},
    {"up24.avi", ",vflip -c:v rawvideo -pix_fmt bgr24 -flipped_raw_rgb 1"},
    {"up32.avi", ",vflip -c:v rawvideo -pix_fmt bgra -flipped_raw_rgb 1"},
    {"rgb24.mov", "-c:v rawvideo -pix_fmt rgb24"},
    {"bgr24.mkv", "-c:v rawvideo -pix_fmt bgr24 -allow_raw_vfw 1"},
};

/* In AVI a negative height says that the uppermost row is the first. */
START_TEST(raw_rgb_is_upright_and_its_pixels_are_square)
{
    JsonObject *loaded = driver_load(
        player, driver_ffmpeg(raw_rgb[_i].name,
                              "-f lavfi -i color=red:s=320x120:r=10:d=1 "
                              "-f lavfi -i color=blue:s=320x120:r=10:d=1 "
                              "-filter_complex vstack%s%s",
                              raw_rgb[_i].encoder[0] == ',' ? "" : " ", raw_rgb[_i].encoder));
    ck_assert_double_eq(json_object_get_double_member(loaded, "pixelAspect"), 1);
    frs_frame frame = subject_take();
    const frs_format_shape *shape = frs_format_get_shape(frame.info.format);
    const guint8 *top = (const guint8 *)frame.data + frame.info.offset[0];
    const guint8 *bottom = top + (gsize)frame.info.stride[0] * 239;
    ck_assert_uint_eq(frame.info.par_n, 1);
    ck_assert_uint_eq(frame.info.par_d, 1);
    ck_assert_int_gt(top[shape->component[0].offset], 250);
    ck_assert_int_lt(top[shape->component[2].offset], 5);
    ck_assert_int_gt(bottom[shape->component[2].offset], 250);
    ck_assert_int_lt(bottom[shape->component[0].offset], 5);
    subject_give_back(&frame);
}
END_TEST

static const struct {
    const char *encoder, *name;
    guint matrix, range;
} ranges[] = {
    {"-c:v libx264 -color_range pc -colorspace bt709", "full.mp4", FRS_MATRIX_BT709,
     FRS_RANGE_FULL},
    {"-c:v libx264 -color_range pc -colorspace bt709", "full.mkv", FRS_MATRIX_BT709,
     FRS_RANGE_FULL},
    {"-c:v libx265 -x265-params log-level=none -color_range pc -colorspace smpte170m", "h265.mp4",
     FRS_MATRIX_BT601, FRS_RANGE_FULL},
    {"-c:v libx264 -color_range tv -colorspace bt709", "limited.mp4", FRS_MATRIX_BT709,
     FRS_RANGE_LIMITED},
    /* Only the file says it. */
    {"-c:v mpeg4 -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 "
     "-movflags +write_colr",
     "container.mp4", FRS_MATRIX_BT709, FRS_RANGE_LIMITED},
};

START_TEST(full_range_is_what_the_stream_says)
{
    driver_load(player, driver_ffmpeg(ranges[_i].name,
                                      "-f lavfi -i testsrc2=s=320x240:r=25:d=0.4 "
                                      "-pix_fmt yuv420p %s",
                                      ranges[_i].encoder));
    ck_assert_int_eq(newest().matrix, ranges[_i].matrix);
    ck_assert_int_eq(newest().range, ranges[_i].range);
}
END_TEST

/* ---- fields ---- */

/* A bar that moves by three pixels a field, from x = 20 on. */
static const char *make_interlaced(const char *order, const char *encoder, const char *name)
{
    return driver_ffmpeg(name,
                         "-f lavfi -i \"color=black:s=320x240:r=50:d=1,"
                         "format=yuv420p,geq=lum='16+219*between(X,3*N+20,3*N+40)':cb=128:cr=128\" "
                         "-vf interlace=scan=%s:lowpass=0 -flags +ildct+ilme %s",
                         order, encoder);
}

#define FIELDS 50

static int bar_of(const guint8 *row)
{
    for (int x = 1; x < 320; x++)
        if (row[x] > 120 && row[x - 1] <= 120)
            return x;
    return -1;
}

/* How many rows have the bar elsewhere than the row above. */
static int count_torn(const frs_frame *frame)
{
    const guint8 *luma = frame->data + frame->info.offset[0];
    guint32 stride = frame->info.stride[0];
    int torn = 0;
    for (guint row = 20; row < 220; row++)
        torn += abs(bar_of(luma + row * stride) - bar_of(luma + (row + 1) * stride)) > 1;
    return torn;
}

static const struct {
    const char *order, *encoder, *name;
} interlaced[] = {
    {"tff", "-c:v libx264 -x264-params tff=1", "tff.mp4"},
    {"bff", "-c:v libx264 -x264-params bff=1", "bff.mp4"},
    {"tff", "-c:v mpeg2video -b:v 5M", "tff.ts"},
    {"bff", "-c:v mpeg2video -b:v 5M", "bff.ts"},
};

/* On a busy machine the last one may be late, and is sought: of the frame that the seek cut in two
 * the first field then has the time of the second. */
static gboolean is_bar_of(int bar, int field)
{
    return bar == 20 + 3 * field || (field == FIELDS - 1 && bar == 20 + 3 * (field - 1));
}

START_TEST(every_field_becomes_a_picture_in_its_order)
{
    frs_reader_options options = {.every_frame = true, .history = FRS_HISTORY_MAX};
    frs_reader *reader;
    frs_frame frame;
    int pictures = 0;
    JsonObject *reply = driver_load(
        player, make_interlaced(interlaced[_i].order, interlaced[_i].encoder, interlaced[_i].name));
    ck_assert_double_eq(json_object_get_double_member(reply, "fps"), 50);
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), &options), FRS_OK);
    driver_do(player, "\"command\":\"play\"");
    guint64 start = FRS_TIME_NONE;
    while (frs_reader_wait(reader, 2000) == FRS_OK &&
           frs_reader_acquire_next(reader, &frame) == FRS_OK) {
        start = MIN(start, frame.info.pts);
        int field = (int)((frame.info.pts - start + 10 * GST_MSECOND) / (20 * GST_MSECOND));
        const guint8 *luma = frame.data + frame.info.offset[0];
        int bar = bar_of(luma + 120 * frame.info.stride[0]);
        ck_assert_msg(is_bar_of(bar, field), "the bar of field %d is at %d", field, bar);
        ck_assert_int_eq(count_torn(&frame), 0);
        ck_assert_int_eq(frame.info.interlace, FRS_INTERLACE_PROGRESSIVE);
        frs_reader_release(reader, &frame);
        pictures++;
    }
    ck_assert_int_gt(pictures, 30);
    frs_reader_close(&reader);
    ck_assert_int_eq(subject_stat("copied"), 0);
}
END_TEST

static int newest_torn(void)
{
    frs_frame frame = subject_take();
    int torn = count_torn(&frame);
    subject_give_back(&frame);
    return torn;
}

START_TEST(fields_stay_together_when_that_is_asked_for)
{
    const char *file = make_interlaced("tff", "-c:v libx264 -x264-params tff=1", "kept.mp4");
    JsonObject *reply =
        driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"deinterlace\":false", file);
    ck_assert_double_eq(json_object_get_double_member(reply, "fps"), 25);
    ck_assert_int_eq(newest_torn(), 200);
    ck_assert_int_eq(newest().interlace, FRS_INTERLACE_TOP_FIRST);
    subject_play_to_end();
    ck_assert_int_eq(subject_stat("copied"), 0);
}
END_TEST

/* Of more than 8 bits: deinterlace takes them from GStreamer 1.26 on (1.24 was not tried). */
START_TEST(fields_of_10_bits_pass_as_they_are_up_to_gstreamer_1_24)
{
    driver_load(
        player,
        make_interlaced("tff", "-pix_fmt yuv420p10le -c:v libx264 -x264-params tff=1", "deep.mp4"));
    ck_assert_int_eq(newest().format, FRS_FORMAT_I420_10LE);
    ck_assert_int_eq(newest().interlace, driver_gst_minor() >= 26 ? FRS_INTERLACE_PROGRESSIVE
                                                                  : FRS_INTERLACE_TOP_FIRST);
    subject_play_to_end();
    ck_assert_int_eq(subject_stat("copied"), 0);
}
END_TEST

/* ---- orientation ---- */

static void turn(const char *direction)
{
    driver_do(player, "\"command\":\"orientation\",\"direction\":\"%s\"", direction);
}

START_TEST(a_paused_picture_turns_at_once_and_stays_so_over_loads)
{
    turn("180");
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(newest().orientation, FRS_ORIENTATION_180);
    turn("90r");
    ck_assert_int_eq(newest().orientation, FRS_ORIENTATION_90);
    driver_load(player, driver_clip("bt709.mp4"));
    ck_assert_int_eq(newest().orientation, FRS_ORIENTATION_90);
    turn("ul-lr");
    ck_assert_int_eq(newest().orientation, FRS_ORIENTATION_FLIP_270);
    turn("auto");
    ck_assert_int_eq(newest().orientation, FRS_ORIENTATION_0);
    driver_refused(player, "command", "\"command\":\"orientation\",\"direction\":\"up\"");
    driver_refused(player, "command", "\"command\":\"orientation\"");
    ck_assert_int_eq(subject_stat("copied"), 0);
}
END_TEST

/* ---- subtitles ---- */

static void play_the_end(void)
{
    subject_seek(FRAMES - 15);
    subject_play_to_end();
}

static const char *make_subtitles(void)
{
    const char *file = driver_clip("words.srt");
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 10; i++)
        g_string_append_printf(text, "%d\n00:00:%02d,000 --> 00:00:%02d,500\nWords, number %d\n\n",
                               i + 1, i, i, i);
    ck_assert(g_file_set_contents(file, text->str, -1, NULL));
    g_string_free(text, TRUE);
    return file;
}

static void check_subtitles(void)
{
    ck_assert(subject_has_overlay(1.2));
    ck_assert(!subject_has_overlay(1.7));
    ck_assert(subject_has_overlay(3.2));
    play_the_end();
    ck_assert_int_eq(subject_stat("in_place"), subject_stat("published"));
}

START_TEST(subtitles_of_another_file_go_beside_the_frames)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"%s\"",
              driver_clip("clip.mp4"), make_subtitles());
    check_subtitles();
}
END_TEST

START_TEST(subtitles_of_the_file_itself_go_beside_the_frames)
{
    make_subtitles();
    const char *file =
        driver_ffmpeg("words.mkv", "-i clip.mp4 -i words.srt -c:v copy -c:a copy -c:s srt -t 5");
    driver_load(player, file);
    ck_assert(!subject_has_overlay(1.2));
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":true", file);
    check_subtitles();
}
END_TEST

START_TEST(subtitles_that_cannot_be_read_are_a_warning)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"/no/such.srt\"",
              driver_clip("clip.mp4"));
    JsonObject *warning = driver_event(player, "warning");
    ck_assert_str_eq(json_object_get_string_member(warning, "code"), "not-found");
    ck_assert_ptr_nonnull(strstr(json_object_get_string_member(warning, "message"), "such.srt"));
    play_the_end();
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"%s\"",
              driver_clip("clip.mp4"), driver_clip("sound.ogg"));
    driver_event(player, "warning");
    play_the_end();
    driver_refused(player, "not-found",
                   "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"no URI\"",
                   driver_clip("clip.mp4"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *tests = checks_case(suite, "formats", subject_begin, subject_end, 0);
    tcase_add_loop_test(tests, a_picture_keeps_its_format_or_gets_the_nearest, 0,
                        G_N_ELEMENTS(formats));
    tcase_add_test(tests, a_picture_keeps_its_colours);
    tcase_add_loop_test(tests, raw_rgb_is_upright_and_its_pixels_are_square, 0,
                        G_N_ELEMENTS(raw_rgb));
    tcase_add_loop_test(tests, full_range_is_what_the_stream_says, 0, G_N_ELEMENTS(ranges));
    tcase_add_loop_test(tests, every_field_becomes_a_picture_in_its_order, 0,
                        G_N_ELEMENTS(interlaced));
    tcase_add_test(tests, fields_stay_together_when_that_is_asked_for);
    tcase_add_test(tests, fields_of_10_bits_pass_as_they_are_up_to_gstreamer_1_24);
    tcase_add_test(tests, a_paused_picture_turns_at_once_and_stays_so_over_loads);
    tests = checks_case(suite, "subtitles", subject_begin, subject_end, 0);
    tcase_add_test(tests, subtitles_of_another_file_go_beside_the_frames);
    tcase_add_test(tests, subtitles_of_the_file_itself_go_beside_the_frames);
    tcase_add_test(tests, subtitles_that_cannot_be_read_are_a_warning);
    return driver_run(suite);
}
