/* SPDX-License-Identifier: MIT */
/* Files of subtitles as scripts of ASS: what is said, when, where and how it looks, and that no
 * damage to a file is one to us. */
#include "subtitle_script.h"

#include <string.h>
#include <time.h>

#include "checks.h"
#include "css_color.h"
#include "encoding.h"

/* Its events alone, "START END LEFT,RIGHT,VERTICAL TEXT", a line each; the caller frees it. */
static char *events_of(const char *file)
{
    g_autofree char *script = frs_subtitle_script(file);
    GString *all = g_string_new(NULL);
    if (script == NULL)
        return g_string_free(all, FALSE);
    ck_assert(g_str_has_prefix(script, "[Script Info]\n"));
    g_auto(GStrv) lines = g_strsplit(script, "\n", 0);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) it = g_strsplit(*line, ",", 10);
        if (g_str_has_prefix(*line, "Dialogue: "))
            g_string_append_printf(all, "%s %s %s,%s,%s %s\n", it[1], it[2], it[5], it[6], it[7],
                                   it[9]);
    }
    return g_string_free(all, FALSE);
}

static void assert_events(const char *file, const char *events)
{
    g_autofree char *found = events_of(file);
    ck_assert_str_eq(found, events);
}

/* ---- SubRip ---- */

#define SRT(text) "1\n00:00:01,000 --> 00:00:02,000\n" text "\n"

static const char *const subrips[][2] = {
    {"two\nlines", "two\\Nlines"},
    {"<b>bold</b> <i>it<u>under</u></i> <S>out</s>.",
     "{\\b1}bold{\\b0} {\\i1}it{\\u1}under{\\i0\\u0} {\\s1}out{\\s0}."},
    {"<font color=\"#ff8000\">a<font color=red>b</font>c</font>d",
     "{\\1c&H0080FF&\\1a&H00&}a{\\1c&H0000FF&\\1a&H00&}b{\\1c&H0080FF&\\1a&H00&}c{\\1c\\1a}d"},
    {"<font face='Serif' size=\"5\">a</font>", "{\\fs69\\fnSerif}a"},
    {"<font face=\"x}{\\b1\">a", "a"},
    {"{\\an8}top", "{\\an8}top"},
    {"{y:i}slanted in other files", "slanted in other files"},
    {"a {brace} and \\N and \\", "a \\{brace\\} and \\\xe2\x81\xa0N and \\"},
    {"<3 a < b & c &amp; &lt;i&gt; &#65;&#x42;&nbsp;|", "<3 a < b & c & <i> AB\xc2\xa0|"},
    {"<c.yellow>no tag of ours</c> <b", "no tag of ours <b"},
    {"<i>open</b> on", "{\\i1}open on"},
    {"1 <br/> 2", "1 \\N 2"},
};

START_TEST(a_cue_of_subrip_keeps_its_look)
{
    g_autofree char *file = g_strdup_printf(SRT("%s"), subrips[_i][0]);
    g_autofree char *events = g_strdup_printf("0:00:01.00 0:00:02.00 0,0,0 %s\n", subrips[_i][1]);
    assert_events(file, events);
}
END_TEST

START_TEST(subrip_is_read_as_it_is_found)
{
    assert_events("1\r\n0:00:01.5 --> 01:02:03,456  X1:1 X2:2\r\nA\r\n\r\n\r\n"
                  "2\r\n00:00:01,000 --> 00:00:04,000\r\nB\r\n",
                  "0:00:01.00 0:00:04.00 0,0,0 B\n0:00:01.50 1:02:03.45 0,0,0 A\n");
    assert_events("00:01,000 --> 00:02,000\nno number\n2\n00:02,000 --> 00:03,000\nno gap",
                  "0:00:01.00 0:00:02.00 0,0,0 no number\n0:00:02.00 0:00:03.00 0,0,0 no gap\n");
    assert_events(SRT("a\n\nb"), "0:00:01.00 0:00:02.00 0,0,0 a\\N\\Nb\n");
    assert_events("1\n00:00:02,000 --> 00:00:02,000\nno time\n", "");
    assert_events("1\n00:00:0x,000 --> 00:00:02,000\nx\n", "");
    assert_events("Dear reader,\n\nthis --> is none.\n", "");
    assert_events("", "");
}
END_TEST

/* ---- WebVTT ---- */

#define VTT(settings, text) "WEBVTT\n\n00:01.000 --> 00:02.000 " settings "\n" text "\n"

