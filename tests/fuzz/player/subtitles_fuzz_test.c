/* SPDX-License-Identifier: MIT */
/* Files of subtitles: whatever their encoding and form, a script of UTF-8 comes out, and not much
 * of it. */
#include <string.h>

#include "encoding.h"
#include "mutate.h"
#include "subtitle_script.h"

/* A tag may be written for each letter, and each of a cue's lines has a head of its own. */
#define GROWTH_MAX 128
#define HEAD_MAX 1024

#define HEAD                                                                                       \
    "[Script Info]\r\nScriptType: v4.00+\r\n\r\n[Events]\r\n"                                      \
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"

static const fuzz_input inputs[] = {
    FUZZ_TEXT(HEAD "Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\i1\\b1\\an8}a\\N{\\p1}m 0 "
                   "0{\\p0}\\hc{\r\nDialogue: 0,0:00:02.00,0:00:04.00,x,,0,0,0,,{\\u1}d{\\r}e\r\n"
                   "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,never\n"),
    FUZZ_TEXT("[Events]\nFormat: End, Style, Start, Text\n"
              "Dialogue: 0:00:02.00,x,0:00:01.00,turned, round\n"),
    FUZZ_TEXT("1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nx\n"),
    FUZZ_TEXT("\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\ncaf\xc3\xa9\n"),
    FUZZ_TEXT("caf\xe9 \x80\x81\x8d\x9d in Windows' encoding"),
    FUZZ_TEXT("\xff\xfe[\0E\0v\0e\0n\0t\0s\0]\0\n\0D\0i\0a\0l\0o\0g\0u\0e\0:\0"),
    FUZZ_TEXT("\xfe\xff\0[\0E\0v\0e\0n\0t\0s\0]\xd8\x3d\xde\x00\0\n"),
};

static const char *const words[] = {"Dialogue: ",
                                    "Format: ",
                                    "[Events]\n",
                                    "[V4+ Styles]",
                                    "Start",
                                    "End",
                                    "Text",
                                    ",",
                                    "{",
                                    "}",
                                    "\\",
                                    "\\N",
                                    "\\h",
                                    "{\\b1}",
                                    "{\\p1}",
                                    "{\\an9}",
                                    "{\\b99999999999}",
                                    "0:00:00.01",
                                    "999:59:59.99",
                                    "9999999999999999999:0:0",
                                    "-1:0:0",
                                    "0:0:0.",
                                    "\n",
                                    "\r",
                                    "\xff\xfe",
                                    "\xfe\xff",
                                    "\xef\xbb\xbf",
                                    "\xc3",
                                    "\x81",
                                    "Dialogue: 0,0:00:00.00,9:00:00.00,,,0,0,0,,x\n",
                                    NULL};

static void parse(const guint8 *bytes, gsize length)
{
    g_autofree char *text = frs_text_to_utf8((const char *)bytes, length, NULL);
    FUZZ_CHECK(text != NULL && g_utf8_validate(text, -1, NULL));
    FUZZ_CHECK(strlen(text) <= 3 * length + 1);
    g_autofree char *script = frs_subtitle_script(text);
    FUZZ_CHECK(script == NULL || g_utf8_validate(script, -1, NULL));
    FUZZ_CHECK(script == NULL || strlen(script) <= GROWTH_MAX * length + HEAD_MAX);
}

int main(void)
{
    const fuzz_parser parser = {"subtitles", inputs, G_N_ELEMENTS(inputs), words, parse};
    return fuzz_run(&parser);
}
