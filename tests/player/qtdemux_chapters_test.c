/* SPDX-License-Identifier: MIT */
/* The chapters of MP4: of every way in which they are written, and of files that lie. */
#include "qtdemux_chapters.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver.h"
#include "fixture.h"

#define DAMAGES 3000

/* Three chapters; `more` for ffmpeg. */
static GByteArray *make(const char *name, const char *more)
{
    static const char chapters[] =
        ";FFMETADATA1\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=Caf\xc3\xa9\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1250\ntitle=\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1250\nEND=2000\ntitle=End\n";
    ck_assert(g_file_set_contents(driver_clip("chapters.txt"), chapters, -1, NULL));
    const char *path = driver_ffmpeg(name,
                                     "-f lavfi -i color=red:s=64x48:r=4:d=2 -i chapters.txt "
                                     "-map_chapters 1 -map 0 -c:v mpeg4 %s",
                                     more);
    char *bytes;
    gsize length;
    ck_assert(g_file_get_contents(path, &bytes, &length, NULL));
    return g_byte_array_new_take((guint8 *)bytes, length);
}

static GstToc *read_bytes(const GByteArray *bytes)
{
    int fd = memfd_create("film", MFD_CLOEXEC);
    ck_assert_int_eq((int)write(fd, bytes->data, bytes->len), (int)bytes->len);
    GstToc *toc = frs_mp4_chapters_read(fd);
    close(fd);
    return toc;
}

static void assert_chapter(GList *at, double start, const char *title)
{
    gint64 found;
    g_autofree char *text = NULL;
    ck_assert_ptr_nonnull(at);
    gst_toc_entry_get_start_stop_times(at->data, &found, NULL);
    ck_assert_double_eq_tol((double)found / GST_SECOND, start, 0.001);
    gst_tag_list_get_string(gst_toc_entry_get_tags(at->data), GST_TAG_TITLE, &text);
    ck_assert_pstr_eq(text, title);
}

static void assert_three(const GByteArray *bytes)
{
    GstToc *toc = read_bytes(bytes);
    ck_assert_msg(toc != NULL, "no chapters were found");
    GList *list = gst_toc_get_entries(toc);
    assert_chapter(list, 0, "Caf\xc3\xa9");
    assert_chapter(list->next, 0.5, NULL);
    assert_chapter(list->next->next, 1.25, "End");
    ck_assert_ptr_null(list->next->next->next);
    gst_toc_unref(toc);
}

/* Where a box begins. */
static gsize find_box(const GByteArray *bytes, const char *type)
{
    const guint8 *found = memmem(bytes->data, bytes->len, type, 4);
    ck_assert_msg(found != NULL, "no %s", type);
    return (gsize)(found - bytes->data) - 4;
}

static void rename_box(GByteArray *bytes, const char *type)
{
    memcpy(bytes->data + find_box(bytes, type) + 4, "none", 4);
}

/* ---- as they are written ---- */

static const struct {
    const char *name, *more;
} ways[] = {
    {"behind.mp4", ""},
    {"before.mp4", "-movflags +faststart"},
    {"quick.mov", ""},
};

START_TEST(chapters_are_read_wherever_they_are)
{
    g_autoptr(GByteArray) bytes = make(ways[_i].name, ways[_i].more);
    assert_three(bytes);
}
END_TEST

START_TEST(a_track_of_titles_will_do)
{
    g_autoptr(GByteArray) bytes = make("titles.mp4", "");
    rename_box(bytes, "chpl");
    assert_three(bytes);
    rename_box(bytes, "chap");
    ck_assert_ptr_null(read_bytes(bytes));
}
END_TEST

/* ffmpeg leaves room for it in front of the media: a box "free" of eight bytes. */
static void widen_media(GByteArray *bytes)
{
    gsize at = find_box(bytes, "free");
    guint64 size = GST_READ_UINT32_BE(bytes->data + at + 8) + 8U;
    ck_assert_mem_eq(bytes->data + at + 12, "mdat", 4);
    GST_WRITE_UINT32_BE(bytes->data + at, 1);
    memcpy(bytes->data + at + 4, "mdat", 4);
    size = GUINT64_TO_BE(size);
    memcpy(bytes->data + at + 8, &size, sizeof size);
}

