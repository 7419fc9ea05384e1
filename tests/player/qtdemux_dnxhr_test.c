/* SPDX-License-Identifier: MIT */
/* DNxHR plays as DNxHD does. */
#include "subject.h"

static const struct {
    const char *name, *profile, *format;
} profiles[] = {
    {"lb.mov", "dnxhr_lb -pix_fmt yuv422p", "Y42B"},
    {"sq.mov", "dnxhr_sq -pix_fmt yuv422p", "Y42B"},
    {"hq.mov", "dnxhr_hq -pix_fmt yuv422p", "Y42B"},
    {"hqx.mov", "dnxhr_hqx -pix_fmt yuv422p10le", "I422_10LE"},
    {"444.mov", "dnxhr_444 -pix_fmt yuv444p10le", "Y444_10LE"},
    {"fast.mov", "dnxhr_hq -pix_fmt yuv422p -movflags faststart", "Y42B"},
};

static void assert_shows(int64_t number)
{
    frs_frame frame = subject_take();
    ck_assert_int_eq(subject_number(&frame), number);
    subject_give_back(&frame);
}

START_TEST(dnxhr_in_quicktime_plays_and_seeks)
{
    JsonObject *loaded = driver_load(player, driver_ffmpeg(profiles[_i].name,
                                                           "-i clip.mp4 -t 2 -c:v dnxhd "
                                                           "-profile:v %s -c:a pcm_s16le",
                                                           profiles[_i].profile));
    ck_assert_str_eq(json_object_get_string_member(loaded, "format"), profiles[_i].format);
    subject_seek(40);
    assert_shows(40);
    subject_play_to_end();
    assert_shows(59);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("qtdemux dnxhr");
    TCase *tests = checks_case(suite, "qtdemux dnxhr", subject_begin, subject_end, 60);
    tcase_add_loop_test(tests, dnxhr_in_quicktime_plays_and_seeks, 0, G_N_ELEMENTS(profiles));
    return driver_run(suite);
}