static const struct {
    const char *settings, *place;
} places[] = {
    {"", "0,0,0 {\\an2}"},
    {"align:start", "0,0,0 {\\an1}"},
    {"align:end", "0,0,0 {\\an3}"},
    {"line:0 align:left", "0,0,0 {\\an7}"},
    {"line:3", "0,0,126 {\\an8}"},
    {"line:-1", "0,0,0 {\\an2}"},
    {"line:-3", "0,0,84 {\\an2}"},
    {"line:99999", "0,0,672 {\\an8}"},
    {"line:25%", "0,0,180 {\\an8}"},
    {"line:75%,end", "0,0,180 {\\an2}"},
    {"line:50%,center", "0,0,0 {\\an5\\pos(640,360)}"},
    {"size:50%", "320,320,0 {\\an2}"},
    {"position:25%", "0,640,0 {\\an2}"},
    {"position:25%,line-left size:50%", "320,320,0 {\\an2}"},
    {"position:100% align:right size:30%", "896,0,0 {\\an3}"},
    {"position:20% align:start", "256,0,0 {\\an1}"},
    {"position:0%", "0,1229,0 {\\an2}"},
    {"vertical:rl line:0 align:start", "0,0,0 {\\an7\\fn@sans-serif\\frz-90\\pos(1280,0)}"},
    {"vertical:rl", "0,0,0 {\\an2\\fn@sans-serif\\frz-90\\pos(0,360)}"},
    {"vertical:lr line:1", "0,0,0 {\\an2\\fn@sans-serif\\frz-90\\pos(42,360)}"},
    {"line:x position:101% size:-1% align:up vertical:up region:none :a b:", "0,0,0 {\\an2}"},
};

START_TEST(a_cue_of_webvtt_is_where_its_settings_say)
{
    g_autofree char *file = g_strdup_printf(VTT("%s", "x"), places[_i].settings);
    g_autofree char *events = g_strdup_printf("0:00:01.00 0:00:02.00 %sx\n", places[_i].place);
    assert_events(file, events);
}
END_TEST

static const char *const texts[][2] = {
    {"<v Roger>Voice tag", "Voice tag"},
    {"<v.loud Roger>Voice</v> after", "Voice after"},
    {"<c.yellow>Class tag</c> rest", "{\\1c&H00FFFF&\\1a&H00&}Class tag{\\1c\\1a} rest"},
    {"<c.bg_blue.x>Box</c>", "{\\3c&HFF0000&\\3a&H00&}Box"},
    {"<lang en>lang</lang> <ruby>base<rt>rt</rt></ruby> <i.foo>it</i>",
     "lang base{\\fs21}rt{\\fs} {\\i1}it"},
    {"<ruby>a<rt>b</ruby>c", "a{\\fs21}b{\\fs}c"},
    {"hello<00:00:01.500><c> world</c><00:00:02.000><c> again</c>", "hello world again"},
    {"A &amp; B &lt;3 &nbsp;x &gt; 2 &lrm;&rlm;&#9731; &none;",
     "A & B <3 \xc2\xa0x > 2 \xe2\x80\x8e\xe2\x80\x8f\xe2\x98\x83 &none;"},
    {"<b>a<i>b</b>c</i>d</b>e", "{\\b1}a{\\i1}bc{\\i0}d{\\b0}e"},
    {"Tom & Jerry <3 5 < 6", "Tom & Jerry "},
    {"{\\an8} is text", "\\{\\an8\\} is text"},
    {"<u>two\nlines", "{\\u1}two\\Nlines"},
};

START_TEST(a_cue_of_webvtt_keeps_its_look)
{
    g_autofree char *file = g_strdup_printf(VTT("", "%s"), texts[_i][0]);
    g_autofree char *events =
        g_strdup_printf("0:00:01.00 0:00:02.00 0,0,0 {\\an2}%s\n", texts[_i][1]);
    assert_events(file, events);
}
END_TEST

