/* SPDX-License-Identifier: MIT */
/* Files of subtitles: of every kind and encoding the same words are seen, and what is none is told
 * of and does no harm. */
#include "subject.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <frameshare/overlay.h>

/* "Café" from 1 s to 1.5 s, and something after it. */
#define SRT(word)                                                                                  \
    "1\n00:00:01,000 --> 00:00:01,500\n" word "\n\n2\n00:00:03,000 --> 00:00:03,500\nlater\n"
#define VTT(word) "WEBVTT\n\n00:01.000 --> 00:01.500\n" word "\n\n00:03.000 --> 00:03.500\nlater\n"
#define ASS(word)                                                                                  \
    "[Script Info]\r\nScriptType: v4.00+\r\n\r\n[V4+ Styles]\r\nFormat: Name, Fontname\r\n"        \
    "Style: Default,Sans\r\n\r\n[Events]\r\nFormat: Layer, Start, End, Style, Name, MarginL, "     \
    "MarginR, MarginV, Effect, Text\r\nDialogue: 0,0:00:03.00,0:00:03.50,Default,,0,0,0,,later"    \
    "\r\nDialogue: 0,0:00:01.00,0:00:01.50,Default,,0,0,0,,{\\fs30}" word "\r\n"
#define SSA(word)                                                                                  \
    "[Script Info]\nScriptType: v4.00\n[Events]\nFormat: Marked, Start, End, Style, Name, "        \
    "MarginL, MarginR, MarginV, Effect, Text\n"                                                    \
    "Dialogue: Marked=0,0:00:01.00,0:00:01.50,Default,,0,0,0,," word "\n"                          \
    "Dialogue: Marked=0,0:00:03.00,0:00:03.50,Default,,0,0,0,,later\n"
#define BOM "\xef\xbb\xbf"
#define UTF8 "Caf\xc3\xa9"
#define WINDOWS "Caf\xe9"

#define LRC(word) "[00:01.00]" word "\n[00:03.00]later\n"
#define MICRODVD(word) "{1}{1}25.0\n{25}{37}" word "\n{75}{87}later\n"

/* Of each kind, the first is the one that the others are to look as. */
static const struct {
    const char *name, *text;
    gboolean utf16;
} files[][4] = {
    {{"plain.srt", SRT(UTF8), FALSE},
     {"mark.srt", BOM SRT(UTF8), FALSE},
     {"windows.srt", SRT(WINDOWS), FALSE},
     {"wide.srt", SRT(UTF8), TRUE}},
    {{"plain.vtt", VTT(UTF8), FALSE}, {"mark.vtt", BOM VTT(UTF8), FALSE}},
    {{"plain.ass", ASS(UTF8), FALSE},
     {"no-name", BOM ASS(UTF8), FALSE},
     {"windows.ass", ASS(WINDOWS), FALSE},
     {"wide.ass", ASS(UTF8), TRUE}},
    {{"plain.ssa", SSA(UTF8), FALSE}},
    {{"plain.sub", MICRODVD(UTF8), FALSE}, {"windows.sub", MICRODVD(WINDOWS), FALSE}},
};

static const char *write_file(const char *name, const char *text, gboolean utf16)
{
    const char *path = driver_clip(name);
    gsize length = strlen(text);
    g_autofree char *bytes =
        utf16 ? g_convert(text, -1, "UTF-16", "UTF-8", NULL, &length, NULL) : g_strdup(text);
    ck_assert(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

static void load_with(const char *subtitles)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"%s\"",
              driver_clip("clip.mp4"), subtitles);
}

/* What is seen over the picture there; the caller frees it. */
static char *overlay_at(double position)
{
    frs_reader *reader;
    frs_frame frame;
    driver_do(player, "\"command\":\"seek\",\"position\":%f", position);
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    char *sum =
        frame.overlay_data == NULL
            ? g_strdup("nothing")
            : g_compute_checksum_for_data(G_CHECKSUM_SHA1, frame.overlay_data, frame.overlay_size);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    return sum;
}

START_TEST(the_same_words_are_seen_of_every_encoding_of_a_kind_of_file)
{
    g_autofree char *words = NULL, *later = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(files[_i]) && files[_i][i].name != NULL; i++) {
        const char *name = files[_i][i].name;
        load_with(write_file(name, files[_i][i].text, files[_i][i].utf16));
        g_autofree char *after = overlay_at(3.2), *same = overlay_at(1.2), *none = overlay_at(1.7);
        if (i == 0) {
            words = g_strdup(same);
            later = g_strdup(after);
        }
        ck_assert_msg(strcmp(same, "nothing") != 0 && strcmp(same, after) != 0, "%s", name);
        ck_assert_msg(strcmp(none, "nothing") == 0, "%s is shown too long", name);
        ck_assert_msg(strcmp(same, words) == 0, "%s shows something else", name);
        ck_assert_msg(strcmp(after, later) == 0, "%s shows something else later", name);
    }
    ck_assert_int_eq(driver_count(player, "\"warning\""), 0);
}
END_TEST

