/* SPDX-License-Identifier: MIT */
/* examples/reader.c as people run it. $FRAMESHARE_TOOL is the program. */
#include <string.h>

#include "checks.h"
#include "fixture.h"
#include "tool.h"

enum {
    WIDTH = 64,
    HEIGHT = 32
};

/* A picture of one brightness. */
static void publish(frs_writer *writer, uint8_t luma)
{
    frs_frame_info info;
    frs_slot *slot;
    size_t size = fixture_info(&info, FRS_FORMAT_NV12, WIDTH, HEIGHT);

    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    memset(frs_slot_data(slot), 128, size);
    memset((uint8_t *)frs_slot_data(slot) + info.offset[0], luma, (size_t)info.stride[0] * HEIGHT);
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL), FRS_OK);
    frs_slot_unref(slot);
}

START_TEST(it_tells_the_newest_frame_and_ends_with_the_stream)
{
    frs_writer *writer;
    ck_assert_frs(frs_writer_create(&writer, "film", NULL), FRS_OK);
    publish(writer, 50);

    pid_t pid = tool_start("film");
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(writer, 90);
    frs_writer_destroy(&writer);

    ck_assert_int_eq(tool_finish(pid), 0);
    tool_assert_contains(tool_out, "64x32 NV12  mean 90.0");
}
END_TEST

START_TEST(it_says_what_is_wrong_when_there_is_no_such_stream)
{
    ck_assert_int_eq(tool_run("'no name'"), 1);
    tool_assert_contains(tool_err, "no name");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("example reader");
    TCase *tests = checks_case(suite, "reader", fixture_enter, NULL, 60);

    tcase_add_test(tests, it_tells_the_newest_frame_and_ends_with_the_stream);
    tcase_add_test(tests, it_says_what_is_wrong_when_there_is_no_such_stream);
    return tool_run_suite(suite);
}
