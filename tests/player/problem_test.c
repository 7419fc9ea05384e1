/* SPDX-License-Identifier: MIT */
/* Every wrong input is answered with what, which and why, and the player goes on. */
#include "subject.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http.h"
#include "problem.h"

/* Whatever was refused, the next file plays. */
static void teardown(void)
{
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert_int_eq(driver_picture(player, NULL), 0);
    subject_end();
}

static JsonObject *refuse_uri(const char *code, const char *uri)
{
    return driver_refused(player, code, "\"command\":\"load\",\"uri\":\"%s\"", uri);
}

static JsonObject *refuse_file(const char *code, const char *path)
{
    g_autofree char *uri = g_strconcat("file://", path, NULL);
    return refuse_uri(code, uri);
}

static JsonObject *refuse_pipeline(const char *code, const char *pipeline)
{
    return driver_refused(player, code, "\"command\":\"load\",\"pipeline\":\"%s\"", pipeline);
}

static void assert_says(JsonObject *error, const char *words)
{
    const char *message = json_object_get_string_member(error, "message");
    ck_assert_msg(strstr(message, words) != NULL, "\"%s\" does not say \"%s\"", message, words);
}

static void assert_element(JsonObject *error, const char *prefix)
{
    const char *element = json_object_get_string_member(error, "element");
    ck_assert_msg(g_str_has_prefix(element, prefix), "the element is \"%s\", not a %s", element,
                  prefix);
}

START_TEST(a_missing_file_is_named)
{
    JsonObject *error = refuse_uri("not-found", "file:///no/such/file.mp4");
    assert_says(error, "file:///no/such/file.mp4");
    assert_says(error, "No such file");
    assert_element(error, "filesrc");
    driver_wait_state(player, "error");
}
END_TEST

START_TEST(a_text_is_no_video)
{
    assert_says(refuse_file("format", driver_clip("text.mp4")), "text.mp4");
}
END_TEST

START_TEST(a_file_cut_off_behind_its_header_is_told_so)
{
    JsonObject *error = refuse_file("format", driver_clip("header.mp4"));
    assert_says(error, "header.mp4");
    assert_says(error, "cut off");
    assert_element(error, "qtdemux");
}
END_TEST

START_TEST(a_file_cut_off_inside_its_header_is_refused)
{
    refuse_file("format", driver_clip("start.mp4"));
}
END_TEST

START_TEST(a_file_cut_off_in_the_middle_plays_to_there_and_says_so)
{
    driver_load(player, driver_clip("cut.mp4"));
    driver_do(player, "\"command\":\"seek\",\"position\":2.5");
    driver_do(player, "\"command\":\"play\"");
    JsonObject *warning = driver_event(player, "warning");
    assert_says(warning, "cut.mp4");
    assert_says(warning, "cut off");
    driver_event(player, "end");
}
END_TEST

START_TEST(an_empty_file_is_told_so)
{
    g_file_set_contents(driver_clip("empty.mp4"), "", 0, NULL);
    assert_says(refuse_file("format", driver_clip("empty.mp4")), "no data");
}
END_TEST

START_TEST(a_page_instead_of_a_video_is_named_as_what_it_is)
{
    g_file_set_contents(driver_clip("page.mp4"), "<html><body>log in</body></html>", -1, NULL);
    assert_says(refuse_file("format", driver_clip("page.mp4")), "text/html");
}
END_TEST

START_TEST(a_program_is_named_as_what_it_is)
{
    JsonObject *error = refuse_file("format", "/proc/self/exe");
    assert_says(error, "is no video, but application/x-");
    assert_says(error, json_object_get_string_member(error, "element"));
}
END_TEST