/* Two letters are too little to detect anything by. */
START_TEST(the_encoding_that_an_app_names_is_taken)
{
    g_autofree char *clip = g_strdup(driver_clip("clip.mp4"));
    g_autofree char *right = g_strdup(write_file("utf8.srt", SRT("\u0434\u0430"), FALSE));
    g_autofree char *file = g_strdup(write_file("cyrillic.srt", SRT("\xe4\xe0"), FALSE));
    load_with(right);
    g_autofree char *wanted = overlay_at(1.2);
    driver_do(player,
              "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":\"%s\","
              "\"options\":{\"subtitleEncoding\":\"windows-1251\"}",
              clip, file);
    g_autofree char *seen = overlay_at(1.2);
    ck_assert_str_eq(seen, wanted);
}
END_TEST

START_TEST(lines_of_a_file_without_ends_go_when_the_next_comes)
{
    load_with(write_file("song.lrc", LRC("la"), FALSE));
    g_autofree char *before = overlay_at(0.5), *first = overlay_at(1.2), *still = overlay_at(2.8),
                    *second = overlay_at(3.2);
    ck_assert_str_eq(before, "nothing");
    ck_assert_str_ne(first, "nothing");
    ck_assert_str_eq(first, still);
    ck_assert_str_ne(second, first);
}
END_TEST

START_TEST(each_text_is_over_its_pictures_after_each_seek)
{
    static const double positions[] = {1.2, 3.2, 2.2};
    g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);
    load_with(write_file("text.srt", SRT("words"), FALSE));
    for (guint i = 0; i < 60; i++)
        g_ptr_array_add(seen, overlay_at(positions[i % 3]));
    for (guint i = 0; i < seen->len; i++) {
        const char *words = g_ptr_array_index(seen, i);
        ck_assert_int_eq(strcmp(words, "nothing") == 0, i % 3 == 2);
        ck_assert_str_eq(words, seen->pdata[i % 3]);
    }
}
END_TEST

/* ---- where ---- */

/* Where something is seen, as parts of the picture, and which colour is the most of it. */
typedef struct frs_seen {
    double left, top, right, bottom;
    guint red, green, blue;
} frs_seen;

static void see_overlay(frs_seen *seen, const frs_overlay *it, const guint8 *pixels)
{
    for (guint y = 0; y < it->rows; y++) {
        for (guint x = 0; x < it->columns; x++) {
            const guint8 *pixel = pixels + it->offset + (gsize)y * it->stride + (gsize)x * 4;
            if (pixel[3] < 128)
                continue;
            seen->left = MIN(seen->left, it->x + (double)x * it->width / it->columns);
            seen->right = MAX(seen->right, it->x + (double)(x + 1) * it->width / it->columns);
            seen->top = MIN(seen->top, it->y + (double)y * it->height / it->rows);
            seen->bottom = MAX(seen->bottom, it->y + (double)(y + 1) * it->height / it->rows);
            seen->blue += pixel[0];
            seen->green += pixel[1];
            seen->red += pixel[2];
        }
    }
}

static frs_seen see_at(double position)
{
    frs_overlays overlays;
    frs_seen seen = {.left = 1e9, .top = 1e9};
    driver_do(player, "\"command\":\"seek\",\"position\":%f", position);
    frs_frame frame = subject_take();
    ck_assert_ptr_nonnull(frame.overlay_data);
    ck_assert_frs(frs_overlays_read(&overlays, frame.overlay_data, frame.overlay_size), FRS_OK);
    for (guint i = 0; i < overlays.n; i++)
        see_overlay(&seen, &overlays.overlay[i], frame.overlay_data);
    seen.left /= frame.info.width;
    seen.right /= frame.info.width;
    seen.top /= frame.info.height;
    seen.bottom /= frame.info.height;
    subject_give_back(&frame);
    return seen;
}

static frs_seen see_text(const char *name, const char *text)
{
    load_with(write_file(name, text, FALSE));
    return see_at(1.2);
}

START_TEST(text_is_where_its_file_says)
{
    frs_seen below = see_text("below.srt", SRT("word"));
    ck_assert(below.top > 0.8 && below.left > 0.3 && below.right < 0.7);
    frs_seen above = see_text("above.srt", SRT("{\\an8}word"));
    ck_assert(above.bottom < 0.2 && above.left > 0.3 && above.right < 0.7);
    frs_seen left =
        see_text("left.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 line:0 align:left\nx\n");
    ck_assert(left.bottom < 0.1 && left.right < 0.1);
    frs_seen half =
        see_text("half.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 line:50% position:50%\nx\n");
    ck_assert(half.top > 0.48 && half.bottom < 0.6);
    frs_seen placed = see_text("placed.ass", ASS("{\\an7\\pos(0,0)}word"));
    ck_assert(placed.left < 0.1 && placed.top < 0.1 && placed.bottom < 0.3);
}
END_TEST

