/* SPDX-License-Identifier: MIT */
/* The duration of streams without a container, which is an estimate until they have ended. */
#include "subject.h"

static const struct {
    const char *name, *encoder;
} streams[] = {
    {"raw.h264", "libx264 -preset ultrafast"},
    {"raw.h265", "libx265 -preset ultrafast -x265-params log-level=none"},
    {"raw.m2v", "mpeg2video"},
};

/* Estimates come before. */
static void wait_duration(double wanted)
{
    double told = 0;
    while (told < wanted - 0.002 || told > wanted + 0.002) {
        JsonObject *event = driver_event(player, "duration");
        told = json_object_get_null_member(event, "duration")
                   ? 0
                   : json_object_get_double_member(event, "duration");
    }
}

/* Twice, the second time from the middle: what is known stays so. */
START_TEST(what_has_ended_lasts_as_long_as_it_did)
{
    const double whole = (double)FRAMES / FPS;
    driver_load(player,
                driver_ffmpeg(streams[_i].name, "-i clip.mp4 -an -c:v %s", streams[_i].encoder));
    driver_do(player, "\"command\":\"play\"");
    wait_duration(whole);
    driver_event(player, "end");
    ck_assert_double_eq_tol(json_object_get_double_member(subject_stats(), "position"), whole,
                            0.002);
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
    int told = driver_count(player, "\"duration\"");
    driver_do(player, "\"command\":\"seek\",\"position\":2");
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
    ck_assert_int_eq(driver_count(player, "\"duration\""), told);
    ck_assert_int_eq(driver_count(player, "cut off"), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("timeline");
    TCase *tests = checks_case(suite, "timeline", subject_begin, subject_end, 60);
    tcase_add_loop_test(tests, what_has_ended_lasts_as_long_as_it_did, 0, G_N_ELEMENTS(streams));
    return driver_run(suite);
}
