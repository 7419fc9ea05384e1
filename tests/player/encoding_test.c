/* SPDX-License-Identifier: MIT */
#include "checks.h"
#include "encoding.h"
#include "encoding_name.h"

static void assert_text(const char *bytes, gsize length, const char *text)
{
    g_autofree char *found = frs_text_to_utf8(bytes, length, NULL);
    ck_assert_str_eq(found, text);
}

START_TEST(every_encoding_becomes_utf8)
{
    assert_text("caf\xc3\xa9", 5, "caf\xc3\xa9");
    assert_text("\xef\xbb\xbf"
                "a",
                4, "a");
    assert_text("caf\xe9", 4, "caf\xc3\xa9");
    assert_text("\xff\xfe"
                "a\0\xe9\0",
                6, "a\xc3\xa9");
    assert_text("\xfe\xff\0a\0\xe9\0", 7, "a\xc3\xa9");
    assert_text("a\0", 2, "a");
    assert_text("a\0b", 3, "");
    assert_text("", 0, "");
    assert_text(NULL, 0, "");
}
END_TEST

static char *encoded(const char *text, const char *encoding, gsize *length)
{
    char *bytes = g_convert(text, -1, encoding, "UTF-8", NULL, length, NULL);
    ck_assert_ptr_nonnull(bytes);
    return bytes;
}

#define RUSSIAN                                                                                    \
    "1\n00:00:01,000 --> 00:00:03,000\n\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440\n"
#define JAPANESE "1\n00:00:01,000 --> 00:00:03,000\n\u3053\u3093\u306b\u3061\u306f\u4e16\u754c\n"
#define CHINESE                                                                                    \
    "1\n00:00:01,000 --> "                                                                         \
    "00:00:03,000\n\u4f60\u597d\u4e16\u754c\uff0c\u6211\u4eec\u73b0\u5728\u5c31\u8d70\n"
#define FRENCH "1\n00:00:01,000 --> 00:00:03,000\nVoil\u00e0, \u00e7a va tr\u00e8s bien\n"

static const struct {
    const char *text, *encoding;
} texts[] = {{RUSSIAN, "WINDOWS-1251"},
             {RUSSIAN, "KOI8-R"},
             {JAPANESE, "CP932"},
             {CHINESE, "GB18030"},
             {FRENCH, "WINDOWS-1252"}};

START_TEST(the_encoding_of_a_text_is_detected)
{
    gsize length;
    g_autofree char *bytes = encoded(texts[_i].text, texts[_i].encoding, &length);
    assert_text(bytes, length, texts[_i].text);
}
END_TEST

START_TEST(an_encoding_that_is_named_is_taken_unless_a_mark_says_another)
{
    gsize length;
    g_autofree char *bytes = encoded("\u0434\u0430", "WINDOWS-1251", &length);
    g_autofree char *named = frs_text_to_utf8(bytes, length, "windows-1251");
    ck_assert_str_eq(named, "\u0434\u0430");
    g_autofree char *other = frs_text_to_utf8(bytes, length, "iso-8859-1");
    ck_assert_str_eq(other, "\u00e4\u00e0");
    g_autofree char *wide = frs_text_to_utf8("a\0\xe9\0", 4, "utf-16le");
    ck_assert_str_eq(wide, "a\u00e9");
    g_autofree char *marked = frs_text_to_utf8("\xef\xbb\xbf\xc3\xa9", 5, "windows-1251");
    ck_assert_str_eq(marked, "\u00e9");
    g_autofree char *damaged = frs_text_to_utf8("a\x81 b\x98", 5, "shift-jis");
    ck_assert(g_str_has_prefix(damaged, "a?") && g_utf8_validate(damaged, -1, NULL));
}
END_TEST

START_TEST(encodings_are_known_by_the_names_of_the_web)
{
    static const char *const known[] = {"windows-1251", "Shift_JIS", "sjis", "gb2312",
                                        "gb18030",      "EUC-KR",    "big5", "koi8-r",
                                        "utf-16le",     "latin1"};
    static const char *const unknown[] = {"", "klingon", "utf-8//TRANSLIT", "a b",
                                          "a-name-that-is-longer-than-any-of-an-encoding"};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        g_autofree char *name = frs_encoding_find(known[i]);
        ck_assert_msg(name != NULL, "%s", known[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(unknown); i++)
        ck_assert_ptr_null(frs_encoding_find(unknown[i]));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("encoding");
    TCase *tests = checks_case(suite, "encoding", NULL, NULL, 60);
    tcase_add_test(tests, every_encoding_becomes_utf8);
    tcase_add_loop_test(tests, the_encoding_of_a_text_is_detected, 0, G_N_ELEMENTS(texts));
    tcase_add_test(tests, an_encoding_that_is_named_is_taken_unless_a_mark_says_another);
    tcase_add_test(tests, encodings_are_known_by_the_names_of_the_web);
    return checks_run(suite);
}
