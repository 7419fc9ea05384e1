/* SPDX-License-Identifier: MIT */
/* What GStreamer lacks is told in words, with its caps and the Debian package that has it; what can
 * be played without it plays. */
#include "driver.h"

#include <string.h>
#include <unistd.h>

#include "missing.h"
#include "packages.h"

#define LIBAV "gstreamer1.0-libav"
#define GOOD "gstreamer1.0-plugins-good"
#define BAD "gstreamer1.0-plugins-bad"
#define MESSAGE_MAX 300

/* `lost`: as in GST_PLUGIN_FEATURE_RANK. */
typedef struct loss {
    const char *encoder, *extension, *lost, *words, *caps, *package;
} loss;

static const loss pictures[] = {
    {"libx264 -pix_fmt yuv420p", "mp4", "avdec_h264:0,openh264dec:0,nvh264dec:0,vah264dec:0",
     "H.264 (High Profile)", "video/x-h264", LIBAV},
    {"libx265 -x265-params log-level=none -pix_fmt yuv420p10le", "mkv",
     "avdec_h265:0,libde265dec:0,nvh265dec:0,vah265dec:0", "H.265 (Main 10 Profile)",
     "video/x-h265", LIBAV},
    {"libvpx-vp9 -pix_fmt yuv420p", "webm", "avdec_vp9:0,vp9dec:0,nvvp9dec:0,vavp9dec:0", "VP9",
     "video/x-vp9", LIBAV},
    {"libaom-av1 -cpu-used 8 -pix_fmt yuv420p", "mp4",
     "av1dec:0,dav1ddec:0,avdec_av1:0,nvav1dec:0,vaav1dec:0", "AV1", "video/x-av1", BAD},
    {"libvpx -pix_fmt yuv420p", "mkv", "avdec_vp8:0,vp8dec:0,nvvp8dec:0,vavp8dec:0", "VP8",
     "video/x-vp8", LIBAV},
    {"prores_ks", "mov", "avdec_prores:0", "Apple ProRes", "video/x-prores", LIBAV},
    {"mpeg2video", "mkv",
     "avdec_mpeg2video:0,avdec_mpegvideo:0,mpeg2dec:0,nvmpeg2videodec:0,vampeg2dec:0",
     "MPEG-2 Video", "video/mpeg", LIBAV},
    {"wmv2", "mkv", "avdec_wmv2:0", "Windows Media Video 8", "video/x-wmv", LIBAV},
};

static const loss sounds[] = {
    {"aac", "mp4", "avdec_aac:0,avdec_aac_fixed:0,faad:0,fdkaacdec:0", "MPEG-4 AAC", "audio/mpeg",
     LIBAV},
    {"ac3", "mkv", "avdec_ac3:0,avdec_ac3_fixed:0,a52dec:0", "AC-3", "audio/x-ac3", LIBAV},
    {"dca -strict -2", "mkv", "avdec_dca:0,dtsdec:0", "DTS", "audio/x-dts", LIBAV},
    {"libopus", "mkv", "opusdec:0,avdec_opus:0", "Opus", "audio/x-opus", LIBAV},
    {"flac", "mkv", "flacdec:0,avdec_flac:0", "FLAC", "audio/x-flac", LIBAV},
};

/* Those that take it apart; and one whose header would be thousands of digits. */
static const loss wholes[] = {
    {"-c:v libx264 -pix_fmt yuv420p", "mp4", "qtdemux:0", "Quicktime", "video/quicktime", GOOD},
    {"-c:v libx264 -pix_fmt yuv420p", "mkv", "matroskademux:0", "Matroska", "video/x-matroska",
     GOOD},
    {"-c:v mpeg2video", "ts", "tsdemux:0", "MPEG-2 Transport Stream", "video/mpegts", BAD},
    {"-c:v wmv2", "wmv", "asfdemux:0", "Advanced Streaming Format", "video/x-ms-asf",
     "gstreamer1.0-plugins-ugly"},
    {"-map 1 -c:a flac", "flac", "flacdec:0,avdec_flac:0", "FLAC", "audio/x-flac", LIBAV},
};

static const char *encode(const char *name, const char *extension, const char *arguments)
{
    g_autofree char *file = g_strdup_printf("%s.%s", name, extension);
    return driver_ffmpeg(file, "-f lavfi -i testsrc=s=128x96:r=10:d=1 -f lavfi -i sine=d=1 %s",
                         arguments);
}