START_TEST(blocks_of_webvtt_are_told_apart)
{
    assert_events("WEBVTT - title\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n"
                  "NOTE 00:00 is\nno cue\n\n1\n00:00:01.000 --> 00:00:02.000\r\nOne\r\ntwo\r\n\r\n"
                  "a name\n01:00:01.000 --> 01:00:02.000\nB\n00:05.000 --> 00:06.000\nno gap\n\n"
                  "00:07.00 --> 00:08.000\nnever\n\n00:60.000 --> 00:61.000\nnever\n\n"
                  "nothing",
                  "0:00:01.00 0:00:02.00 0,0,0 {\\an2}One\\Ntwo\n"
                  "0:00:05.00 0:00:06.00 0,0,0 {\\an2}no gap\n"
                  "1:00:01.00 1:00:02.00 0,0,0 {\\an2}B\n");
    assert_events("WEBVTTX\n\nnothing", "");
    assert_events("WEBVTT\n\nNOTE only this\n", "");
}
END_TEST

START_TEST(styles_and_regions_of_webvtt_are_applied)
{
    static const char head[] =
        "WEBVTT\n\nSTYLE\n/* not ::cue { color: red } */\n::cue { color: yellow }\n"
        "::cue(.loud), ::cue(b) { font-size: 150%; background: rgba(0,0,255,0.5) }\n"
        "::cue(v[voice=\"Mary\"]) { font-style: italic; text-decoration: underline }\n"
        "::cue(#name) { font-weight: bold; font-family: 'Some Font', serif }\n"
        "::cue(c > b) { color: red }\n\n"
        "REGION\nid:fred width:40% lines:3\nregionanchor:0%,100% viewportanchor:10%,90%\n\n";
    g_autofree char *file =
        g_strconcat(head, "name\n00:01.000 --> 00:02.000\na\n\n", "00:03.000 --> 00:04.000\n",
                    "<v Mary>a</v><c.loud>b</c>\n\n",
                    "00:05.000 --> 00:06.000 region:fred align:left\nc\n", NULL);
    assert_events(file,
                  "0:00:01.00 0:00:02.00 0,0,0 {\\an2}{\\b1\\1c&H00FFFF&\\1a&H00&\\fnSome Font}a\n"
                  "0:00:03.00 0:00:04.00 0,0,0 {\\an2}{\\i1\\u1\\1c&H00FFFF&\\1a&H00&}a"
                  "{\\i0\\u0\\3c&HFF0000&\\3a&H7F&\\fs63}b\n"
                  "0:00:05.00 0:00:06.00 128,640,72 {\\an1}{\\1c&H00FFFF&\\1a&H00&}c\n");
}
END_TEST

START_TEST(start_is_on_the_right_where_text_goes_to_the_left)
{
    assert_events(VTT("align:start", "<v Roger>\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"),
                  "0:00:01.00 0:00:02.00 0,0,0 {\\an3}\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n");
}
END_TEST

/* ---- all ---- */

START_TEST(ass_stays_as_it_is)
{
    static const char script[] = "\n[script info]\n[Events]\nFormat: Text\nDialogue: {\\x}\n";
    g_autofree char *same = frs_subtitle_script(script);
    ck_assert_str_eq(same, script);
    ck_assert_ptr_null(frs_subtitle_script("[Script Info]\n[Events]\n"));
}
END_TEST

START_TEST(colours_are_read_as_in_css)
{
    static const struct {
        const char *text;
        guint32 color;
    } colors[] = {
        {"#f80", 0xff8800ff},   {" #FF8000 ", 0xff8000ff},    {"#ff800080", 0xff800080},
        {"Red", 0xff0000ff},    {"rgb(1, 2, 3)", 0x010203ff}, {"rgba(1,2,3,50%)", 0x01020380},
        {"ff8000", 0xff8000ff}, {"transparent", 0},           {"rgb(300 -1 2 / 1)", 0xff0002ff},
    };
    static const char *const none[] = {"", "#", "#12", "#1234567g", "no", "rgb(1,2)", "12345"};
    guint32 color;
    for (guint i = 0; i < G_N_ELEMENTS(colors); i++) {
        ck_assert_msg(frs_css_color(colors[i].text, strlen(colors[i].text), &color), "%s",
                      colors[i].text);
        ck_assert_msg(color == colors[i].color, "%s: %08x", colors[i].text, color);
    }
    for (guint i = 0; i < G_N_ELEMENTS(none); i++)
        ck_assert_msg(!frs_css_color(none[i], strlen(none[i]), &color), "%s", none[i]);
}
END_TEST

