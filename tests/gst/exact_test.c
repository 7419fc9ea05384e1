/* SPDX-License-Identifier: MIT */
/* Every picture that comes through shared memory is the one that a decode to system memory gives.
 */
#include "support.h"

#define H264(options)                                                                              \
    "! x264enc threads=2 speed-preset=veryfast " options " ! h264parse ! matroskamux"
#define MOVING(n, size)                                                                            \
    "videotestsrc num-buffers=" #n " pattern=zone-plate kx2=20 ky2=20 kt=3 ! video/x-raw,"         \
    "format=I420,framerate=25/1," size " "

/* What must have become of the frames. */
typedef enum Way {
    IN_PLACE,
    COPIED,
} Way;

typedef struct Clip {
    const char *name;
    const char *encoder;
} Clip;

static const Clip b_frames = {"b-frames.mkv",
                              MOVING(72, "width=320,height=240")
                                  H264("bframes=8 b-adapt=false b-pyramid=true key-int-max=40 "
                                       "option-string=weightp=2:weightb=1:ref=6")};
static const Clip ref_16 = {
    "ref-16.mkv", MOVING(72, "width=318,height=238")
                      H264("bframes=3 b-adapt=false key-int-max=200 option-string=ref=16")};
static const Clip intra = {"intra.mkv", MOVING(40, "width=322,height=182") H264("key-int-max=1")};
static const Clip interlaced = {
    "interlaced.mkv",
    "videotestsrc num-buffers=50 pattern=ball ! video/x-raw,format=I420,framerate=25/1,width=320,"
    "height=240,interlace-mode=interleaved,field-order=top-field-first " H264("interlaced=true "
                                                                              "bframes=2")};
static const Clip baseline = {"baseline.mkv", MOVING(60, "width=320,height=240") H264(
                                                  "bframes=0 cabac=false dct8x8=false ! "
                                                  "video/x-h264,profile=constrained-baseline")};
static const Clip vp9 = {
    "vp9.mkv",
    MOVING(60, "width=318,height=240") "! vp9enc deadline=1 cpu-used=8 auto-alt-ref=true "
                                       "lag-in-frames=10 ! matroskamux"};
static const Clip vp8 = {
    "vp8.mkv",
    MOVING(60, "width=320,height=240") "! vp8enc deadline=1 cpu-used=8 auto-alt-ref=true "
                                       "lag-in-frames=10 ! matroskamux"};
static const Clip h265 = {
    "h265.mkv",
    MOVING(
        40,
        "width=320,height=240") "! x265enc speed-preset=ultrafast "
                                "option-string=bframes=3:ref=4:pools=2 ! h265parse ! matroskamux"};
static const Clip mpeg2 = {
    "mpeg2.mkv", MOVING(50, "width=352,height=288") "! mpeg2enc format=3 interlace-mode=1 "
                                                    "b-per-refframe=2 ! mpegvideoparse ! "
                                                    "matroskamux"};
static const Clip mpeg4 = {
    "mpeg4.mkv",
    MOVING(60, "width=320,height=240") "! avenc_mpeg4 max-bframes=2 ! mpeg4videoparse ! "
                                       "matroskamux"};

typedef struct Case {
    const Clip *clip;
    const char *decoder;
    Way way;
} Case;

