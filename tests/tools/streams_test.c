/* SPDX-License-Identifier: MIT */
/* `frameshare list`, `info` and `top` as people and scripts use them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "paint.h"
#include "tool.h"

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
    stream_create(NULL);
    ck_assert_frs(frs_writer_create(&second, "a.b-c", NULL), FRS_OK);
    ck_assert_int_eq(tool_run("list --json"), 0);
    json_assert(tool_out);
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
    stream_create(NULL);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    json_assert(tool_out);
    tool_assert_contains(tool_out, "\"frame\": null");
    paint_publish(&p, 1, 3);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    json_assert(tool_out);
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
    stream_create(NULL);
    ck_assert_frs(fixture_set_overlays(writer, 2, 48, 7), FRS_OK);
    paint_publish(&p, 1, 1);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    json_assert(tool_out);
    tool_assert_contains(tool_out, "\"overlays\": [");
    tool_assert_contains(tool_out, "\"x\": 7");
    tool_assert_contains(tool_out, "\"columns\": 48");
    ck_assert_int_eq(tool_run("info cam0"), 0);
    tool_assert_contains(tool_out, "overlay 1:");
    ck_assert_frs(frs_writer_set_overlays(writer, NULL), FRS_OK);
    paint_publish(&p, 2, 2);
    ck_assert_int_eq(tool_run("info cam0"), 0);
    tool_assert_contains(tool_out, "overlays: none");
}
END_TEST

START_TEST(info_tells_who_holds_which_memory)
{
    paint p = {.format = FRS_FORMAT_NV12, .width = 640, .height = 360};
    frs_slot *slot;
    char holder[200];
    stream_create(NULL);
    paint_publish(&p, 1, 1);
    stream_open(NULL);
    stream_take();
    paint_publish(&p, 2, 2);
    ck_assert_frs(frs_writer_slot_acquire(writer, frame.size, &slot), FRS_OK);
    ck_assert_int_eq(tool_run("info cam0 --json"), 0);
    json_assert(tool_out);
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
}
END_TEST

START_TEST(top_shows_each_stream_again_and_again)
{
    paint p = {.format = FRS_FORMAT_NV12, .width = 640, .height = 360};
    stream_create(NULL);
    ck_assert_int_eq(tool_run("top --iterations 1"), 0);
    tool_assert_contains(tool_out, "cam0");
    paint_publish(&p, 1, 2);
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

int main(void)
{
    Suite *suite = suite_create("streams");
    TCase *tests = checks_case(suite, "streams", fixture_enter, stream_end, 120);
    tcase_add_test(tests, the_list_is_empty_without_streams);
    tcase_add_test(tests, the_list_names_each_stream_and_its_process);
    tcase_add_test(tests, a_folder_that_is_not_safe_is_told);
    tcase_add_test(tests, info_tells_the_whole_descriptor);
    tcase_add_test(tests, info_tells_the_overlays_of_the_newest_frame);
    tcase_add_test(tests, info_tells_who_holds_which_memory);
    tcase_add_test(tests, top_shows_each_stream_again_and_again);
    return tool_run_suite(suite);
}