static driver *spawn_without(const char *lost)
{
    g_setenv("GST_PLUGIN_FEATURE_RANK", lost, TRUE);
    driver *poor = driver_spawn(NULL);
    g_unsetenv("GST_PLUGIN_FEATURE_RANK");
    return poor;
}

static void assert_says(JsonObject *problem, const char *words)
{
    const char *message = json_object_get_string_member(problem, "message");
    ck_assert_msg(strstr(message, words) != NULL, "\"%s\" does not say \"%s\"", message, words);
}

static void assert_tells_of(JsonObject *problem, const loss *it)
{
    assert_says(problem, it->words);
    assert_says(problem, it->caps);
    assert_says(problem, it->package);
    assert_says(problem, json_object_get_string_member(problem, "element"));
    JsonArray *missing = json_object_get_array_member(problem, "missing");
    ck_assert_uint_eq(json_array_get_length(missing), 1);
    JsonObject *one = json_array_get_object_element(missing, 0);
    ck_assert_str_eq(json_object_get_string_member(one, "package"), it->package);
    ck_assert(g_str_has_prefix(json_object_get_string_member(one, "detail"), it->caps));
    ck_assert_uint_lt(strlen(json_object_get_string_member(problem, "message")), MESSAGE_MAX);
    ck_assert_uint_lt(strlen(json_object_get_string_member(one, "detail")), MESSAGE_MAX);
}

START_TEST(a_missing_video_decoder_is_named_with_its_package)
{
    const loss *it = &pictures[_i];
    g_autofree char *arguments = g_strdup_printf("-map 0 -map 1 -c:v %s -c:a flac", it->encoder);
    const char *path = encode("picture", "mkv", arguments);
    driver *poor = spawn_without(it->lost);
    assert_tells_of(
        driver_refused(poor, "missing-plugin", "\"command\":\"load\",\"uri\":\"%s\"", path), it);
    driver_load(poor, driver_clip("silent.mkv"));
    ck_assert_int_eq(driver_finish(poor), 0);
}
END_TEST

START_TEST(video_plays_without_the_decoder_of_its_sound_and_says_so_once)
{
    const loss *it = &sounds[_i];
    g_autofree char *arguments =
        g_strdup_printf("-map 0 -map 1 -c:v libx264 -pix_fmt yuv420p -c:a %s", it->encoder);
    const char *path = encode("sound", it->extension, arguments);
    driver *poor = spawn_without(it->lost);
    int load = driver_send(poor, "\"command\":\"load\",\"uri\":\"%s\"", path);
    assert_tells_of(driver_event(poor, "warning"), it);
    ck_assert(json_object_get_boolean_member(driver_reply(poor, load), "ok"));
    driver_do(poor, "\"command\":\"seek\",\"position\":0.5");
    driver_do(poor, "\"command\":\"play\"");
    driver_event(poor, "end");
    ck_assert_int_eq(driver_count(poor, "\"warning\""), 1);
    ck_assert_int_eq(driver_finish(poor), 0);
}
END_TEST

START_TEST(sound_alone_that_cannot_be_decoded_names_its_package)
{
    const loss *it = &sounds[_i];
    g_autofree char *arguments = g_strdup_printf("-map 1 -c:a %s", it->encoder);
    const char *path = encode("alone", it->extension, arguments);
    driver *poor = spawn_without(it->lost);
    assert_tells_of(
        driver_refused(poor, "missing-plugin", "\"command\":\"load\",\"uri\":\"%s\"", path), it);
    ck_assert_int_eq(driver_finish(poor), 0);
}
END_TEST

/* GStreamer has no caps for them; `known`: seen to play from that minor version on, 0: not seen. */
static const struct {
    const char *extension, *encoder, *words;
    guint known;
} unknown[] = {
    {"avi", "utvideo -pix_fmt yuv420p", "UT Video (ULY0) decoder", 0},
    {"avi", "utvideo -pix_fmt gbrp", "UT Video (ULRG) decoder", 0},
    {"avi", "magicyuv -pix_fmt yuv420p", "MagicYUV (M8Y0) decoder", 0},
    {"avi", "ffvhuff -pix_fmt yuv420p", "FFVHuff (FFVH) decoder", 26},
    {"avi", "rawvideo -pix_fmt rgb555le", "Uncompressed 16-bit RGB decoder", 0},
    {"mov", "hap", "Hap (Hap1) decoder", 26},
};