static const Case cases[] = {
    {&b_frames, "h264parse ! avdec_h264 max-threads=1", IN_PLACE},
    {&b_frames, "h264parse ! avdec_h264 max-threads=2", IN_PLACE},
    {&b_frames, "h264parse ! avdec_h264 max-threads=4", IN_PLACE},
    {&b_frames, "h264parse ! avdec_h264 max-threads=6", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 max-threads=1", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 max-threads=2", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 max-threads=4", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 max-threads=6", IN_PLACE},
    {&intra, "h264parse ! avdec_h264 max-threads=1", IN_PLACE},
    {&intra, "h264parse ! avdec_h264 max-threads=6", IN_PLACE},
    {&interlaced, "h264parse ! avdec_h264 max-threads=1", IN_PLACE},
    {&interlaced, "h264parse ! avdec_h264 max-threads=4", IN_PLACE},
    {&baseline, "h264parse ! avdec_h264 thread-type=slice", IN_PLACE},
    {&baseline, "h264parse ! avdec_h264 ! queue", IN_PLACE},
    {&baseline, "h264parse ! openh264dec", IN_PLACE},
    {&vp9, "avdec_vp9 max-threads=1", IN_PLACE},
    {&vp9, "avdec_vp9 max-threads=4", IN_PLACE},
    {&vp9, "vp9dec", COPIED},
    {&vp8, "avdec_vp8 max-threads=4", IN_PLACE},
    {&mpeg2, "mpegvideoparse ! avdec_mpeg2video max-threads=1", IN_PLACE},
    {&mpeg2, "mpegvideoparse ! avdec_mpeg2video max-threads=4", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 max-threads=8", IN_PLACE},
    {&interlaced, "h264parse ! avdec_h264 max-threads=8", IN_PLACE},
    {&vp9, "avdec_vp9 max-threads=8", IN_PLACE},
    {&h265, "h265parse ! avdec_h265 max-threads=8", IN_PLACE},
    {&h265, "h265parse ! avdec_h265 max-threads=4", IN_PLACE},
    {&mpeg4, "avdec_mpeg4 max-threads=4", IN_PLACE},
    {&b_frames, "h264parse ! avdec_h264 ! videoconvert ! video/x-raw,format=RGBA", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 ! videoconvert ! video/x-raw,format=BGRA", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 ! videoconvert ! video/x-raw,format=NV12", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 ! videoscale ! video/x-raw,width=201,height=99", IN_PLACE},
    /* Draws on frames that the decoder still predicts from: it has to get a copy. */
    {&b_frames, "h264parse ! avdec_h264 max-threads=4 ! videobalance brightness=0.1", COPIED},
};

static void check_exact(const char *source, Way way)
{
    Stats stats;
    GArray *expected = support_decode(source);
    GArray *got = support_publish(source, 12, &stats);
    support_check_same(expected, got, source);
    ck_assert_msg(stats.published == expected->len, "%s: %" G_GUINT64_FORMAT " of %u published",
                  source, stats.published, expected->len);
    ck_assert_uint_eq(stats.dropped, 0);
    guint64 as_said = way == IN_PLACE ? stats.in_place : stats.copied;
    ck_assert_msg(as_said == stats.published,
                  "%s: %" G_GUINT64_FORMAT " in place, %" G_GUINT64_FORMAT " copied", source,
                  stats.in_place, stats.copied);
    g_array_unref(expected);
    g_array_unref(got);
}

START_TEST(pictures_of_decoders_are_bit_exact_and_do_not_change_while_held)
{
    const Case *one = &cases[_i];
    gchar *source =
        g_strdup_printf("filesrc location=%s ! matroskademux ! %s",
                        support_clip(one->clip->name, one->clip->encoder), one->decoder);
    check_exact(source, one->way);
    g_free(source);
}
END_TEST

START_TEST(pictures_of_sources_are_bit_exact_and_in_place)
{
    check_exact("videotestsrc num-buffers=60 pattern=ball ! video/x-raw,format=I420,width=322,"
                "height=242,framerate=30/1",
                IN_PLACE);
    check_exact("videotestsrc num-buffers=60 pattern=ball ! video/x-raw,format=RGBA,width=333,"
                "height=21,framerate=30/1",
                IN_PLACE);
}
END_TEST

START_TEST(a_change_of_size_in_mid_stream_is_bit_exact)
{
    const char *small = support_clip(
        "small.h264", MOVING(30, "width=320,height=240") "! x264enc threads=1 bframes=2 ! "
                                                         "video/x-h264,stream-format=byte-stream");
    const char *large = support_clip(
        "large.h264", MOVING(30, "width=482,height=274") "! x264enc threads=1 bframes=2 ! "
                                                         "video/x-h264,stream-format=byte-stream");
    const char *both = support_path("both.h264");
    gchar *first, *second;
    gsize first_size, second_size;
    ck_assert(g_file_get_contents(small, &first, &first_size, NULL));
    ck_assert(g_file_get_contents(large, &second, &second_size, NULL));
    first = g_realloc(first, 2 * first_size + second_size);
    memcpy(first + first_size, second, second_size);
    memcpy(first + first_size + second_size, first, first_size);
    ck_assert(g_file_set_contents(both, first, (gssize)(2 * first_size + second_size), NULL));
    g_free(first);
    g_free(second);

    gchar *source =
        g_strdup_printf("filesrc location=%s ! h264parse ! avdec_h264 max-threads=2", both);
    Stats stats;
    GArray *expected = support_decode(source);
    GArray *got = support_publish(source, 12, &stats);
    ck_assert_uint_eq(expected->len, 90);
    ck_assert_uint_eq(g_array_index(expected, Picture, 45).width, 482);
    support_check_same(expected, got, source);
    ck_assert_uint_eq(stats.published, 90);
    ck_assert_uint_eq(stats.dropped, 0);
    g_array_unref(expected);
    g_array_unref(got);
    g_free(source);
}
END_TEST

static const Case sought[] = {
    {&b_frames, "h264parse ! avdec_h264 max-threads=8", IN_PLACE},
    {&ref_16, "h264parse ! avdec_h264 max-threads=2", IN_PLACE},
    {&h265, "h265parse ! avdec_h265 max-threads=4", IN_PLACE},
    {&mpeg2, "mpegvideoparse ! avdec_mpeg2video max-threads=2", IN_PLACE},
    {&vp8, "avdec_vp8 max-threads=4", IN_PLACE},
    {&vp9, "avdec_vp9 max-threads=4", IN_PLACE},
    {&vp9, "vp9dec", COPIED},
};

#define SEEKS 12
#define SEEK_STEP                                                                                  \
    (360 * GST_MSECOND) /* a whole number of frames: a picture that is cut has another time */
#define SEEK_RANGE (1480 * GST_MSECOND)

static void seek_about(GstElement *pipeline)
{
    for (guint i = 1; i <= SEEKS; i++) {
        GstClockTime position = i * SEEK_STEP % SEEK_RANGE;
        gst_element_get_state(pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
        ck_assert(gst_element_seek_simple(pipeline, GST_FORMAT_TIME,
                                          GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                          (gint64)position));
    }
}

static const Picture *picture_at(const GArray *pictures, guint64 pts)
{
    for (guint i = 0; i < pictures->len; i++)
        if (g_array_index(pictures, Picture, i).pts == pts)
            return &g_array_index(pictures, Picture, i);
    return NULL;
}

START_TEST(after_a_seek_each_picture_is_the_one_of_its_time)
{
    const Case *one = &sought[_i];
    gchar *source =
        g_strdup_printf("filesrc location=%s ! matroskademux ! %s",
                        support_clip(one->clip->name, one->clip->encoder), one->decoder);
    Stats stats;
    GArray *expected = support_decode(source);
    GArray *got = support_publish_with(source, 16, seek_about, &stats);

    ck_assert_uint_gt(got->len, SEEKS);
    for (guint i = 0; i < got->len; i++) {
        const Picture *picture = &g_array_index(got, Picture, i);
        const Picture *same = picture_at(expected, picture->pts);
        ck_assert_msg(same && same->hash == picture->hash, "%s: picture %u, %" GST_TIME_FORMAT,
                      source, i, GST_TIME_ARGS(picture->pts));
    }
    g_array_unref(expected);
    g_array_unref(got);
    g_free(source);
}
END_TEST

static Suite *exact_suite(void)
{
    Suite *suite = suite_create("exact");
    TCase *tcase = checks_case(suite, "exact", NULL, support_clean_up, 0);
    tcase_add_loop_test(tcase, pictures_of_decoders_are_bit_exact_and_do_not_change_while_held, 0,
                        G_N_ELEMENTS(cases));
    tcase_add_loop_test(tcase, after_a_seek_each_picture_is_the_one_of_its_time, 0,
                        G_N_ELEMENTS(sought));
    tcase_add_test(tcase, pictures_of_sources_are_bit_exact_and_in_place);
    tcase_add_test(tcase, a_change_of_size_in_mid_stream_is_bit_exact);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, exact_suite);
}