/* What is behind it has no places in it. */
static void widen_header(GByteArray *bytes)
{
    gsize at = find_box(bytes, "moov");
    guint64 size = GST_READ_UINT32_BE(bytes->data + at) + 8U;
    guint8 wide[16] = {0, 0, 0, 1, 'm', 'o', 'o', 'v'};
    GST_WRITE_UINT64_BE(wide + 8, size);
    g_byte_array_set_size(bytes, bytes->len + 8);
    memmove(bytes->data + at + 16, bytes->data + at + 8, bytes->len - 16 - at);
    memcpy(bytes->data + at, wide, sizeof wide);
}

START_TEST(sizes_of_64_bits_are_read)
{
    g_autoptr(GByteArray) bytes = make("wide.mp4", "");
    widen_media(bytes);
    assert_three(bytes);
    widen_header(bytes);
    assert_three(bytes);
    rename_box(bytes, "chpl");
    assert_three(bytes);
}
END_TEST

START_TEST(what_has_none_has_none)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    ck_assert_ptr_null(read_bytes(bytes));
    g_byte_array_append(bytes, (const guint8 *)"A text, not a film at all.", 26);
    ck_assert_ptr_null(read_bytes(bytes));
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_ptr_null(frs_mp4_chapters_read(ends[0]));
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* ---- files that lie ---- */

static void read_damaged(const GByteArray *bytes)
{
    GstToc *toc = read_bytes(bytes);
    gint64 start, last = 0;
    for (GList *it = toc ? gst_toc_get_entries(toc) : NULL; it != NULL; it = it->next) {
        g_autofree char *text = NULL;
        gst_toc_entry_get_start_stop_times(it->data, &start, NULL);
        ck_assert_int_ge(start, last);
        last = start;
        if (gst_tag_list_get_string(gst_toc_entry_get_tags(it->data), GST_TAG_TITLE, &text))
            ck_assert(g_utf8_validate(text, -1, NULL));
    }
    if (toc != NULL)
        gst_toc_unref(toc);
}

START_TEST(damage_does_no_harm)
{
    static const guint8 extremes[] = {0, 1, 0x7f, 0x80, 0xff};
    g_autoptr(GByteArray) bytes = make("damage.mp4", "");
    GRand *random = g_rand_new_with_seed(1);
    if (_i == 1)
        rename_box(bytes, "chpl");
    gint header = (gint)find_box(bytes, "moov"), length = (gint)bytes->len;
    for (int i = 0; i < DAMAGES; i++) {
        g_autoptr(GByteArray) copy = g_byte_array_new();
        g_byte_array_append(copy, bytes->data, bytes->len);
        for (int k = 0; k < 4; k++) {
            gint at = g_rand_int_range(random, header, length - 4);
            gint run = g_rand_int_range(random, 1, 5);
            memset(copy->data + at, extremes[g_rand_int_range(random, 0, 5)], (gsize)run);
        }
        if (i % 4 == 0)
            g_byte_array_set_size(copy, (guint)g_rand_int_range(random, header, length));
        read_damaged(copy);
    }
    g_rand_free(random);
}
END_TEST

/* A list of 255 chapters that is cut off, and a box with itself in it. */
START_TEST(what_a_list_claims_and_has_not_is_not_read)
{
    static const guint8 list[] = {0,   0,   0,   37, 'm', 'o', 'o', 'v', 0,   0,   0,   29, 'u',
                                  'd', 't', 'a', 0,  0,   0,   21,  'c', 'h', 'p', 'l', 0,  0,
                                  0,   0,   255, 0,  0,   0,   0,   0,   0,   0,   1};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_byte_array_append(bytes, list, sizeof list);
    ck_assert_ptr_null(read_bytes(bytes));
    bytes->data[3] = 0;
    ck_assert_ptr_null(read_bytes(bytes));
}
END_TEST

int main(void)
{
    gst_init(NULL, NULL);
    Suite *suite = suite_create("qtdemux_chapters");
    TCase *tests = checks_case(suite, "qtdemux_chapters", NULL, NULL, 120);
    tcase_add_loop_test(tests, chapters_are_read_wherever_they_are, 0, G_N_ELEMENTS(ways));
    tcase_add_test(tests, a_track_of_titles_will_do);
    tcase_add_test(tests, sizes_of_64_bits_are_read);
    tcase_add_test(tests, what_has_none_has_none);
    tcase_add_loop_test(tests, damage_does_no_harm, 0, 2);
    tcase_add_test(tests, what_a_list_claims_and_has_not_is_not_read);
    return fixture_run(suite);
}
