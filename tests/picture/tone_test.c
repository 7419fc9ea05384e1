/* SPDX-License-Identifier: MIT */
#include "checks.h"
#include "picture/primaries.h"
#include "picture/tone.h"

#include <math.h>

enum {
    BT601 = 6,
    BT709 = 1,
    GREYS = 1000
};

static frs_tone tone_of(uint32_t transfer, uint32_t primaries, uint32_t max, uint32_t min,
                        uint16_t cll)
{
    frs_frame_info info = {.transfer = transfer, .primaries = primaries};
    frs_tone tone;

    info.hdr.max_luminance = max;
    info.hdr.min_luminance = min;
    info.hdr.max_cll = cll;
    ck_assert(frs_tone_init(&tone, &info));
    return tone;
}

/* CIE 1931 x, y of H.273 table 2 against the luminances that BT.709 3.2, BT.2020 table 4 and the
 * matrix of SMPTE EG 432-1 print. */
START_TEST(luminances_are_those_of_the_standards)
{
    static const struct {
        uint32_t primaries;
        double luma[3];
    } published[] = {
        {FRS_PRIMARIES_BT709, {0.2126, 0.7152, 0.0722}},
        {FRS_PRIMARIES_BT2020, {0.2627, 0.6780, 0.0593}},
        {FRS_PRIMARIES_DCI_P3, {0.2095, 0.7216, 0.0689}},
        {FRS_PRIMARIES_DISPLAY_P3, {0.2290, 0.6917, 0.0793}},
    };
    double matrix[3][3], luma[3];

    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        frs_primaries_convert(published[i].primaries, matrix, luma);
        for (int c = 0; c < 3; c++)
            ck_assert_double_eq_tol(luma[c], published[i].luma[c], 0.00006);
    }
}
END_TEST

/* BT.2407-0 2.2, equation 3. */
START_TEST(bt2020_becomes_bt709_as_bt2407_has_it)
{
    static const double published[3][3] = {
        {1.6605, -0.5876, -0.0728}, {-0.1246, 1.1329, -0.0083}, {-0.0182, -0.1006, 1.1187}};
    double matrix[3][3], luma[3];

    frs_primaries_convert(FRS_PRIMARIES_BT2020, matrix, luma);
    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++)
            ck_assert_double_eq_tol(matrix[row][column], published[row][column], 0.00006);
    }
}
END_TEST

START_TEST(white_stays_white_in_all_primaries)
{
    static const uint32_t all[] = {FRS_PRIMARIES_BT709,
                                   FRS_PRIMARIES_BT2020,
                                   FRS_PRIMARIES_DCI_P3,
                                   FRS_PRIMARIES_DISPLAY_P3,
                                   0,
                                   4711};
    double matrix[3][3], luma[3];

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        frs_primaries_convert(all[i], matrix, luma);
        for (int row = 0; row < 3; row++)
            ck_assert_double_eq_tol(matrix[row][0] + matrix[row][1] + matrix[row][2], 1, 1e-12);
        ck_assert_double_eq_tol(luma[0] + luma[1] + luma[2], 1, 1e-12);
    }
}
END_TEST

/* BT.2408-7 table 1 and figure 1: signal levels of luminances. */
START_TEST(pq_is_st_2084)
{
    static const struct {
        double luminance, value;
    } published[] = {{0, 0.000000731}, {0.1, 0.0623},  {1, 0.1500}, {26, 0.38},
                     {50, 0.44},       {100, 0.5081},  {203, 0.58}, {400, 0.6526},
                     {1000, 0.7518},   {4000, 0.9026}, {10000, 1}};

    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        ck_assert_double_eq_tol(frs_tone_light_to_pq(published[i].luminance / 10000),
                                published[i].value, 0.005);
    for (int i = 0; i <= GREYS; i++) {
        double light = pow(i / (double)GREYS, 4);
        ck_assert_double_eq_tol(frs_tone_pq_to_light(frs_tone_light_to_pq(light)), light, 1e-12);
    }
}
END_TEST

/* BT.2100-2 table 5: the two halves meet at 1/12, and BT.2408-7 table 1: 75 % is 203 cd/m2 on a
 * display of 1000. */
START_TEST(hlg_is_bt_2100)
{
    ck_assert_double_eq(frs_tone_hlg_to_light(0), 0);
    ck_assert_double_eq_tol(frs_tone_hlg_to_light(0.5), 1.0 / 12, 1e-12);
    ck_assert_double_eq_tol(frs_tone_hlg_to_light(0.5 + 1e-9), 1.0 / 12, 1e-8);
    ck_assert_double_eq_tol(frs_tone_hlg_to_light(1), 1, 1e-6);
    ck_assert_double_eq_tol(1000 * pow(frs_tone_hlg_to_light(0.75), 1.2), 203, 0.5);
}
END_TEST

