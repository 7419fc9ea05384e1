/* SPDX-License-Identifier: MIT */
#include "decoders.h"

#include <gst/gst.h>

#include "checks.h"

static guint rank_of(const char *decoder)
{
    g_autoptr(GstPluginFeature) feature = gst_registry_lookup_feature(gst_registry_get(), decoder);
    ck_assert_msg(feature != NULL, "%s is not installed", decoder);
    return gst_plugin_feature_get_rank(feature);
}

static void set_rank(const char *decoder, guint rank)
{
    g_autoptr(GstPluginFeature) feature = gst_registry_lookup_feature(gst_registry_get(), decoder);
    gst_plugin_feature_set_rank(feature, rank);
}

static void setup(void)
{
    g_unsetenv("GST_PLUGIN_FEATURE_RANK");
    set_rank("avdec_vp8", GST_RANK_MARGINAL);
    set_rank("vp8dec", GST_RANK_PRIMARY);
    set_rank("avdec_vp9", GST_RANK_MARGINAL);
    set_rank("vp9dec", GST_RANK_PRIMARY);
}

START_TEST(the_decoder_that_works_in_place_is_taken)
{
    frs_decoders_prefer();
    ck_assert_uint_gt(rank_of("avdec_h264"), rank_of("openh264dec"));
    ck_assert_uint_gt(rank_of("avdec_h265"), rank_of("libde265dec"));
    ck_assert_uint_gt(rank_of("avdec_mpeg2video"), rank_of("mpeg2dec"));
    ck_assert_uint_gt(rank_of("avdec_vp8"), rank_of("vp8dec"));
    ck_assert_uint_gt(rank_of("avdec_vp9"), rank_of("vp9dec"));
}
END_TEST

START_TEST(of_equal_ranks_too)
{
    set_rank("avdec_vp8", GST_RANK_PRIMARY);
    frs_decoders_prefer();
    ck_assert_uint_eq(rank_of("avdec_vp8"), GST_RANK_PRIMARY);
    ck_assert_uint_lt(rank_of("vp8dec"), GST_RANK_PRIMARY);
}
END_TEST

START_TEST(no_other_decoder_loses_its_place)
{
    frs_decoders_prefer();
    ck_assert_uint_eq(rank_of("avdec_vp9"), GST_RANK_PRIMARY);
    ck_assert_uint_lt(rank_of("avdec_vp8"), rank_of("vp8alphadecodebin"));
    ck_assert_uint_lt(rank_of("avdec_vp9"), rank_of("vp9alphadecodebin"));
}
END_TEST

START_TEST(the_second_time_changes_nothing)
{
    frs_decoders_prefer();
    guint in_place = rank_of("avdec_vp9"), copying = rank_of("vp9dec");
    frs_decoders_prefer();
    ck_assert_uint_eq(rank_of("avdec_vp9"), in_place);
    ck_assert_uint_eq(rank_of("vp9dec"), copying);
}
END_TEST

START_TEST(a_rank_of_the_users_stays)
{
    g_setenv("GST_PLUGIN_FEATURE_RANK", "avdec_h264:NONE, vp9dec:MAX", TRUE);
    frs_decoders_prefer();
    ck_assert_uint_eq(rank_of("vp9dec"), GST_RANK_PRIMARY);
    ck_assert_uint_eq(rank_of("avdec_vp9"), GST_RANK_MARGINAL);
    ck_assert_uint_gt(rank_of("avdec_vp8"), rank_of("vp8dec"));
}
END_TEST

START_TEST(a_decoder_that_the_user_has_switched_off_is_not_taken)
{
    set_rank("avdec_vp8", GST_RANK_NONE);
    g_setenv("GST_PLUGIN_FEATURE_RANK", "avdec_vp8:0", TRUE);
    frs_decoders_prefer();
    ck_assert_uint_eq(rank_of("avdec_vp8"), GST_RANK_NONE);
    ck_assert_uint_eq(rank_of("vp8dec"), GST_RANK_PRIMARY);
}
END_TEST

int main(int argc, char **argv)
{
    gst_init(&argc, &argv);
    Suite *suite = suite_create("decoders");
    TCase *tcase = checks_case(suite, "decoders", setup, NULL, 0);
    tcase_add_test(tcase, the_decoder_that_works_in_place_is_taken);
    tcase_add_test(tcase, of_equal_ranks_too);
    tcase_add_test(tcase, no_other_decoder_loses_its_place);
    tcase_add_test(tcase, the_second_time_changes_nothing);
    tcase_add_test(tcase, a_rank_of_the_users_stays);
    tcase_add_test(tcase, a_decoder_that_the_user_has_switched_off_is_not_taken);
    return checks_run_here(suite);
}
