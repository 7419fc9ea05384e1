/* SPDX-License-Identifier: MIT */
/* A process that has another libavcodec is not crashed by GStreamer's libav: what that would decode
 * is refused, everything else plays. */
#include "driver.h"

#include <string.h>
#include <unistd.h>

#include "libav.h"

#define H264 "-f lavfi -i testsrc=s=128x96:r=10:d=1 -c:v libx264 -pix_fmt yuv420p"
#define VP8 "-f lavfi -i testsrc=s=128x96:r=10:d=1 -c:v libvpx -pix_fmt yuv420p"

static driver *spawn_beside_another(const char *ranks)
{
    const char *options = g_getenv("ASAN_OPTIONS");
    g_autofree char *asan = g_strdup_printf("%s:verify_asan_link_order=0", options ? options : "");
    g_autofree char *before = g_strdup(options);
    g_setenv("ASAN_OPTIONS", asan, TRUE);
    g_setenv("LD_PRELOAD", g_getenv("FRAMESHARE_OTHER_AVCODEC"), TRUE);
    g_setenv("GST_PLUGIN_FEATURE_RANK", ranks, TRUE);
    driver *player = driver_spawn(NULL);
    g_unsetenv("LD_PRELOAD");
    g_unsetenv("GST_PLUGIN_FEATURE_RANK");
    g_setenv("ASAN_OPTIONS", before ? before : "", TRUE);
    return player;
}

static void assert_says_why(JsonObject *error)
{
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_msg(strstr(message, "libavcodec 1 ") != NULL, "%s", message);
    ck_assert_msg(strstr(message, "inProcess") != NULL, "%s", message);
    ck_assert_msg(strstr(message, "Debian package") == NULL, "%s", message);
}

START_TEST(what_libav_would_decode_is_refused)
{
    driver *player = spawn_beside_another("");
    assert_says_why(driver_refused(player, "host", "\"command\":\"load\",\"uri\":\"%s\"",
                                   driver_ffmpeg("refused.mp4", H264)));
    driver_load(player, driver_ffmpeg("other.webm", VP8));
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(an_element_of_libavs_is_refused)
{
    driver *player = spawn_beside_another("");
    assert_says_why(
        driver_refused(player, "host",
                       "\"command\":\"load\",\"pipeline\":\"filesrc location=\\\"%s\\\" ! "
                       "qtdemux ! avdec_h264 ! framesharesink\"",
                       driver_ffmpeg("refused.mp4", H264)));
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(a_decoder_that_the_user_ranks_higher_is_taken)
{
    driver *player = spawn_beside_another("openh264dec:MAX");
    driver_load(player, driver_ffmpeg("refused.mp4", H264));
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(the_sound_of_libavs_is_left_out_with_a_warning)
{
    driver *player = spawn_beside_another("");
    const char *path = driver_ffmpeg("sound.mkv", "-f lavfi -i sine=d=1 " VP8 " -c:a aac");
    int load = driver_send(player, "\"command\":\"load\",\"uri\":\"%s\"", path);
    JsonObject *warning = driver_event(player, "warning");
    ck_assert_str_eq(json_object_get_string_member(warning, "code"), "host");
    assert_says_why(warning);
    ck_assert(json_object_get_boolean_member(driver_reply(player, load), "ok"));
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(alone_in_its_process_libav_decodes)
{
    driver *player = driver_spawn(NULL);
    driver_load(player, driver_ffmpeg("refused.mp4", H264));
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

START_TEST(the_version_that_a_library_needs_is_read_from_it)
{
    g_autofree char *file = NULL;
    close(g_file_open_tmp("frameshare-needs-XXXXXX", &file, NULL));
    static const char bytes[] = "libavcodec.so.58,libavformat.so.58\0libavutil.so.57\0libavcodec."
                                "so.58a\0libavcodec.so.59\0";
    ck_assert(g_file_set_contents(file, bytes, sizeof bytes, NULL));
    ck_assert_uint_eq(frs_libav_version_needed(file), 59);
    ck_assert(g_file_set_contents(file, "libavcodec.so.", -1, NULL));
    ck_assert_uint_eq(frs_libav_version_needed(file), 0);
    ck_assert(g_file_set_contents(file, "", 0, NULL));
    ck_assert_uint_eq(frs_libav_version_needed(file), 0);
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_uint_eq(frs_libav_version_needed(file), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("libav");
    TCase *tests = checks_case(suite, "libav", NULL, NULL, 60);
    tcase_add_test(tests, what_libav_would_decode_is_refused);
    tcase_add_test(tests, an_element_of_libavs_is_refused);
    tcase_add_test(tests, a_decoder_that_the_user_ranks_higher_is_taken);
    tcase_add_test(tests, the_sound_of_libavs_is_left_out_with_a_warning);
    tcase_add_test(tests, alone_in_its_process_libav_decodes);
    tcase_add_test(tests, the_version_that_a_library_needs_is_read_from_it);
    return driver_run(suite);
}
