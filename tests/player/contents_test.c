/* SPDX-License-Identifier: MIT */
/* What is in a file is told without GStreamer's help, and of damaged ones nothing that harms. */
#include "driver.h"

#include <string.h>

#include "contents.h"
#include "missing.h"

#define ROUNDS 300

static const char *file_of(int index)
{
    static const char *const kinds[][2] = {
        {"contents.mp4", "libx264 -pix_fmt yuv420p -c:a aac"},
        {"contents.mkv", "libx265 -x265-params log-level=none -c:a libopus"},
        {"contents.ts", "mpeg2video -c:a ac3"},
    };
    return driver_ffmpeg(kinds[index][0],
                         "-f lavfi -i testsrc=s=128x96:r=10:d=1 -f lavfi -i sine=d=1 -c:v %s",
                         kinds[index][1]);
}

START_TEST(nothing_is_missing_where_all_is_there)
{
    g_autoptr(GPtrArray) missing = frs_missing_list_new();
    gst_init(NULL, NULL);
    frs_contents_note_missing(file_of(_i), missing);
    for (guint i = 0; i < missing->len; i++)
        ck_abort_msg("%s", ((frs_missing *)g_ptr_array_index(missing, i))->description);
    frs_contents_note_missing("http://host.invalid/a.mp4", missing);
    frs_contents_note_missing("file:///none/a.mp4", missing);
    frs_contents_note_missing("/dev/null", missing);
    ck_assert_uint_eq(missing->len, 0);
}
END_TEST

/* Cut off, and with bytes changed: above all where lengths are, at the begin. */
START_TEST(damaged_files_do_no_harm)
{
    g_autofree char *data = NULL, *path = g_strdup_printf("%s.damaged", file_of(_i));
    gsize size;
    GRand *random = g_rand_new_with_seed((guint32)_i);
    gst_init(NULL, NULL);
    ck_assert(g_file_get_contents(file_of(_i), &data, &size, NULL));
    for (int round = 0; round < ROUNDS; round++) {
        g_autoptr(GPtrArray) missing = frs_missing_list_new();
        g_autofree char *bytes = g_memdup2(data, size);
        gsize length = (gsize)g_rand_int_range(random, 0, (gint32)size + 1);
        for (int i = 0; i < round % 40; i++)
            bytes[g_rand_int_range(random, 0, MIN((gint32)size, i % 2 ? 1200 : G_MAXINT32))] =
                (char)g_rand_int(random);
        ck_assert(g_file_set_contents(path, bytes, (gssize)(round % 3 ? size : length), NULL));
        frs_contents_note_missing(path, missing);
    }
    g_rand_free(random);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("contents");
    TCase *tests = checks_case(suite, "contents", NULL, NULL, 180);
    tcase_add_loop_test(tests, nothing_is_missing_where_all_is_there, 0, 3);
    tcase_add_loop_test(tests, damaged_files_do_no_harm, 0, 3);
    return driver_run(suite);
}
