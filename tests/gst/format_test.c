/* SPDX-License-Identifier: MIT */
#include "format.h"

#include <string.h>

#include "support.h"

static frs_frame_info info_of(const char *caps_string)
{
    GstCaps *caps = gst_caps_from_string(caps_string);
    GstVideoInfo video;
    frs_frame_info info;
    ck_assert(gst_video_info_from_caps(&video, caps));
    ck_assert(gst_frameshare_info_set_caps(&info, &video, caps));
    gst_caps_unref(caps);
    return info;
}

#define CAPS(format) "video/x-raw,width=1280,height=720,format=" format

START_TEST(size_format_rate_and_aspect_come_from_the_caps)
{
    frs_frame_info info = info_of(CAPS("NV12") ",framerate=30000/1001,pixel-aspect-ratio=16/11");
    ck_assert_uint_eq(info.width, 1280);
    ck_assert_uint_eq(info.height, 720);
    ck_assert_uint_eq(info.format, FRS_FORMAT_NV12);
    ck_assert_uint_eq(info.n_planes, 2);
    ck_assert_uint_eq(info.fps_n, 30000);
    ck_assert_uint_eq(info.fps_d, 1001);
    ck_assert_uint_eq(info.par_n, 16);
    ck_assert_uint_eq(info.par_d, 11);
    ck_assert(info.pts == FRS_TIME_NONE);
    ck_assert_uint_eq(info_of(CAPS("I420")).format, FRS_FORMAT_I420);
    ck_assert_uint_eq(info_of(CAPS("RGBA")).format, FRS_FORMAT_RGBA);
    ck_assert_uint_eq(info_of(CAPS("BGRA")).format, FRS_FORMAT_BGRA);
}
END_TEST

static const struct {
    const char *said;
    guint n, d;
} aspects[] = {
    {"-1/1", 1, 1},
    {"1/-3", 1, 1},
    {"0/1", 1, 1},
    {"-2147483647/1", 1, 1},
    {"2147483647/1", 1, 1},
    {"1/2147483647", 1, 1},
    {"721/1", 1, 1},
    {"720/1", 720, 1},
    {"1/1281", 1, 1},
    {"1/1280", 1, 1280},
    {"65535/65534", 65535, 65534},
};

START_TEST(a_pixel_aspect_that_leaves_no_picture_is_none)
{
    g_autofree gchar *caps =
        g_strdup_printf(CAPS("BGR") ",pixel-aspect-ratio=(fraction)%s", aspects[_i].said);
    frs_frame_info info = info_of(caps);
    ck_assert_msg(info.par_n == aspects[_i].n && info.par_d == aspects[_i].d, "%s became %u/%u",
                  aspects[_i].said, info.par_n, info.par_d);
}
END_TEST

START_TEST(other_formats_are_refused)
{
    GstCaps *caps = gst_caps_from_string(CAPS("v210"));
    GstVideoInfo video;
    frs_frame_info info;
    ck_assert(gst_video_info_from_caps(&video, caps));
    ck_assert(!gst_frameshare_info_set_caps(&info, &video, caps));
    gst_caps_unref(caps);
}
END_TEST

static void check_colour(const char *colorimetry, guint range, guint matrix, guint transfer,
                         guint primaries)
{
    gchar *caps = g_strdup_printf(CAPS("I420") ",colorimetry=(string)%s", colorimetry);
    frs_frame_info info = info_of(caps);
    ck_assert_msg(info.range == range && info.matrix == matrix && info.transfer == transfer &&
                      info.primaries == primaries,
                  "%s: range %u matrix %u transfer %u primaries %u", colorimetry, info.range,
                  info.matrix, info.transfer, info.primaries);
    g_free(caps);
}

/* Numbers from H.273, tables 2 to 4. */
START_TEST(colorimetry_becomes_code_points_of_h273)
{
    check_colour("bt709", FRS_RANGE_LIMITED, 1, 1, 1);
    check_colour("bt601", FRS_RANGE_LIMITED, 6, 6, 6);
    check_colour("bt2020", FRS_RANGE_LIMITED, 9, 15, 9);
    check_colour("bt2100-pq", FRS_RANGE_LIMITED, 9, 16, 9);
    check_colour("bt2100-hlg", FRS_RANGE_LIMITED, 9, 18, 9);
    check_colour("smpte240m", FRS_RANGE_LIMITED, 7, 7, 7);
    check_colour("1:4:0:0", FRS_RANGE_FULL, 6, 2, 2);
    check_colour("2:3:5:1", FRS_RANGE_LIMITED, 1, 1, 1);
    frs_frame_info rgb = info_of(CAPS("RGBA") ",colorimetry=sRGB");
    ck_assert_uint_eq(rgb.matrix, FRS_MATRIX_RGB);
    ck_assert_uint_eq(rgb.transfer, 13);
    ck_assert_uint_eq(rgb.range, FRS_RANGE_FULL);
    ck_assert_uint_eq(info_of(CAPS("RGBA") ",colorimetry=(string)0:1:0:0").range,
                      FRS_RANGE_UNKNOWN);
}
END_TEST

