/* SPDX-License-Identifier: MIT */
#include "driver.h"

/* Without order_ends() (decodebin3_inputs.c) the player crashes or hangs after ten of them or so.
 */
#define LOADS 40

static const char *const sounds[] = {"aac", "ac3"};

START_TEST(a_file_that_ends_before_all_its_tracks_have_begun_plays_every_time)
{
    driver *player = driver_spawn(NULL);
    const char *path =
        driver_ffmpeg("short.mkv",
                      "-f lavfi -i testsrc=s=128x96:r=10:d=0.5 -f lavfi -i sine=d=0.5 "
                      "-c:v libx264 -pix_fmt yuv420p -c:a %s",
                      sounds[_i]);
    for (int i = 0; i < LOADS; i++) {
        JsonObject *reply = driver_load(player, path);
        ck_assert(json_object_get_boolean_member(reply, "seekable"));
        ck_assert_double_ge(json_object_get_double_member(reply, "duration"), 0.45);
        driver_do(player, "\"command\":\"seek\",\"position\":0.2");
        driver_do(player, "\"command\":\"play\"");
    }
    ck_assert_int_eq(driver_finish(player), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decodebin3_inputs");
    TCase *tests = checks_case(suite, "decodebin3_inputs", NULL, NULL, 180);
    tcase_add_loop_test(tests, a_file_that_ends_before_all_its_tracks_have_begun_plays_every_time,
                        0, G_N_ELEMENTS(sounds));
    return driver_run(suite);
}