START_TEST(what_is_encrypted_is_told_so)
{
    g_autofree char *command = g_strdup_printf(
        "ffmpeg -hide_banner -loglevel error -y -i %s -c copy -encryption_scheme cenc-aes-ctr "
        "-encryption_key 76a6c65c5ea762046bd749a2e632ccbb "
        "-encryption_kid a7e61c373e219033c21091fa607bf3b8 %s",
        driver_clip("clip.mp4"), driver_clip("locked.mp4"));
    ck_assert_msg(system(command) == 0, "%s", command);
    JsonObject *error = refuse_file("format", driver_clip("locked.mp4"));
    assert_says(error, "is encrypted");
    assert_says(error, "application/x-cenc");
    assert_says(error, json_object_get_string_member(error, "element"));
}
END_TEST

START_TEST(what_a_server_refuses_has_the_reason)
{
    static const char *const refusals[][2] = {{"404 Not Found", "not-found"},
                                              {"403 Forbidden", "forbidden"},
                                              {"401 Unauthorized", "forbidden"},
                                              {"503 Service Unavailable", "resource"}};
    http *server = http_start(driver_clip("clip.mp4"), NULL, TRUE);
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        http_refuse(server, refusals[i][0]);
        JsonObject *error = refuse_uri(refusals[i][1], http_uri(server));
        assert_says(error, refusals[i][0] + 4);
        assert_says(error, json_object_get_string_member(error, "element"));
        assert_element(error, "souphttpsrc");
    }
    http_stop(server);
}
END_TEST

/* A port that nobody listens at any more. */
START_TEST(a_server_that_is_not_there_is_told_so)
{
    http *server = http_start(driver_clip("clip.mp4"), NULL, TRUE);
    const char *uri = http_uri(server);
    g_autofree char *rtsp = g_strconcat("rtsp", uri + strlen("http"), NULL);
    http_stop(server);
    JsonObject *error = refuse_uri("network", uri);
    assert_says(error, "refused");
    assert_says(error, "souphttpsrc");
    error = refuse_uri("network", rtsp);
    assert_says(error, "refused");
    assert_says(error, "rtspsrc");
    assert_says(refuse_uri("not-found", "http://no-such-host.invalid/a.mp4"),
                "no-such-host.invalid");
    assert_element(refuse_uri("network", "rtmp://127.0.0.1:1/live/x"), "rtmp2src");
}
END_TEST

START_TEST(what_may_not_be_read_is_forbidden)
{
    gst_init(NULL, NULL);
    g_autoptr(GstElement) source = gst_object_ref_sink(gst_element_factory_make("filesrc", NULL));
    g_autoptr(GError) gerror = g_error_new_literal(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ,
                                                   "Could not open file for reading.");
    g_autofree char *debug =
        g_strdup_printf("filesrc.c: start\nsystem error: %s http://a:b@c/", g_strerror(EACCES));
    GstMessage *message = gst_message_new_error(GST_OBJECT(source), gerror, debug);
    frs_problem *problem = frs_problem_from_message(message, "a.mp4", NULL);
    ck_assert_str_eq(problem->code, "forbidden");
    ck_assert_ptr_nonnull(strstr(problem->message, g_strerror(EACCES)));
    ck_assert_ptr_nonnull(strstr(problem->message, "http://c/"));
    ck_assert_ptr_null(strstr(problem->debug, "a:b"));
    frs_problem_free(problem);
    gst_message_unref(message);
}
END_TEST

START_TEST(an_unknown_scheme_is_a_missing_plugin)
{
    JsonObject *error = refuse_uri("missing-plugin", "gopher2://host/x");
    assert_says(error, "gopher2");
    JsonArray *missing = json_object_get_array_member(error, "missing");
    ck_assert_uint_eq(json_array_get_length(missing), 1);
    JsonObject *first = json_array_get_object_element(missing, 0);
    ck_assert_str_eq(json_object_get_string_member(first, "detail"), "gopher2");
}
END_TEST

START_TEST(a_missing_decoder_is_named)
{
    setenv("GST_PLUGIN_FEATURE_RANK", "avdec_mjpeg:NONE,jpegdec:NONE,nvjpegdec:NONE,vajpegdec:NONE",
           1);
    driver *poor = driver_spawn(NULL);
    JsonObject *error =
        driver_refused(poor, "missing-plugin", "\"command\":\"load\",\"uri\":\"file://%s\"",
                       driver_clip("silent.mkv"));
    assert_says(error, "JPEG");
    JsonArray *missing = json_object_get_array_member(error, "missing");
    JsonObject *first = json_array_get_object_element(missing, 0);
    ck_assert(g_str_has_prefix(json_object_get_string_member(first, "detail"), "image/jpeg"));
    driver_finish(poor);
}
END_TEST