START_TEST(a_codec_that_gstreamer_does_not_know_is_named_as_the_file_does)
{
    g_autofree char *arguments = g_strdup_printf("-map 0 -c:v %s", unknown[_i].encoder);
    const char *path = encode("unknown", unknown[_i].extension, arguments);
    driver *any = driver_spawn(NULL);
    if (unknown[_i].known != 0 && driver_gst_minor() >= unknown[_i].known)
        driver_load(any, path);
    else
        assert_says(
            driver_refused(any, "missing-plugin", "\"command\":\"load\",\"uri\":\"%s\"", path),
            unknown[_i].words);
    ck_assert_int_eq(driver_finish(any), 0);
}
END_TEST

START_TEST(a_missing_demuxer_is_named_with_its_package)
{
    const loss *it = &wholes[_i];
    const char *path = encode("whole", it->extension, it->encoder);
    driver *poor = spawn_without(it->lost);
    assert_tells_of(
        driver_refused(poor, "missing-plugin", "\"command\":\"load\",\"uri\":\"%s\"", path), it);
    ck_assert_int_eq(driver_finish(poor), 0);
}
END_TEST

/* They take the same in another packing, which a parser makes. */
static const struct {
    const char *encoder, *extension, *lost;
} others[] = {
    {"libx264 -pix_fmt yuv420p -c:a flac -strict -2", "mp4", "avdec_h264:0"},
    {"libx265 -x265-params log-level=none -pix_fmt yuv420p -c:a flac", "mkv", "avdec_h265:0"},
    {"mpeg2video -c:a mp2", "ts", "avdec_mpeg2video:0,avdec_mp2float:0"},
    {"libx264 -pix_fmt yuv420p -c:a aac", "ts", "avdec_h264:0,avdec_aac:0,avdec_aac_fixed:0"},
    {"libx264 -pix_fmt yuv420p -c:a ac3", "mkv", "avdec_ac3:0,avdec_ac3_fixed:0"},
};

START_TEST(the_decoder_of_another_library_will_do)
{
    g_autofree char *arguments = g_strdup_printf("-map 0 -map 1 -c:v %s", others[_i].encoder);
    const char *path = encode("other", others[_i].extension, arguments);
    driver *other = spawn_without(others[_i].lost);
    driver_load(other, path);
    driver_do(other, "\"command\":\"play\"");
    driver_event(other, "end");
    ck_assert_int_eq(driver_count(other, "missing-plugin"), 0);
    ck_assert_int_eq(driver_finish(other), 0);
}
END_TEST

