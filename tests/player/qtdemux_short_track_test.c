/* SPDX-License-Identifier: MIT */
/* The header of an MP4 file that says nothing true does no harm, and a good one stays as it is. */
#include "driver.h"

#include <string.h>

#include "bytes.h"
#include "qtdemux_short_track.h"

#define ROUNDS 2000

static guint8 *moov_of(const char *name, gsize *size)
{
    g_autofree char *data = NULL;
    gsize length;
    ck_assert(g_file_get_contents(driver_clip(name), &data, &length, NULL));
    const char *type = memmem(data, length, "moov", 4);
    ck_assert_ptr_nonnull(type);
    *size = frs_read_32(type - 4);
    ck_assert(type - 4 + *size <= data + length);
    return g_memdup2(type - 4, *size);
}

START_TEST(tracks_of_the_films_length_stay_as_they_are)
{
    gsize size;
    g_autofree guint8 *moov = moov_of("clip.mp4", &size);
    g_autofree guint8 *before = g_memdup2(moov, size);
    ck_assert(!frs_short_tracks_mend(moov, size));
    ck_assert(memcmp(moov, before, size) == 0);
}
END_TEST

START_TEST(the_short_track_lasts_a_fifth_of_the_film)
{
    gsize size;
    driver_ffmpeg("title.mp4", "-i clip.mp4 -vf trim=end_frame=10 -c:v mpeg4 -c:a aac");
    g_autofree guint8 *moov = moov_of("title.mp4", &size);
    ck_assert(frs_short_tracks_mend(moov, size));
    const guint8 *movie = memmem(moov, size, "mvhd", 4);
    const guint8 *media = memmem(moov, size, "mdhd", 4);
    guint64 film = frs_read_32(movie + 20), film_scale = frs_read_32(movie + 16);
    guint64 track = frs_read_32(media + 20), track_scale = frs_read_32(media + 16);
    ck_assert_uint_ge(track * film_scale * 10 / (film * track_scale), 2);
    ck_assert_uint_le((track - 1) * film_scale * 10 / (film * track_scale), 1);
    ck_assert(!frs_short_tracks_mend(moov, size));
}
END_TEST

/* As FFmpeg 7 writes it. */
START_TEST(a_track_that_lasts_0_is_short_and_none_of_a_fragmented_file)
{
    gsize size;
    g_autofree guint8 *moov = moov_of("clip.mp4", &size);
    guint8 *media = memmem(moov, size, "mdhd", 4);
    memset(media + 20, 0, 4);
    g_autofree guint8 *fragmented = g_malloc(size + 8);
    memcpy(fragmented, moov, size);
    memcpy(fragmented + size, "\0\0\0\10mvex", 8);
    frs_write_32(fragmented, (guint32)size + 8);
    ck_assert(frs_short_tracks_mend(moov, size));
    ck_assert_uint_gt(frs_read_32(media + 20), 0);
    ck_assert(!frs_short_tracks_mend(fragmented, size + 8));
}
END_TEST

START_TEST(damaged_headers_do_no_harm)
{
    gsize size;
    g_autofree guint8 *moov = moov_of("clip.mp4", &size);
    GRand *random = g_rand_new_with_seed(7);
    for (int round = 0; round < ROUNDS; round++) {
        gsize length = round % 3 ? size : (gsize)g_rand_int_range(random, 0, (gint32)size + 1);
        g_autofree guint8 *bytes = g_memdup2(moov, MAX(length, 1));
        for (int i = 0; i < round % 40 && length > 0; i++)
            bytes[g_rand_int_range(random, 0, (gint32)length)] = (guint8)g_rand_int(random);
        frs_short_tracks_mend(bytes, length);
    }
    g_rand_free(random);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("qtdemux short track");
    TCase *tests = checks_case(suite, "qtdemux short track", NULL, NULL, 60);
    tcase_add_test(tests, tracks_of_the_films_length_stay_as_they_are);
    tcase_add_test(tests, the_short_track_lasts_a_fifth_of_the_film);
    tcase_add_test(tests, a_track_that_lasts_0_is_short_and_none_of_a_fragmented_file);
    tcase_add_test(tests, damaged_headers_do_no_harm);
    return driver_run(suite);
}