START_TEST(what_is_not_a_uri_is_told_what_a_uri_is)
{
    assert_says(refuse_uri("not-found", "some words"), "file:///");
}
END_TEST

START_TEST(a_folder_is_no_video)
{
    assert_says(refuse_uri("resource", "file:///"), "is a directory");
}
END_TEST

START_TEST(a_named_pipe_is_refused_before_it_blocks)
{
    const char *path = driver_clip("pipe");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    assert_says(refuse_file("resource", path), "not a regular file");
    unlink(path);
}
END_TEST

START_TEST(a_pipeline_with_a_typo_names_it)
{
    assert_says(refuse_pipeline("pipeline", "videotestsrcc ! framesharesink"), "videotestsrcc");
    assert_says(refuse_pipeline("pipeline", "videotestsrc patern=1 ! framesharesink"), "patern");
    assert_says(refuse_pipeline("pipeline", "videotestsrc !"), "pipeline");
    assert_says(refuse_pipeline("pipeline", "audiotestsrc ! framesharesink"), "could not link");
}
END_TEST

START_TEST(a_pipeline_without_framesharesink_is_told_to_have_one)
{
    assert_says(refuse_pipeline("pipeline", "videotestsrc ! fakesink"), "! framesharesink");
}
END_TEST

START_TEST(two_sinks_for_one_stream_are_refused)
{
    assert_says(
        refuse_pipeline("pipeline", "videotestsrc ! framesharesink videotestsrc ! framesharesink"),
        "2 framesharesinks");
}
END_TEST

START_TEST(a_stream_name_with_a_slash_is_refused)
{
    JsonObject *error = refuse_pipeline("name", "videotestsrc ! framesharesink stream=a/b");
    assert_says(error, "a/b");
    assert_element(error, "framesharesink");
}
END_TEST

START_TEST(a_live_stream_name_is_refused_with_its_owner)
{
    frs_writer *writer;
    char owner[32];
    ck_assert_frs(frs_writer_create(&writer, "taken", NULL), FRS_OK);
    JsonObject *error = refuse_pipeline("exists", "videotestsrc ! framesharesink stream=taken");
    snprintf(owner, sizeof owner, "pid %d", (int)getpid());
    assert_says(error, "taken");
    assert_says(error, owner);
    frs_writer_destroy(&writer);
}
END_TEST

START_TEST(a_pipeline_may_publish_on_a_stream_of_its_own)
{
    frs_reader *reader;
    driver_do(player,
              "\"command\":\"load\",\"pipeline\":\"videotestsrc ! video/x-raw,format=I420 ! "
              "framesharesink stream=side\"");
    ck_assert_frs(frs_reader_open(&reader, "side", NULL), FRS_OK);
    frs_reader_close(&reader);
}
END_TEST

START_TEST(formats_that_do_not_meet_are_named_as_such)
{
    refuse_pipeline("format", "filesrc location=/dev/zero num-buffers=5 ! rawvideoparse "
                              "format=v210 width=64 height=48 ! framesharesink");
}
END_TEST

START_TEST(a_picture_too_large_is_named_with_its_size)
{
    static const int widths[] = {20000, 40000}; /* videoconvert takes the first one */
    for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autofree char *says = g_strdup_printf("picture of %dx2: at most 16384x16384", widths[i]);
        JsonObject *error = refuse_file(
            "format",
            driver_ffmpeg("wide.png", "-f lavfi -i color=red:s=%dx2 -frames:v 1", widths[i]));
        assert_says(error, says);
        assert_element(error, "framesharesink");
        driver_load(player, driver_clip("clip.mp4"));
    }
}
END_TEST