START_TEST(text_has_the_colour_and_the_size_that_its_file_says)
{
    frs_seen plain = see_text("plain.ass", ASS("word"));
    frs_seen red = see_text("red.ass", ASS("{\\bord0\\shad0\\c&H0000FF&\\fs60}word"));
    ck_assert_uint_gt(red.red, 4 * red.green);
    ck_assert_uint_gt(red.red, 4 * red.blue);
    ck_assert(red.bottom - red.top > 1.5 * (plain.bottom - plain.top));
    frs_seen blue = see_text("blue.srt", SRT("<font color=#0000ff>word</font>"));
    ck_assert_uint_gt(blue.blue, 4 * blue.red);
    frs_seen lime = see_text("lime.vtt", VTT("<c.lime>word</c>"));
    ck_assert_uint_gt(lime.green, 4 * lime.red);
}
END_TEST

START_TEST(cues_at_the_same_time_are_all_seen)
{
    static const char srt[] = "1\n00:00:01,000 --> 00:00:02,500\nA\n\n"
                              "2\n00:00:01,500 --> 00:00:04,000\nB\n";
    static const char vtt[] = "WEBVTT\n\n00:01.000 --> 00:02.500\nA\n\n"
                              "00:01.500 --> 00:04.000\nB\n";
    static const char *const both[] = {srt, vtt};
    for (guint i = 0; i < G_N_ELEMENTS(both); i++) {
        load_with(write_file(i == 0 ? "both.srt" : "both.vtt", both[i], FALSE));
        frs_seen one = see_at(1.2), two = see_at(2), other = see_at(3);
        ck_assert(two.bottom - two.top > 1.6 * (one.bottom - one.top));
        ck_assert(fabs(two.bottom - one.bottom) < 0.02);
        ck_assert(other.bottom - other.top < 0.7 * (two.bottom - two.top));
    }
}
END_TEST

/* Text that moves is where it is due whatever the way there: at once, and at another speed. */
START_TEST(text_that_moves_is_where_it_is_due)
{
    static const char moving[] =
        ASS("{\\an7\\move(0,0,400,0)}x") "Dialogue: 0,0:00:02.00,0:00:04.00,Default,,0,0,0,,"
                                         "{\\an7\\pos(0,100)\\t(0,2000,\\fs100)}grows\r\n";
    load_with(write_file("moving.ass", moving, FALSE));
    frs_seen begin = see_at(2.1), end = see_at(3.9);
    ck_assert(end.right > 2 * begin.right);
    driver_do(player, "\"command\":\"rate\",\"rate\":2");
    frs_seen again = see_at(2.1), later = see_at(3.9);
    ck_assert(fabs(again.right - begin.right) < 0.01 && fabs(later.right - end.right) < 0.01);
}
END_TEST

START_TEST(what_is_no_subtitles_is_a_warning_that_names_it)
{
    static const char *const texts[][2] = {
        {"empty.srt", ""},
        {"letter.ass", "Dear reader,\nthis is no file of subtitles.\n"},
        {"nothing-said.ass", "[Script Info]\n[Events]\n"},
        {"garbage.srt", "\x01\x02\xff\xfe\x80\x90 garbage\n\n\n-->"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        load_with(write_file(texts[i][0], texts[i][1], FALSE));
        JsonObject *warning = driver_event(player, "warning");
        const char *message = json_object_get_string_member(warning, "message");
        ck_assert_msg(strstr(message, texts[i][0]) != NULL, "%s", message);
        g_autofree char *none = overlay_at(1.2);
        ck_assert_str_eq(none, "nothing");
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("subtitles");
    TCase *tests = checks_case(suite, "subtitles", subject_begin, subject_end, 180);
    tcase_add_loop_test(tests, the_same_words_are_seen_of_every_encoding_of_a_kind_of_file, 0,
                        G_N_ELEMENTS(files));
    tcase_add_test(tests, the_encoding_that_an_app_names_is_taken);
    tcase_add_test(tests, lines_of_a_file_without_ends_go_when_the_next_comes);
    tcase_add_test(tests, each_text_is_over_its_pictures_after_each_seek);
    tcase_add_test(tests, text_is_where_its_file_says);
    tcase_add_test(tests, text_has_the_colour_and_the_size_that_its_file_says);
    tcase_add_test(tests, cues_at_the_same_time_are_all_seen);
    tcase_add_test(tests, text_that_moves_is_where_it_is_due);
    tcase_add_test(tests, what_is_no_subtitles_is_a_warning_that_names_it);
    return driver_run(suite);
}