/* What colour-science 0.4.7 prints for eotf_BT2100_HLG(0.212132034355964) on displays of 1000 cd/m2
 * whose black is 0 and 0.01. */
START_TEST(hlg_light_is_that_of_another_library)
{
    const double value = 0.212132034355964;
    frs_tone tone = tone_of(FRS_TRANSFER_HLG, FRS_PRIMARIES_BT2020, 10000000, 100, 0);
    double lifted = (1 - tone.lift) * value + tone.lift;

    ck_assert_double_eq_tol(1000 * pow(frs_tone_hlg_to_light(value), tone.system_gamma), 6.4760398,
                            1e-6);
    ck_assert_double_eq_tol(1000 * pow(frs_tone_hlg_to_light(lifted), tone.system_gamma), 7.3321975,
                            1e-6);
}
END_TEST

/* BT.2390-10 5.4.1: below the knee nothing but black is changed, the peak becomes white, the
 * source's black the display's. */
START_TEST(the_eetf_ends_where_the_display_does)
{
    static const uint32_t peaks[] = {10000000, 40000000, 100000000};

    for (size_t i = 0; i < sizeof peaks / sizeof *peaks; i++) {
        frs_tone tone = tone_of(FRS_TRANSFER_PQ, FRS_PRIMARIES_BT2020, peaks[i], 50, 0);
        double white = frs_tone_light_to_pq(0.0203), black = frs_tone_light_to_pq(0.0000203);

        ck_assert_double_eq_tol(frs_tone_eetf(&tone, 1), white, 1e-9);
        ck_assert_double_eq_tol(frs_tone_eetf(&tone, frs_tone_light_to_pq(peaks[i] * 1e-8)), white,
                                1e-9);
        ck_assert_double_eq_tol(frs_tone_eetf(&tone, 0), black, 1e-9);
    }
}
END_TEST

/* A display from 0.005 to 1000 cd/m2 on one whose black is 0.203: KS = 1.5 maxLum - 0.5, P[E1] at
 * the middle between KS and 1, by hand after BT.2390-10 5.4.1. */
START_TEST(the_eetf_is_bt_2390)
{
    frs_tone tone = tone_of(FRS_TRANSFER_PQ, FRS_PRIMARIES_BT2020, 10000000, 50, 0);
    double low = frs_tone_light_to_pq(0.005 / 10000), high = frs_tone_light_to_pq(0.1);
    double max = (frs_tone_light_to_pq(0.0203) - low) / (high - low);
    double min = (frs_tone_light_to_pq(0.0000203) - low) / (high - low);
    double knee = 1.5 * max - 0.5, middle = (knee + 1) / 2;
    double spline = 0.5 * knee + 0.125 * (1 - knee) + 0.5 * max;
    double lifted = spline + min * pow(1 - spline, 4);
    double under = 0.5 + min * pow(0.5, 4);

    /* The gain that keeps the peak at white is 1 to less than a thousandth. */
    ck_assert_double_eq_tol(frs_tone_eetf(&tone, low + middle * (high - low)),
                            low + lifted * (high - low), 0.001);
    ck_assert_double_eq_tol(frs_tone_eetf(&tone, low + 0.5 * (high - low)),
                            low + under * (high - low), 0.001);
}
END_TEST

START_TEST(greys_stay_grey_and_never_fall)
{
    static const uint32_t transfers[] = {FRS_TRANSFER_PQ, FRS_TRANSFER_HLG, 14, FRS_TRANSFER_SRGB};
    static const uint32_t peaks[] = {0,        1,        1000000,   2030000,
                                     10000000, 40000000, 100000000, UINT32_MAX};

    for (size_t i = 0; i < sizeof transfers / sizeof *transfers; i++) {
        for (size_t k = 0; k < sizeof peaks / sizeof *peaks; k++) {
            frs_tone tone = tone_of(transfers[i], FRS_PRIMARIES_BT2020, peaks[k], 0, 0);
            double before = 0;
            for (int grey = 0; grey <= GREYS; grey++) {
                double rgb[3] = {grey / (double)GREYS, grey / (double)GREYS, grey / (double)GREYS};
                frs_tone_apply(&tone, rgb);
                ck_assert_double_eq_tol(rgb[0], rgb[1], 1e-9);
                ck_assert_double_eq_tol(rgb[1], rgb[2], 1e-9);
                ck_assert(rgb[0] >= before - 1e-9 && rgb[0] <= 1);
                before = rgb[0];
            }
        }
    }
}
END_TEST