START_TEST(an_element_of_a_description_that_is_missing_names_its_package)
{
    driver *player = driver_spawn(NULL);
    JsonObject *error = driver_refused(
        player, "pipeline", "\"command\":\"load\",\"pipeline\":\"wpevideosrc ! framesharesink\"");
    assert_says(error, "wpevideosrc");
    assert_says(error, "gstreamer1.0-wpe");
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

/* What the player makes itself; and with which source it needs it. */
static const struct {
    const char *factory, *members;
} parts[] = {
    {"playbin3", ""},
    {"framesharesink", ""},
    {"videoconvert", ""},
    {"capsfilter", ""},
    {"videoconvert", ",\"format\":\"rgba\""},
    {"subparse", ",\"subtitles\":\"file:///a.srt\""},
    {"assrender", ",\"subtitles\":\"file:///a.srt\""},
};

static void forget(const char *factory)
{
    GstPluginFeature *feature = gst_registry_lookup_feature(gst_registry_get(), factory);
    ck_assert_msg(feature != NULL, "there is no %s", factory);
    gst_registry_remove_feature(gst_registry_get(), feature);
    gst_object_unref(feature);
}

/* In this process, where anything that GLib or GStreamer criticize ends the test. */
START_TEST(a_part_of_the_player_that_is_missing_is_named_and_nothing_is_freed_twice)
{
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
    driver *player = driver_in_process(NULL);
    driver_do(player, "\"command\":\"stats\""); /* GStreamer has started */
    forget(parts[_i].factory);
    for (int again = 0; again < 2; again++) {
        JsonObject *error =
            driver_refused(player, "missing-plugin", "\"command\":\"load\",\"uri\":\"file://%s\"%s",
                           driver_clip("silent.mkv"), parts[_i].members);
        assert_says(error, parts[_i].factory);
    }
    driver_finish(player);
}
END_TEST

/* Of sound alone, whose picture is made later. */
START_TEST(a_part_of_the_cover_that_is_missing_is_named)
{
    static const char *const factories[] = {"videotestsrc", "capsfilter", "videoconvert"};
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
    driver *player = driver_in_process(NULL);
    driver_do(player, "\"command\":\"stats\"");
    forget(factories[_i]);
    JsonObject *error =
        driver_refused(player, "missing-plugin", "\"command\":\"load\",\"uri\":\"file://%s\"",
                       driver_clip("sound.ogg"));
    assert_says(error, factories[_i]);
    driver_finish(player);
}
END_TEST

static const struct {
    const char *caps, *package;
} decoders[] = {
    {"video/x-h264, profile=high", LIBAV},
    {"audio/mpeg, mpegversion=1, layer=3", LIBAV},
    {"audio/x-dts", LIBAV},
    {"audio/x-vorbis", "gstreamer1.0-plugins-base"},
    {"audio/x-flac", LIBAV},
    {"video/x-av1", BAD},
    {"audio/x-sbc", BAD},
    {"video/quicktime, variant=iso", "gstreamer1.0-plugins-good"},
    {"video/x-matroska", "gstreamer1.0-plugins-good"},
    {"video/mpegts, systemstream=true", BAD},
    {"video/x-ms-asf", "gstreamer1.0-plugins-ugly"},
    {"video/x-nobody-has-it", NULL},
};

START_TEST(who_has_what_is_as_debian_says)
{
    gst_init(NULL, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(decoders); i++) {
        g_autoptr(GstCaps) caps = gst_caps_from_string(decoders[i].caps);
        ck_assert_pstr_eq(frs_package_of_decoder(caps), decoders[i].package);
    }
    ck_assert_str_eq(frs_package_of_element("avdec_h264"), LIBAV);
    ck_assert_str_eq(frs_package_of_element("textoverlay"), "gstreamer1.0-x");
    ck_assert_str_eq(frs_package_of_element("playbin3"), "gstreamer1.0-plugins-base");
    ck_assert_ptr_null(frs_package_of_element("framesharesink"));
    ck_assert_str_eq(frs_package_of_scheme("rtsp"), "gstreamer1.0-plugins-good");
    ck_assert_ptr_null(frs_package_of_scheme("gopher2"));
}
END_TEST

/* ---- plugins that are not there at all ---- */

/* A folder of links to this machine's plugins: to those whose files' names have one of `words`
 * (with spaces in between) in them; with `but`, to all others. */
static char *link_plugins(gboolean but, const char *words)
{
    gst_init(NULL, NULL);
    g_autoptr(GstPlugin) core = gst_registry_find_plugin(gst_registry_get(), "coreelements");
    g_autofree char *from = g_path_get_dirname(gst_plugin_get_filename(core));
    g_autofree char *here = g_path_get_dirname(driver_clip("clip.mp4"));
    char *folder = g_build_filename(here, "plugins-XXXXXX", NULL);
    g_auto(GStrv) each = g_strsplit(words, " ", 0);
    g_autoptr(GDir) files = g_dir_open(from, 0, NULL);
    ck_assert_ptr_nonnull(g_mkdtemp(folder));
    for (const char *file; (file = g_dir_read_name(files)) != NULL;) {
        gboolean named = FALSE;
        for (guint i = 0; each[i] != NULL; i++)
            named = named || strstr(file, each[i]) != NULL;
        g_autofree char *source = g_build_filename(from, file, NULL);
        g_autofree char *target = g_build_filename(folder, file, NULL);
        if (g_str_has_suffix(file, ".so") && named != but)
            ck_assert_int_eq(symlink(source, target), 0);
    }
    return folder;
}

/* A player that has these alone; see link_plugins(). */
static driver *spawn_with(gboolean but, const char *words)
{
    g_autofree char *folder = link_plugins(but, words);
    g_autofree char *registry = g_strconcat(folder, ".bin", NULL);
    g_setenv("GST_PLUGIN_SYSTEM_PATH_1_0", folder, TRUE);
    g_setenv("GST_REGISTRY_1_0", registry, TRUE);
    driver *poor = driver_spawn(NULL);
    g_unsetenv("GST_PLUGIN_SYSTEM_PATH_1_0");
    g_unsetenv("GST_REGISTRY_1_0");
    return poor;
}

/* What plays anything at all. */
#define BASE                                                                                       \
    "coreelements playback typefindfunctions videoconvert videoscale audioconvert audioresample "  \
    "volume libgstapp."

static const struct {
    const char *encoders, *extension, *parts[6];
} strange[] = {
    {"libx264 -pix_fmt yuv420p -c:a aac", "mp4", {"Quicktime", "h264parse", "H.264", "AAC"}},
    {"libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart",
     "mov",
     {"Quicktime", "H.264", "AAC"}},
    {"libx265 -x265-params log-level=none -c:a libopus",
     "mkv",
     {"Matroska", "h265parse", "H.265", "Opus"}},
    {"libvpx-vp9 -c:a libvorbis", "webm", {"Matroska", "VP9", "Vorbis"}},
    {"mpeg2video -c:a ac3", "ts", {"MPEG-2 Transport Stream", "MPEG-2 Video", "AC-3"}},
    {"libx264 -pix_fmt yuv420p -c:a aac", "ts", {"MPEG-2 Transport Stream", "H.264", "AAC"}},
};

START_TEST(all_that_a_file_needs_is_named_at_once)
{
    g_autofree char *arguments = g_strdup_printf("-map 0 -map 1 -c:v %s", strange[_i].encoders);
    const char *path = encode("strange", strange[_i].extension, arguments);
    for (int base = 0; base < 2; base++) {
        driver *poor = spawn_with(FALSE, base ? BASE : "coreelements");
        JsonObject *problem =
            driver_refused(poor, "missing-plugin", "\"command\":\"load\",\"uri\":\"%s\"", path);
        for (const char *const *part = strange[_i].parts; *part != NULL; part++)
            assert_says(problem, *part);
        if (!base) {
            assert_says(problem, "playbin3");
            assert_says(problem, "gstreamer1.0-plugins-base");
        }
        assert_says(problem, LIBAV);
        ck_assert_int_eq(driver_finish(poor), 0);
    }
}
END_TEST

START_TEST(what_cannot_be_deinterlaced_is_shown_with_a_warning_and_the_rest_without)
{
    const char *fields = driver_ffmpeg(
        "fields.mkv",
        "-f lavfi -i testsrc=s=128x96:r=25:d=1 -vf interlace -c:v mpeg2video -flags +ilme+ildct");
    driver *poor = spawn_with(TRUE, "deinterlace");
    driver_load(poor, driver_clip("silent.mkv"));
    driver_do(poor, "\"command\":\"play\"");
    driver_event(poor, "end");
    ck_assert_int_eq(driver_count(poor, "\"warning\""), 0);
    driver_load(poor, fields);
    JsonObject *warning = driver_event(poor, "warning");
    assert_says(warning, "interlaced");
    assert_says(warning, "deinterlace");
    assert_says(warning, GOOD);
    driver_do(poor, "\"command\":\"play\"");
    driver_event(poor, "end");
    ck_assert_int_eq(driver_count(poor, "\"warning\""), 1);
    ck_assert_int_eq(driver_finish(poor), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("missing");
    TCase *tests = checks_case(suite, "missing", NULL, NULL, 180);
    tcase_add_loop_test(tests, a_missing_video_decoder_is_named_with_its_package, 0,
                        G_N_ELEMENTS(pictures));
    tcase_add_loop_test(tests, video_plays_without_the_decoder_of_its_sound_and_says_so_once, 0,
                        G_N_ELEMENTS(sounds));
    tcase_add_loop_test(tests, sound_alone_that_cannot_be_decoded_names_its_package, 0,
                        G_N_ELEMENTS(sounds));
    tcase_add_loop_test(tests, a_codec_that_gstreamer_does_not_know_is_named_as_the_file_does, 0,
                        G_N_ELEMENTS(unknown));
    tcase_add_loop_test(tests, a_missing_demuxer_is_named_with_its_package, 0,
                        G_N_ELEMENTS(wholes));
    tcase_add_loop_test(tests, the_decoder_of_another_library_will_do, 0, G_N_ELEMENTS(others));
    tcase_add_test(tests, an_element_of_a_description_that_is_missing_names_its_package);
    tcase_add_loop_test(tests,
                        a_part_of_the_player_that_is_missing_is_named_and_nothing_is_freed_twice, 0,
                        G_N_ELEMENTS(parts));
    tcase_add_loop_test(tests, a_part_of_the_cover_that_is_missing_is_named, 0, 3);
    tcase_add_loop_test(tests, all_that_a_file_needs_is_named_at_once, 0, G_N_ELEMENTS(strange));
    tcase_add_test(tests, what_cannot_be_deinterlaced_is_shown_with_a_warning_and_the_rest_without);
    tcase_add_test(tests, who_has_what_is_as_debian_says);
    return driver_run(suite);
}
