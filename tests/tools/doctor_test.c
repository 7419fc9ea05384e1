/* SPDX-License-Identifier: MIT */
/* frameshare doctor, with hosts that are not there, do not start, and know this or that. Of the
 * real one, $FRAMESHARE_REAL_PLAYER, only that all of this machine's GStreamer is found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "json.h"
#include "tool.h"

/* A host of that text. */
static void use_host(const char *text, mode_t mode)
{
    const char *path = fixture_path("host");
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    chmod(path, mode);
    setenv("FRAMESHARE_PLAYER", path, 1);
}

/* It has everything but what `lacks` (a pattern of grep) is in the question of. */
static void use_host_without(const char *version, const char *lacks)
{
    char text[2048];
    snprintf(text, sizeof text,
             "#!/bin/sh\nshift\nprintf 'gstreamer\\t%s\\n'\nfor question; do\n"
             "  set -- $question\n"
             "  if echo \"$question\" | grep -q '%s'; then printf '%%s\\t%%s\\n' $1 $2\n"
             "  else printf '%%s\\t%%s\\tsomething\\n' $1 ${2:-yes}; fi\ndone\n",
             version, lacks);
    use_host(text, 0755);
}

START_TEST(nothing_is_missing_where_the_host_has_all)
{
    use_host_without("1.24.1", "nothing at all");
    int status = tool_run("doctor");
    tool_assert_contains(tool_out, "GStreamer 1.24.1\n");
    tool_assert_contains(tool_out, "\nframeshare-player --quirks lists ");
    /* Whether there are certificates is this machine's. */
    if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) == 0) {
        ck_assert_int_eq(status, 0);
        tool_assert_contains(tool_out, "Nothing is missing");
    }
}
END_TEST

START_TEST(what_is_missing_is_named_with_its_purpose_and_one_command)
{
    use_host_without("1.22.0", "x-h265\\|playbin3\\|hlsdemux2");
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "MISSING  H.265");
    tool_assert_contains(tool_out, "MISSING  Playback");
    tool_assert_contains(tool_out, "ok       HLS"); /* the other one will do */
    tool_assert_contains(tool_out, "ok       H.264               video: something");
    ck_assert_int_eq(tool_run("doctor --json"), 1);
    json_assert(tool_out);
    tool_assert_contains(tool_out, "\"gstreamer\": \"1.22.0\"");
    tool_assert_contains(tool_out, "\"missing\": [\"video/x-h265\"]");
    tool_assert_contains(tool_out, "\"missing\": [\"playbin3\"]");
    tool_assert_contains(tool_out, "\"command\": ");
}
END_TEST

START_TEST(an_old_gstreamer_is_one_sentence)
{
    use_host_without("1.18.4", "nothing at all");
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "GStreamer 1.18.4 is too old");
    tool_assert_contains(tool_out, "1.20");
    ck_assert_int_eq(tool_run("doctor --json"), 1);
    json_assert(tool_out);
}
END_TEST

START_TEST(a_host_that_is_not_there_or_no_program_is_told)
{
    setenv("FRAMESHARE_PLAYER", fixture_path("none"), 1);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "/none cannot be started: No such file or directory");
    use_host("#!/bin/sh\n", 0644);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "/host cannot be started: Permission denied");
    use_host("no program", 0755);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "/host cannot be started: Exec format error");
    ck_assert_int_eq(tool_run("doctor --json"), 1);
    json_assert(tool_out);
}
END_TEST

START_TEST(a_host_that_crashes_or_fails_is_told)
{
    use_host("#!/bin/sh\nkill -SEGV $$\n", 0755);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "crashed while it looked at GStreamer: Segmentation fault");
    use_host("#!/bin/sh\necho 'symbol lookup error: undefined symbol' >&2; exit 127\n", 0755);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "does not work: symbol lookup error: undefined symbol");
    use_host("#!/bin/sh\n", 0755);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "is another program: it does not tell its GStreamer");
}
END_TEST

/* Copied to where its library is not, which the loader of glibc tells. */
START_TEST(all_libraries_that_the_host_lacks_are_named)
{
    char command[4096];
    snprintf(command, sizeof command, "cp '%s' '%s'", getenv("FRAMESHARE_ORPHAN"),
             fixture_path("orphan"));
    ck_assert_int_eq(system(command), 0);
    unsetenv("LD_LIBRARY_PATH");
    setenv("FRAMESHARE_PLAYER", fixture_path("orphan"), 1);
    ck_assert_int_eq(tool_run("doctor"), 1);
    tool_assert_contains(tool_out, "this machine lacks libgone.so");
    ck_assert_ptr_null(strstr(tool_out, "libc.so"));
    ck_assert_int_eq(tool_run("doctor --json"), 1);
    json_assert(tool_out);
    tool_assert_contains(tool_out, "\"gstreamer\": null");
}
END_TEST

START_TEST(what_a_package_depends_on_is_listed)
{
    ck_assert_int_eq(tool_run("doctor --depends debian"), 0);
    tool_assert_contains(tool_out, "libgstreamer1.0-0, libgstreamer-plugins-base1.0-0, ");
    tool_assert_contains(tool_out, ", gstreamer1.0-libav\n");
    ck_assert_int_eq(tool_run("doctor --depends fedora"), 0);
    tool_assert_contains(tool_out, ", gstreamer1-plugin-libav");
    ck_assert_int_eq(tool_run("doctor --depends nonsense"), 2);
    ck_assert_int_eq(tool_run("doctor --depends"), 2);
}
END_TEST

START_TEST(the_real_host_tells_what_is_there)
{
    if (getenv("FRAMESHARE_REAL_PLAYER") == NULL)
        return;
    setenv("FRAMESHARE_PLAYER", getenv("FRAMESHARE_REAL_PLAYER"), 1);
    tool_run("doctor --json");
    json_assert(tool_out);
    tool_assert_contains(tool_out, "\"problem\": null");
    tool_assert_contains(tool_out,
                         "\"name\": \"Playback\", \"for\": \"playing anything\", \"ok\": true");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("doctor");
    TCase *tests = checks_case(suite, "doctor", fixture_enter, NULL, 120);
    tcase_add_test(tests, nothing_is_missing_where_the_host_has_all);
    tcase_add_test(tests, what_is_missing_is_named_with_its_purpose_and_one_command);
    tcase_add_test(tests, an_old_gstreamer_is_one_sentence);
    tcase_add_test(tests, a_host_that_is_not_there_or_no_program_is_told);
    tcase_add_test(tests, a_host_that_crashes_or_fails_is_told);
    tcase_add_test(tests, all_libraries_that_the_host_lacks_are_named);
    tcase_add_test(tests, what_a_package_depends_on_is_listed);
    tcase_add_test(tests, the_real_host_tells_what_is_there);
    return tool_run_suite(suite);
}