START_TEST(damage_does_no_harm)
{
    static const char *const files[] = {
        SRT("<b>a<font color=\"#ff0000\" face=x size=+2>b{\\an8}{c &amp; &#x41;"),
        "WEBVTT\n\nSTYLE\n::cue(.a, v[voice=\"b\"]) { color: rgba(1,2,3,.5); font: x }\n\n"
        "REGION\nid:a width:5%\n\nid\n00:01.000 --> 00:02.000 region:a line:5%,end "
        "position:1%,line-left\n<v b><c.a.bg_red>x<ruby>y<rt>z</ruby></c>&lt;\n",
    };
    GRand *random = g_rand_new_with_seed(1);
    for (guint round = 0; round < 4000; round++) {
        const char *file = files[round % G_N_ELEMENTS(files)];
        gint size = (gint)strlen(file);
        g_autofree char *bytes = g_memdup2(file, (gsize)size);
        for (guint i = 0; i < round % 6; i++)
            bytes[g_rand_int_range(random, 0, size)] =
                round % 4 == 0 ? (char)g_rand_int(random) : file[g_rand_int_range(random, 0, size)];
        gsize cut = (gsize)g_rand_int_range(random, 1, size + 1);
        g_autofree char *exact = g_memdup2(bytes, cut);
        g_autofree char *text = frs_text_to_utf8(exact, cut, NULL);
        g_autofree char *script = frs_subtitle_script(text);
        ck_assert(script == NULL || g_utf8_validate(script, -1, NULL));
    }
    g_rand_free(random);
}
END_TEST

static char *repeated(const char *head, const char *part, guint times)
{
    GString *all = g_string_new(head);
    for (guint i = 0; i < times; i++)
        g_string_append(all, part);
    return g_string_free(all, FALSE);
}

static clock_t processor_time(const char *file, char **script)
{
    clock_t begin = clock();
    *script = frs_subtitle_script(file);
    return clock() - begin;
}

/* Time grows with the size of a file, and not with its square. */
START_TEST(a_file_written_to_take_long_does_not)
{
    static const char *const parts[][2] = {
        {"", "00:00:01,000 --> 09:00:00,000\nx\n\n"},
        {SRT("x"), "\n"},
        {SRT("x"), "1\n"},
        {SRT("x"), "<b>"},
        {SRT("x"), "{&<"},
        {VTT("", "x"), "<c.a.b.c.d>&"},
        {"WEBVTT\n\nSTYLE\n", "::cue(a,b){color:red}/*"},
        {"WEBVTT\n\n", "id\n00:01.000 --> 09:02.000 line:1 line:2\nx\n\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *fifth = repeated(parts[i][0], parts[i][1], 60000);
        g_autofree char *file = repeated(parts[i][0], parts[i][1], 300000);
        g_autofree char *none = NULL, *script = NULL;
        clock_t once = processor_time(fifth, &none), five_times = processor_time(file, &script);
        ck_assert_msg(five_times < 12 * once + CLOCKS_PER_SEC / 10, "%s: %ld of %ld", parts[i][1],
                      (long)five_times, (long)once);
        ck_assert_msg(script == NULL || strlen(script) < 2 * strlen(file) + 100000, "%s",
                      parts[i][1]);
    }
    g_autofree char *all = repeated("", parts[0][1], 1000);
    g_autofree char *events = events_of(all);
    g_auto(GStrv) lines = g_strsplit(events, "\n", 0);
    ck_assert_uint_eq(g_strv_length(lines), 32 + 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("subtitle_script");
    TCase *tests = checks_case(suite, "subtitle_script", NULL, NULL, 120);
    tcase_add_loop_test(tests, a_cue_of_subrip_keeps_its_look, 0, G_N_ELEMENTS(subrips));
    tcase_add_test(tests, subrip_is_read_as_it_is_found);
    tcase_add_loop_test(tests, a_cue_of_webvtt_is_where_its_settings_say, 0, G_N_ELEMENTS(places));
    tcase_add_loop_test(tests, a_cue_of_webvtt_keeps_its_look, 0, G_N_ELEMENTS(texts));
    tcase_add_test(tests, blocks_of_webvtt_are_told_apart);
    tcase_add_test(tests, styles_and_regions_of_webvtt_are_applied);
    tcase_add_test(tests, start_is_on_the_right_where_text_goes_to_the_left);
    tcase_add_test(tests, ass_stays_as_it_is);
    tcase_add_test(tests, colours_are_read_as_in_css);
    tcase_add_test(tests, damage_does_no_harm);
    tcase_add_test(tests, a_file_written_to_take_long_does_not);
    return checks_run(suite);
}