START_TEST(chroma_siting_becomes_the_location_type)
{
    ck_assert_uint_eq(info_of(CAPS("I420") ",chroma-site=mpeg2").chroma_site, FRS_CHROMA_LEFT);
    ck_assert_uint_eq(info_of(CAPS("I420") ",chroma-site=jpeg").chroma_site, FRS_CHROMA_CENTER);
    ck_assert_uint_eq(info_of(CAPS("I420") ",chroma-site=cosited").chroma_site,
                      FRS_CHROMA_TOP_LEFT);
    ck_assert_uint_eq(info_of(CAPS("I420") ",chroma-site=dv").chroma_site, FRS_CHROMA_TOP_LEFT);
    ck_assert_uint_eq(info_of(CAPS("I420") ",chroma-site=v-cosited").chroma_site, FRS_CHROMA_TOP);
    ck_assert_uint_eq(info_of(CAPS("RGBA")).chroma_site, FRS_CHROMA_UNKNOWN);
}
END_TEST

START_TEST(untagged_chroma_siting_is_gstreamers_default)
{
    ck_assert_uint_eq(info_of("video/x-raw,format=I420,width=720,height=576").chroma_site,
                      FRS_CHROMA_CENTER);
    ck_assert_uint_eq(info_of("video/x-raw,format=I420,width=720,height=577").chroma_site,
                      FRS_CHROMA_LEFT);
    ck_assert_uint_eq(info_of("video/x-raw,format=NV12,width=1920,height=1080").chroma_site,
                      FRS_CHROMA_LEFT);
    ck_assert_uint_eq(
        info_of("video/x-raw,format=I420,width=1920,height=1080,chroma-site=jpeg").chroma_site,
        FRS_CHROMA_CENTER);
}
END_TEST

START_TEST(hdr_data_keeps_its_units)
{
    frs_hdr hdr = info_of(CAPS("I420") ",mastering-display-info=(string)"
                                       "34000:16000:13250:34500:7500:3000:15635:16450:10000000:50,"
                                       "content-light-level=(string)1000:400")
                      .hdr;
    ck_assert_uint_eq(hdr.primaries_x[0], 34000);
    ck_assert_uint_eq(hdr.primaries_y[0], 16000);
    ck_assert_uint_eq(hdr.primaries_x[1], 13250);
    ck_assert_uint_eq(hdr.primaries_y[2], 3000);
    ck_assert_uint_eq(hdr.white_x, 15635);
    ck_assert_uint_eq(hdr.white_y, 16450);
    ck_assert_uint_eq(hdr.max_luminance, 10000000);
    ck_assert_uint_eq(hdr.min_luminance, 50);
    ck_assert_uint_eq(hdr.max_cll, 1000);
    ck_assert_uint_eq(hdr.max_fall, 400);
    frs_hdr none = info_of(CAPS("I420")).hdr, zero = {0};
    ck_assert_mem_eq(&none, &zero, sizeof zero);
}
END_TEST

static guint interlace_of(const char *caps_string, guint flags)
{
    GstCaps *caps = gst_caps_from_string(caps_string);
    GstBuffer *buffer = gst_buffer_new();
    GstVideoInfo video;
    frs_frame_info info = {0};
    ck_assert(gst_video_info_from_caps(&video, caps));
    GST_BUFFER_FLAG_SET(buffer, flags);
    gst_frameshare_info_set_buffer(&info, &video, buffer);
    gst_buffer_unref(buffer);
    gst_caps_unref(caps);
    return info.interlace;
}

#define TFF GST_VIDEO_BUFFER_FLAG_TFF
#define INTERLACED GST_VIDEO_BUFFER_FLAG_INTERLACED