/* To a tenth of an 8-bit code, and far less on the average. */
START_TEST(tables_tell_what_is_computed)
{
    static const uint32_t transfers[] = {
        FRS_TRANSFER_PQ,   FRS_TRANSFER_HLG, 14, FRS_TRANSFER_GAMMA28, FRS_TRANSFER_LINEAR,
        FRS_TRANSFER_SRGB, FRS_TRANSFER_DCI};
    static const uint32_t peaks[] = {0, 1, 2030000, 10000000, 40000000, 100000000};
    static frs_tone_table table;
    uint32_t noise = 1;
    double sum = 0, count = 0;

    for (size_t i = 0; i < sizeof transfers / sizeof *transfers; i++) {
        for (size_t k = 0; k < sizeof peaks / sizeof *peaks; k++) {
            frs_tone exact = tone_of(transfers[i], FRS_PRIMARIES_BT2020, peaks[k], 0, 0);
            frs_tone quick = exact;
            frs_tone_tabulate(&quick, &table);
            for (int n = 0; n < 5000; n++) {
                double a[3], b[3];
                for (int c = 0; c < 3; c++) {
                    noise = noise * 1664525u + 1013904223u;
                    /* The dark half the more often, and beyond both ends. */
                    double value = (noise >> 8) / (double)(1 << 24) * 1.1 - 0.05;
                    a[c] = b[c] = n % 2 ? value : value * value;
                }
                frs_tone_apply(&exact, a);
                frs_tone_apply(&quick, b);
                for (int c = 0; c < 3; c++) {
                    ck_assert_double_eq_tol(a[c], b[c], 0.1 / 255);
                    sum += fabs(a[c] - b[c]);
                    count++;
                }
            }
        }
    }
    ck_assert_double_lt(sum / count, 0.001 / 255);
}
END_TEST

START_TEST(the_peak_is_white_and_black_is_black)
{
    for (uint32_t transfer = FRS_TRANSFER_PQ; transfer <= FRS_TRANSFER_HLG; transfer += 2) {
        frs_tone tone = tone_of(transfer, FRS_PRIMARIES_BT2020, 10000000, 50, 0);
        double white[3] = {1, 1, 1}, black[3] = {0, 0, 0};

        frs_tone_apply(&tone, white);
        frs_tone_apply(&tone, black);
        for (int i = 0; i < 3; i++) {
            ck_assert_double_eq_tol(white[i], 1, 1e-6);
            ck_assert_double_eq_tol(black[i], 0, 1e-6);
        }
    }
}
END_TEST

START_TEST(greys_of_wide_sdr_are_what_they_were)
{
    static const uint32_t transfers[] = {1, 2, 4, 5, 6, 7, 8, 13, 14, 15, 17};
    static const uint32_t primaries[] = {FRS_PRIMARIES_BT2020, FRS_PRIMARIES_DCI_P3,
                                         FRS_PRIMARIES_DISPLAY_P3};

    for (size_t i = 0; i < sizeof transfers / sizeof *transfers; i++) {
        for (size_t k = 0; k < sizeof primaries / sizeof *primaries; k++) {
            frs_tone tone = tone_of(transfers[i], primaries[k], 0, 0, 0);
            for (int grey = 0; grey <= GREYS; grey++) {
                double value = grey / (double)GREYS, rgb[3] = {value, value, value};
                frs_tone_apply(&tone, rgb);
                for (int c = 0; c < 3; c++)
                    ck_assert_double_eq_tol(rgb[c], value, 1e-6);
            }
        }
    }
}
END_TEST

START_TEST(a_colour_that_srgb_has_too_keeps_its_chromaticity)
{
    /* BT.709's red in BT.2020, by BT.2087-0 annex 1. */
    double light[3] = {0.6274, 0.0691, 0.0164}, rgb[3];
    frs_tone tone = tone_of(14, FRS_PRIMARIES_BT2020, 0, 0, 0);

    for (int i = 0; i < 3; i++)
        rgb[i] = pow(light[i], 1 / 2.4);
    frs_tone_apply(&tone, rgb);
    ck_assert_double_eq_tol(rgb[0], 1, 0.001);
    ck_assert_double_eq_tol(rgb[1], 0, 0.03);
    ck_assert_double_eq_tol(rgb[2], 0, 0.03);
}
END_TEST

