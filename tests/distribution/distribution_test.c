/* SPDX-License-Identifier: MIT */
#include "distribution.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"

static const frs_distribution *of(const char *os_release)
{
    const char *path = fixture_path("os-release");
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(os_release, file);
    fclose(file);
    return frs_distribution_of(path);
}

/* As these systems have it. */
static const struct {
    const char *os_release, *name;
} systems[] = {
    {"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n", "debian"},
    {"NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n", "debian"},
    {"NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "debian"},
    {"NAME=\"Fedora Linux\"\nID=fedora\n", "fedora"},
    {"NAME=\"Rocky Linux\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "fedora"},
    {"NAME=\"Arch Linux\"\nID=arch\n", "arch"},
    {"NAME=\"Manjaro Linux\"\nID=manjaro\nID_LIKE='arch'\n", "arch"},
    {"NAME=\"openSUSE Tumbleweed\"\nID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"", "suse"},
    {"ID=alpine\nVERSION_ID=3.20\n", NULL},
    {"ID_LIKE_NOT=debian\nVERSION_ID=debian\n", NULL},
    {"ID=\nID_LIKE=\n", NULL},
    {"", NULL},
};

START_TEST(a_system_is_known_by_what_it_is_and_what_it_is_like)
{
    const frs_distribution *found = of(systems[_i].os_release);
    ck_assert_pstr_eq(found ? found->name : NULL, systems[_i].name);
}
END_TEST

START_TEST(no_file_is_no_system)
{
    ck_assert_ptr_null(frs_distribution_of(fixture_path("nothing")));
}
END_TEST

START_TEST(each_distribution_has_a_package_for_all_that_is_needed)
{
    size_t count;
    const frs_need *needs = frs_needs(&count);
    ck_assert_uint_gt(count, 30);
    for (size_t s = 0; s < sizeof systems / sizeof systems[0]; s++) {
        const frs_distribution *distribution = of(systems[s].os_release);
        for (size_t i = 0; i < count; i++) {
            char names[256], *rest = NULL;
            snprintf(names, sizeof names, "%s", needs[i].packages);
            for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
                ck_assert_msg(frs_distribution_package(distribution, name) != NULL, "%s of %s",
                              name, distribution ? distribution->name : "Debian");
        }
    }
    ck_assert_str_eq(frs_distribution_package(of(systems[3].os_release), "gstreamer1.0-libav"),
                     "gstreamer1-plugin-libav");
    ck_assert_ptr_null(frs_distribution_package(NULL, "gstreamer1.0-nothing"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("distribution");
    TCase *tests = checks_case(suite, "distribution", fixture_enter, NULL, 20);
    tcase_add_loop_test(tests, a_system_is_known_by_what_it_is_and_what_it_is_like, 0,
                        sizeof systems / sizeof systems[0]);
    tcase_add_test(tests, no_file_is_no_system);
    tcase_add_test(tests, each_distribution_has_a_package_for_all_that_is_needed);
    return fixture_run(suite);
}
