/* SPDX-License-Identifier: MIT */
#include "checks.h"
#include "encoding.h"

static void assert_text(const char *bytes, gsize length, const char *text)
{
    g_autofree char *found = frs_text_to_utf8(bytes, length);
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

int main(void)
{
    Suite *suite = suite_create("encoding");
    TCase *tests = checks_case(suite, "encoding", NULL, NULL, 60);
    tcase_add_test(tests, every_encoding_becomes_utf8);
    return checks_run(suite);
}
