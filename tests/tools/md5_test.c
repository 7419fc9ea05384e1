/* SPDX-License-Identifier: MIT */
#include "tools/md5.h"

#include <string.h>

#include "checks.h"

START_TEST(md5_is_that_of_the_rfc)
{
    static const struct {
        const char *text, *digest;
    } vectors[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
        {"1234567890123456789012345678901234567890123456789012345678901234567890"
         "1234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        for (size_t step = 1; step < 100; step++) {
            md5 m;
            char digest[33];
            const char *text = vectors[i].text;
            size_t left = strlen(text);
            md5_init(&m);
            for (size_t n; left > 0; text += n, left -= n) {
                n = left < step ? left : step;
                md5_update(&m, (const uint8_t *)text, n);
            }
            md5_finish(&m, digest);
            ck_assert_str_eq(digest, vectors[i].digest);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("md5");
    TCase *tests = checks_case(suite, "md5", NULL, NULL, 60);
    tcase_add_test(tests, md5_is_that_of_the_rfc);
    return checks_run(suite);
}
