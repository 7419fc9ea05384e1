/* SPDX-License-Identifier: MIT */
/* ASS as SubRip: what is said, when, and that no damage to a file is one to us. */
#include "ass.h"

#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "encoding.h"

#define HEAD                                                                                       \
    "[Script Info]\r\nScriptType: v4.00+\r\n\r\n[Events]\r\n"                                      \
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"
#define LINE(start, end, text) "Dialogue: 0," start "," end ",Default,,0,0,0,," text "\r\n"

static void assert_becomes(const char *ass, const char *srt)
{
    g_autofree char *text = frs_ass_to_srt(ass);
    ck_assert_str_eq(text, srt);
}

START_TEST(a_line_is_said_at_its_time)
{
    assert_becomes(HEAD LINE("0:00:01.00", "1:02:03.45", "Hello, you, there"),
                   "1\n00:00:01,000 --> 01:02:03,450\nHello, you, there\n\n");
    assert_becomes(HEAD "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,never\n", "");
    assert_becomes(HEAD LINE("0:00:02.00", "0:00:02.00", "no time") LINE("-1:0:0.0", "0:0:1", "x")
                       LINE("a:b:c", "0:0:1", "x"),
                   "");
}
END_TEST

START_TEST(what_is_said_at_once_is_put_together)
{
    assert_becomes(HEAD LINE("0:00:02.00", "0:00:04.00", "b") LINE("0:00:01.00", "0:00:03.00", "a")
                       LINE("0:00:02.50", "0:00:03.00", "{\\an8}top"),
                   "1\n00:00:01,000 --> 00:00:02,000\na\n\n"
                   "2\n00:00:02,000 --> 00:00:02,500\na\nb\n\n"
                   "3\n00:00:02,500 --> 00:00:03,000\ntop\na\nb\n\n"
                   "4\n00:00:03,000 --> 00:00:04,000\nb\n\n");
}
END_TEST

/* What is written, and what is left of it. */
static const char *const texts[][2] = {
    {"{\\i1}so{\\i0} it {\\b1\\i1}goes", "<i>so</i> it <b><i>goes</i></b>"},
    {"{\\u1}a{\\r}b", "<u>a</u>b"},
    {"{\\b700}a{\\b400}b{\\b0}", "<b>a</b>b"},
    {"one\\Ntwo\\nthree\\N\\Nfour\\hfive", "one\ntwo\nthree\nfour\xc2\xa0"
                                           "five"},
    {"{\\pos(10,20)\\c&H00FF00&\\fs40\\bord2\\blur1\\iclip(1,2,3,4)}plain", "plain"},
    {"{\\p1}m 0 0 l 10 10{\\p0}after", "after"},
    {"a {comment} b", "a  b"},
    {"open { brace", "open { brace"},
    {"a\\qb\\", "a\\qb\\"},
};

START_TEST(what_a_line_says_stays_and_how_it_looks_goes)
{
    g_autofree char *ass =
        g_strdup_printf(HEAD LINE("0:00:01.00", "0:00:02.00", "%s"), texts[_i][0]);
    g_autofree char *srt =
        g_strdup_printf("1\n00:00:01,000 --> 00:00:02,000\n%s\n\n", texts[_i][1]);
    assert_becomes(ass, srt);
}
END_TEST

START_TEST(ssa_and_other_orders_of_fields_are_read)
{
    assert_becomes("[Script Info]\nScriptType: v4.00\n[Events]\nFormat: Marked, Start, End, Text\n"
                   "Dialogue: Marked=0,0:00:01.00,0:00:02.00,{\\a6}old\n",
                   "1\n00:00:01,000 --> 00:00:02,000\nold\n\n");
    assert_becomes("[Events]\nFormat: End, Style, Start, Text\n"
                   "Dialogue: 0:00:02.00,x,0:00:01.00,turned, round\n",
                   "1\n00:00:01,000 --> 00:00:02,000\nturned, round\n\n");
    assert_becomes("[Events]\nFormat: Text\n" LINE("0:00:01.00", "0:00:02.00", "no times"),
                   "1\n00:00:01,000 --> 00:00:02,000\nno times\n\n");
}
END_TEST

START_TEST(only_ass_is_taken_for_ass)
{
    ck_assert(frs_is_ass(HEAD));
    ck_assert(frs_is_ass("\n [script info]\n"));
    ck_assert(frs_is_ass("[V4+ Styles]\n"));
    ck_assert(!frs_is_ass("1\n00:00:01,000 --> 00:00:02,000\n[Events]\n"));
    ck_assert(!frs_is_ass("WEBVTT\n"));
    ck_assert(!frs_is_ass(""));
}
END_TEST

START_TEST(damage_does_no_harm)
{
    static const char whole[] =
        HEAD LINE("0:00:01.00", "0:00:03.00", "{\\i1\\b1\\an8}a{\\p1}b{\\p0}\\N\\hc{")
            LINE("0:00:02.00", "0:00:04.00", "d") "Format: Start, End, Text\n"
                                                  "Dialogue: 0:0:1.1,0:0:9.9,x\n";
    GRand *random = g_rand_new_with_seed(1);
    for (gsize cut = 0; cut <= sizeof whole; cut++) {
        g_autofree char *bytes = g_memdup2(whole, sizeof whole);
        for (guint i = 0; i < 5; i++)
            bytes[g_rand_int_range(random, 0, sizeof whole)] = (char)g_rand_int(random);
        g_autofree char *exact = g_memdup2(bytes, MAX(cut, 1));
        g_autofree char *text = frs_text_to_utf8(exact, cut);
        g_autofree char *srt = frs_ass_to_srt(text);
        ck_assert(g_utf8_validate(srt, -1, NULL));
    }
    g_rand_free(random);
}
END_TEST

/* All at once, each to a time of its own: what would take for ever if each were written each time.
 */
START_TEST(a_file_written_to_take_long_does_not)
{
    g_autoptr(GString) ass = g_string_new(HEAD);
    for (int i = 0; i < 100000; i++)
        g_string_append_printf(ass, "Dialogue: 0,0:00:00.%02d,9:%02d:%02d.00,,,0,0,0,,%d\n",
                               i % 100, i / 60 % 60, i % 60, i);
    g_autofree char *srt = frs_ass_to_srt(ass->str);
    ck_assert_uint_lt(strlen(srt), 2 * ass->len);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ass");
    TCase *tests = checks_case(suite, "ass", NULL, NULL, 60);
    tcase_add_test(tests, a_line_is_said_at_its_time);
    tcase_add_test(tests, what_is_said_at_once_is_put_together);
    tcase_add_loop_test(tests, what_a_line_says_stays_and_how_it_looks_goes, 0,
                        G_N_ELEMENTS(texts));
    tcase_add_test(tests, ssa_and_other_orders_of_fields_are_read);
    tcase_add_test(tests, only_ass_is_taken_for_ass);
    tcase_add_test(tests, damage_does_no_harm);
    tcase_add_test(tests, a_file_written_to_take_long_does_not);
    return checks_run(suite);
}
