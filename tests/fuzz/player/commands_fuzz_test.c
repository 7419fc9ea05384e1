/* SPDX-License-Identifier: MIT */
/* The host's lines: whatever comes is a command or a problem, and both are answered in JSON. */
#include <math.h>
#include <string.h>

#include "command.h"
#include "line.h"
#include "mutate.h"

static const fuzz_input inputs[] = {
    FUZZ_TEXT("{\"id\":1,\"command\":\"load\",\"uri\":\"file:///a.mp4\",\"format\":\"native\","
              "\"subtitles\":true,\"position\":1.5,\"loop\":false,\"deinterlace\":true}"),
    FUZZ_TEXT("{\"id\":\"\\u00e9\\\"\\ud83d\\ude00\",\"command\":\"seek\",\"position\":1.5e1}"),
    FUZZ_TEXT("{\"id\":-7,\"command\":\"rate\",\"rate\":-2,\"x\":[{\"y\":[null,false]}]}"),
    FUZZ_TEXT("{\"id\":0.25,\"command\":\"next\",\"pipeline\":\"videotestsrc ! framesharesink\"}"),
    FUZZ_TEXT("{\"id\":2,\"command\":\"load\",\"uri\":\"https://a/b\",\"options\":{\"headers\":"
              "{\"Cookie\":\"a=b\",\"X-Y\":\"z\"},\"userAgent\":\"me\",\"rtsp\":{\"transport\":"
              "\"tcp\",\"latency\":200},\"tls\":{\"verify\":false}}}"),
    FUZZ_TEXT("{\"id\":3,\"command\":\"step\",\"frames\":-3}"),
    FUZZ_TEXT("{\"id\":4,\"command\":\"volume\",\"volume\":0.25}"),
    FUZZ_TEXT("{\"id\":5,\"command\":\"select\",\"kind\":\"text\",\"track\":\"a/1\"}"),
    FUZZ_TEXT("{\"id\":6,\"command\":\"orientation\",\"direction\":\"ul-lr\"}"),
    FUZZ_TEXT("{\"id\":null,\"command\":\"audio-device\",\"device\":null}"),
};

static const char *const words[] = {"1e999",
                                    "-1e999",
                                    "1e-999",
                                    "NaN",
                                    "Infinity",
                                    "-0.0",
                                    "9223372036854775807",
                                    "99999999999999999999",
                                    "0x10",
                                    "\\u0000",
                                    "\\ud800",
                                    "\\udfff",
                                    "\\ud800\\ud800",
                                    "null",
                                    "true",
                                    "{",
                                    "}",
                                    "[",
                                    "]",
                                    "\"",
                                    "\\",
                                    "\"id\":",
                                    ",",
                                    ":",
                                    "//",
                                    "/*",
                                    "\xff",
                                    "\xc0\x80",
                                    "\xed\xa0\x80",
                                    "\xf4\x90\x80\x80",
                                    "\r",
                                    "\t",
                                    "\x01",
                                    "\x7f",
                                    "'",
                                    "\"id\":1e999,",
                                    "\"command\":\"quit\",",
                                    NULL};

static void check_numbers(const frs_command *command)
{
    FUZZ_CHECK(isfinite(command->position) && command->position >= 0);
    FUZZ_CHECK(isfinite(command->rate) && isfinite(command->volume));
    FUZZ_CHECK(abs(command->frames) <= FRS_STEP_MAX);
}

static void check_text(const char *text)
{
    FUZZ_CHECK(text == NULL || g_utf8_validate(text, -1, NULL));
}

static void check_command(const frs_command *command)
{
    check_numbers(command);
    check_text(command->uri);
    check_text(command->pipeline);
    check_text(command->subtitles);
    check_text(command->track);
    check_text(command->device);
    JsonBuilder *builder = frs_reply_begin(command->id);
    frs_add_string(builder, "uri", command->uri);
    frs_add_string(builder, "track", command->track);
    frs_add_number(builder, "position", command->position);
    g_autofree char *reply = frs_line_end(builder);
    fuzz_check_line(reply);
}

static void parse(const guint8 *bytes, gsize length)
{
    frs_command *command = NULL;
    frs_problem *problem = frs_command_parse((const char *)bytes, length, &command);
    if (problem != NULL) {
        g_autofree char *reply = frs_reply_error(command->id, problem);
        fuzz_check_line(reply);
    } else {
        check_command(command);
    }
    frs_problem_free(problem);
    frs_command_free(command);
}

int main(void)
{
    const fuzz_parser parser = {"commands", inputs, G_N_ELEMENTS(inputs), words, parse};
    return fuzz_run(&parser);
}