START_TEST(a_memory_limit_holds_for_its_pipeline_alone)
{
    JsonObject *error =
        refuse_pipeline("resource", "videotestsrc ! video/x-raw,format=RGBA,width=1024,height=1024 "
                                    "! framesharesink max-memory=1000000");
    assert_says(error, "1024x1024 RGBA takes");
    assert_says(error, "max-memory");
    driver_do(player, "\"command\":\"load\",\"pipeline\":\"videotestsrc ! "
                      "video/x-raw,format=RGBA,width=1024,height=1024 ! framesharesink\"");
}
END_TEST

START_TEST(an_error_in_mid_play_is_an_event)
{
    driver_do(player,
              "\"command\":\"load\",\"pipeline\":\"videotestsrc ! identity error-after=30 ! "
              "framesharesink sync=false\"");
    driver_do(player, "\"command\":\"play\"");
    JsonObject *error = driver_event(player, "error");
    assert_element(error, "identity");
    driver_wait_state(player, "error");
    /* The last picture stays. */
    frs_frame frame = subject_take();
    subject_give_back(&frame);
}
END_TEST

START_TEST(a_password_in_a_uri_is_not_repeated)
{
    g_autofree char *shown = frs_uri_for_people("rtsp://me:secret@host/a@b");
    ck_assert_str_eq(shown, "rtsp://host/a@b");
    g_autofree char *odd = frs_uri_for_people("http://me:s@cret@host?q=ftp://you:too@there/");
    ck_assert_str_eq(odd, "http://host?q=ftp://there/");
    g_autofree char *same = frs_uri_for_people("file:///a@b");
    ck_assert_str_eq(same, "file:///a@b");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("problem");
    TCase *tests = checks_case(suite, "problem", subject_begin, teardown, 180);
    tcase_add_test(tests, a_missing_file_is_named);
    tcase_add_test(tests, a_text_is_no_video);
    tcase_add_test(tests, a_file_cut_off_behind_its_header_is_told_so);
    tcase_add_test(tests, a_file_cut_off_inside_its_header_is_refused);
    tcase_add_test(tests, a_file_cut_off_in_the_middle_plays_to_there_and_says_so);
    tcase_add_test(tests, an_empty_file_is_told_so);
    tcase_add_test(tests, a_page_instead_of_a_video_is_named_as_what_it_is);
    tcase_add_test(tests, a_program_is_named_as_what_it_is);
    tcase_add_test(tests, what_is_encrypted_is_told_so);
    tcase_add_test(tests, what_a_server_refuses_has_the_reason);
    tcase_add_test(tests, a_server_that_is_not_there_is_told_so);
    tcase_add_test(tests, what_may_not_be_read_is_forbidden);
    tcase_add_test(tests, an_unknown_scheme_is_a_missing_plugin);
    tcase_add_test(tests, a_missing_decoder_is_named);
    tcase_add_test(tests, what_is_not_a_uri_is_told_what_a_uri_is);
    tcase_add_test(tests, a_folder_is_no_video);
    tcase_add_test(tests, a_named_pipe_is_refused_before_it_blocks);
    tcase_add_test(tests, a_pipeline_with_a_typo_names_it);
    tcase_add_test(tests, a_pipeline_without_framesharesink_is_told_to_have_one);
    tcase_add_test(tests, two_sinks_for_one_stream_are_refused);
    tcase_add_test(tests, a_stream_name_with_a_slash_is_refused);
    tcase_add_test(tests, a_live_stream_name_is_refused_with_its_owner);
    tcase_add_test(tests, a_pipeline_may_publish_on_a_stream_of_its_own);
    tcase_add_test(tests, formats_that_do_not_meet_are_named_as_such);
    tcase_add_test(tests, a_picture_too_large_is_named_with_its_size);
    tcase_add_test(tests, a_memory_limit_holds_for_its_pipeline_alone);
    tcase_add_test(tests, an_error_in_mid_play_is_an_event);
    tcase_add_test(tests, a_password_in_a_uri_is_not_repeated);
    return driver_run(suite);
}