START_TEST(field_order_comes_from_the_caps_or_the_buffer)
{
    ck_assert_uint_eq(interlace_of(CAPS("I420"), 0), FRS_INTERLACE_PROGRESSIVE);
    ck_assert_uint_eq(interlace_of(CAPS("I420"), TFF), FRS_INTERLACE_PROGRESSIVE);
    ck_assert_uint_eq(interlace_of(CAPS("I420") ",interlace-mode=interleaved", TFF),
                      FRS_INTERLACE_TOP_FIRST);
    ck_assert_uint_eq(interlace_of(CAPS("I420") ",interlace-mode=interleaved", 0),
                      FRS_INTERLACE_BOTTOM_FIRST);
    ck_assert_uint_eq(interlace_of(CAPS("I420") ",interlace-mode=interleaved,field-order="
                                                "top-field-first",
                                   0),
                      FRS_INTERLACE_TOP_FIRST);
    ck_assert_uint_eq(interlace_of(CAPS("I420") ",interlace-mode=mixed", 0),
                      FRS_INTERLACE_PROGRESSIVE);
    ck_assert_uint_eq(interlace_of(CAPS("I420") ",interlace-mode=mixed", INTERLACED | TFF),
                      FRS_INTERLACE_TOP_FIRST);
    ck_assert_uint_eq(interlace_of(CAPS("I420") ",interlace-mode=mixed", INTERLACED),
                      FRS_INTERLACE_BOTTOM_FIRST);
}
END_TEST

/* What videoflip makes of four pixels: our own definition must give the same. */
static guint pixels_by_videoflip(GstVideoOrientationMethod method)
{
    GstElement *pipeline =
        support_pipeline("appsrc name=in format=time "
                         "caps=\"video/x-raw,format=RGBA,width=2,height=2,framerate=0/1\" ! "
                         "videoflip video-direction=%d ! appsink name=out sync=false",
                         (int)method);
    GstElement *in = support_element(pipeline, "in");
    GstElement *out = support_element(pipeline, "out");
    GstBuffer *buffer = support_buffer("video/x-raw,format=RGBA,width=2,height=2", 0);
    GstSample *sample = NULL;
    GstFlowReturn flow;
    guint8 pixels[16];

    for (guint i = 0; i < 4; i++)
        gst_buffer_memset(buffer, 4 * i, (guint8)i, 4);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    g_signal_emit_by_name(in, "push-buffer", buffer, &flow);
    g_signal_emit_by_name(out, "pull-sample", &sample);
    ck_assert_ptr_nonnull(sample);
    gst_buffer_extract(gst_sample_get_buffer(sample), 0, pixels, sizeof pixels);
    gst_sample_unref(sample);
    gst_buffer_unref(buffer);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    return pixels[0] | pixels[4] << 2 | pixels[8] << 4 | pixels[12] << 6;
}

/* 2x2 pixels 0 1 / 2 3, mirrored left to right first, then turned clockwise by quarters. */
static guint pixels_by_definition(guint orientation)
{
    guint p[4] = {0, 1, 2, 3};
    if (orientation & FRS_ORIENTATION_FLIP_0) {
        guint mirrored[4] = {p[1], p[0], p[3], p[2]};
        memcpy(p, mirrored, sizeof p);
    }
    for (guint i = 0; i < (orientation & 3); i++) {
        guint turned[4] = {p[2], p[0], p[3], p[1]};
        memcpy(p, turned, sizeof p);
    }
    return p[0] | p[1] << 2 | p[2] << 4 | p[3] << 6;
}

START_TEST(orientations_turn_the_picture_as_videoflip_does)
{
    for (int method = GST_VIDEO_ORIENTATION_IDENTITY; method <= GST_VIDEO_ORIENTATION_UR_LL;
         method++) {
        guint orientation = gst_frameshare_orientation((GstVideoOrientationMethod)method);
        ck_assert_msg(pixels_by_definition(orientation) ==
                          pixels_by_videoflip((GstVideoOrientationMethod)method),
                      "method %d is not orientation %u", method, orientation);
    }
}
END_TEST

static Suite *format_suite(void)
{
    Suite *suite = suite_create("format");
    TCase *tcase = checks_case(suite, "format", NULL, support_clean_up, 0);
    tcase_add_test(tcase, size_format_rate_and_aspect_come_from_the_caps);
    tcase_add_loop_test(tcase, a_pixel_aspect_that_leaves_no_picture_is_none, 0,
                        G_N_ELEMENTS(aspects));
    tcase_add_test(tcase, other_formats_are_refused);
    tcase_add_test(tcase, colorimetry_becomes_code_points_of_h273);
    tcase_add_test(tcase, chroma_siting_becomes_the_location_type);
    tcase_add_test(tcase, untagged_chroma_siting_is_gstreamers_default);
    tcase_add_test(tcase, hdr_data_keeps_its_units);
    tcase_add_test(tcase, field_order_comes_from_the_caps_or_the_buffer);
    tcase_add_test(tcase, orientations_turn_the_picture_as_videoflip_does);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, format_suite);
}
