/* SPDX-License-Identifier: MIT */
/* Files of subtitles: of every kind and encoding the same words are seen, and what is none is told
 * of and does no harm. */
#include "subject.h"

#include <stdlib.h>
#include <string.h>

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

static const struct {
    const char *name, *text;
    gboolean utf16;
} files[] = {
    {"plain.srt", SRT(UTF8), FALSE},      {"mark.srt", BOM SRT(UTF8), FALSE},
    {"windows.srt", SRT(WINDOWS), FALSE}, {"wide.srt", SRT(UTF8), TRUE},
    {"plain.vtt", VTT(UTF8), FALSE},      {"mark.vtt", BOM VTT(UTF8), FALSE},
    {"plain.ass", ASS(UTF8), FALSE},      {"mark.ass", BOM ASS(UTF8), FALSE},
    {"windows.ass", ASS(WINDOWS), FALSE}, {"wide.ass", ASS(UTF8), TRUE},
    {"plain.ssa", SSA(UTF8), FALSE},      {"no-name", ASS(UTF8), FALSE},
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

START_TEST(the_same_words_are_seen_of_every_kind_of_file)
{
    load_with(write_file("first.srt", SRT(UTF8), FALSE));
    g_autofree char *words = overlay_at(1.2), *later = overlay_at(3.2);
    ck_assert_str_ne(words, "nothing");
    ck_assert_str_ne(words, later);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        load_with(write_file(files[i].name, files[i].text, files[i].utf16));
        g_autofree char *after = overlay_at(3.2), *same = overlay_at(1.2);
        ck_assert_msg(strcmp(same, words) == 0, "%s shows something else", files[i].name);
        ck_assert_msg(strcmp(after, later) == 0, "%s shows something else later", files[i].name);
    }
    g_autofree char *none = overlay_at(1.7);
    ck_assert_str_eq(none, "nothing");
    ck_assert_int_eq(driver_count(player, "\"warning\""), 0);
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
    tcase_add_test(tests, the_same_words_are_seen_of_every_kind_of_file);
    tcase_add_test(tests, what_is_no_subtitles_is_a_warning_that_names_it);
    return driver_run(suite);
}