START_TEST(no_code_value_leaves_the_display)
{
    static const double codes[] = {-1, -0.0001, 0, 1e-9, 0.1, 0.5, 0.75, 1, 1.1, 1e9};
    static const uint32_t luminances[] = {0, 1, 50, 10000, 10000000, UINT32_MAX};
    const size_t n = sizeof codes / sizeof *codes, l = sizeof luminances / sizeof *luminances;

    for (size_t what = 0; what < 4 * l * l * 4; what++) {
        static const uint32_t transfers[] = {FRS_TRANSFER_PQ, FRS_TRANSFER_HLG, 1,
                                             FRS_TRANSFER_SRGB};
        static const uint32_t primaries[] = {FRS_PRIMARIES_BT2020, FRS_PRIMARIES_DCI_P3, 12, 9};
        frs_tone tone =
            tone_of(transfers[what % 4], primaries[what / 4 % 4], luminances[what / 16 % l],
                    luminances[what / 16 / l], (uint16_t)what);
        for (size_t i = 0; i < n * n * n; i++) {
            double rgb[3] = {codes[i % n], codes[i / n % n], codes[i / n / n]};
            frs_tone_apply(&tone, rgb);
            for (int c = 0; c < 3; c++)
                ck_assert(rgb[c] >= 0 && rgb[c] <= 1);
        }
    }
}
END_TEST

START_TEST(the_mastering_display_comes_before_the_brightest_pixel)
{
    frs_tone nothing = tone_of(FRS_TRANSFER_PQ, FRS_PRIMARIES_BT2020, 0, 0, 0);
    frs_tone pixel = tone_of(FRS_TRANSFER_PQ, FRS_PRIMARIES_BT2020, 0, 0, 1000);
    frs_tone both = tone_of(FRS_TRANSFER_PQ, FRS_PRIMARIES_BT2020, 40000000, 0, 1000);
    frs_tone hlg = tone_of(FRS_TRANSFER_HLG, FRS_PRIMARIES_BT2020, 0, 0, 400);

    ck_assert_double_eq_tol(nothing.peak, 1, 1e-12);
    ck_assert_double_eq_tol(pixel.peak, 0.1, 1e-12);
    ck_assert_double_eq_tol(both.peak, 0.4, 1e-12);
    ck_assert_double_eq_tol(hlg.peak, 0.1, 1e-12);
    ck_assert_double_eq_tol(hlg.system_gamma, 1.2, 1e-12);
}
END_TEST

START_TEST(ordinary_pictures_are_not_touched)
{
    static const uint32_t primaries[] = {
        0, BT709, FRS_PRIMARIES_UNSPECIFIED, 4, 5, BT601, 7, 8, 10, 22, 255};
    static const uint32_t transfers[] = {0, 1, 2, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 17, 255};
    frs_tone tone;

    for (size_t i = 0; i < sizeof primaries / sizeof *primaries; i++) {
        for (size_t k = 0; k < sizeof transfers / sizeof *transfers; k++) {
            frs_frame_info info = {.transfer = transfers[k], .primaries = primaries[i]};
            info.hdr.max_luminance = 10000000;
            ck_assert(!frs_tone_init(&tone, &info));
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tone");
    TCase *tests = checks_case(suite, "all", NULL, NULL, 120);
    tcase_add_test(tests, luminances_are_those_of_the_standards);
    tcase_add_test(tests, bt2020_becomes_bt709_as_bt2407_has_it);
    tcase_add_test(tests, white_stays_white_in_all_primaries);
    tcase_add_test(tests, pq_is_st_2084);
    tcase_add_test(tests, hlg_is_bt_2100);
    tcase_add_test(tests, hlg_light_is_that_of_another_library);
    tcase_add_test(tests, the_eetf_ends_where_the_display_does);
    tcase_add_test(tests, the_eetf_is_bt_2390);
    tcase_add_test(tests, greys_stay_grey_and_never_fall);
    tcase_add_test(tests, tables_tell_what_is_computed);
    tcase_add_test(tests, the_peak_is_white_and_black_is_black);
    tcase_add_test(tests, greys_of_wide_sdr_are_what_they_were);
    tcase_add_test(tests, a_colour_that_srgb_has_too_keeps_its_chromaticity);
    tcase_add_test(tests, no_code_value_leaves_the_display);
    tcase_add_test(tests, the_mastering_display_comes_before_the_brightest_pixel);
    tcase_add_test(tests, ordinary_pictures_are_not_touched);
    return checks_run(suite);
}
