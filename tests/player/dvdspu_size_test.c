/* SPDX-License-Identifier: MIT */
/* Bitmap subtitles, of discs: they are drawn, also over pictures of another size. */
#include <stdlib.h>

#include "bitmap_subtitles.h"

/* Play until a picture is white: where it is. */
static void assert_white(int top, int bottom, int left, int right)
{
    bitmap_box box = bitmap_play();
    ck_assert_int_eq(box.top, top);
    ck_assert_int_eq(box.bottom, bottom);
    ck_assert_int_eq(box.left, left);
    ck_assert_int_le(abs(box.right - right), 1); /* dvdspu leaves out a DVD's last column */
    ck_assert_int_eq(driver_count(player, "\"event\":\"error\""), 0);
    ck_assert_int_eq(driver_count(player, "cannot be shown"), 0);
}

static void load(const char *path)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":true", path);
}

/* The subtitle is at 220,400 of 640x480, 200x40. */
static const struct {
    const char *size;
    int top, bottom, left, right;
} pictures[] = {
    {"640x480", 400, 439, 220, 419},
    {"640x360", 295, 334, 220, 419}, /* without its black bars */
    {"320x240", 190, 229, 60, 259},
    {"160x120", 80, 119, 0, 159}, /* it is wider than the picture */
    {"1280x720", 610, 649, 540, 739},
};

START_TEST(subtitles_of_a_disc_are_at_their_part_of_each_picture)
{
    load(bitmap_film("pgs.mkv", pictures[_i].size, "copy"));
    assert_white(pictures[_i].top, pictures[_i].bottom, pictures[_i].left, pictures[_i].right);
}
END_TEST

START_TEST(subtitles_of_a_dvd_are_drawn)
{
    load(bitmap_film("vobsub.mkv", "640x480", "dvdsub"));
    assert_white(400, 439, 220, 419);
}
END_TEST

START_TEST(a_track_of_a_dvds_subtitles_can_be_chosen)
{
    driver_load(player, bitmap_film("vobsub.mkv", "640x480", "dvdsub"));
    JsonArray *text = json_object_get_array_member(driver_event(player, "tracks"), "text");
    const char *id = json_object_get_string_member(json_array_get_object_element(text, 0), "id");
    driver_do(player, "\"command\":\"select\",\"kind\":\"text\",\"track\":\"%s\"", id);
    assert_white(400, 439, 220, 419);
}
END_TEST

/* Whatever the bytes say, nothing outside of them is read or written. */
START_TEST(segments_that_are_cut_off_anywhere_stay_within_their_bytes)
{
    gsize size;
    g_autofree guint8 *all = bitmap_segments(&size);
    for (gsize cut = 0; cut <= size; cut++) {
        guint8 *part = g_memdup2(all, cut);
        frs_pgs_move(part, cut, 640, 360);
        g_free(part);
    }
    for (gsize at = 0; at < size; at++) {
        guint8 *part = g_memdup2(all, size);
        part[at] = 0xff;
        frs_pgs_move(part, size, 640, 360);
        part[at] = 0;
        frs_pgs_move(part, size, 640, 360);
        g_free(part);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dvdspu size");
    TCase *tests = checks_case(suite, "dvdspu size", subject_begin, subject_end, 120);
    tcase_add_loop_test(tests, subtitles_of_a_disc_are_at_their_part_of_each_picture, 0,
                        G_N_ELEMENTS(pictures));
    tcase_add_test(tests, subtitles_of_a_dvd_are_drawn);
    tcase_add_test(tests, a_track_of_a_dvds_subtitles_can_be_chosen);
    tcase_add_test(tests, segments_that_are_cut_off_anywhere_stay_within_their_bytes);
    return driver_run(suite);
}
