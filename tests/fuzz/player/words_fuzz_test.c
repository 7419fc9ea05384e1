/* SPDX-License-Identifier: MIT */
/* What GStreamer, files and servers say: texts of any bytes, which become messages for people. */
#include <string.h>

#include "line.h"
#include "mutate.h"
#include "tags.h"

static const fuzz_input inputs[] = {
    FUZZ_TEXT("Could not open \"/a/b.mp4\" for reading."),
    FUZZ_TEXT("gstfilesrc.c(553): start\nsystem error: Permission denied http://me:s@cret@h/x?q=1"),
    FUZZ_TEXT("rtsp://me:secret@host/a@b ftp://you:too@there/ caf\xc3\xa9"),
    FUZZ_TEXT("streaming stopped, reason not-linked (-1)"),
};

static const char *const words[] = {
    "://",          "@",           ":",    "/",    "?",    "#",
    "\n",           "\"",          "%s%n", "\xff", "\xc3", "\xed\xa0\x80",
    "\xe2\x80\xa8", "http://a:b@", NULL};

static const struct {
    GQuark (*domain)(void);
    gint code;
} kinds[] = {
    {gst_resource_error_quark, GST_RESOURCE_ERROR_OPEN_READ},
    {gst_stream_error_quark, GST_STREAM_ERROR_FAILED},
    {gst_core_error_quark, GST_CORE_ERROR_MISSING_PLUGIN},
    {gst_uri_error_quark, GST_URI_ERROR_BAD_URI},
};

static void check_problem(frs_problem *problem)
{
    g_autofree char *reply = frs_reply_error("7", problem);
    g_autofree char *event = frs_event_problem("error", problem);
    fuzz_check_line(reply);
    fuzz_check_line(event);
    frs_problem_free(problem);
}

static void check_message(const char *text, guint kind)
{
    GError error = {kinds[kind].domain(), kinds[kind].code, (char *)text};
    GstMessage *message = gst_message_new_error(NULL, &error, text);
    check_problem(frs_problem_from_message(message, text, NULL));
    gst_message_unref(message);
    check_problem(frs_problem_from_error(&error, text));
}

static void check_tags(const char *text)
{
    GstTagList *list = gst_tag_list_new_empty();
    if (g_utf8_validate(text, -1, NULL) && *text != '\0')
        gst_tag_list_add(list, GST_TAG_MERGE_REPLACE, GST_TAG_TITLE, text, GST_TAG_COMMENT, text,
                         NULL);
    GstMessage *message = gst_message_new_tag(NULL, list);
    frs_tags *tags = frs_tags_new();
    frs_tags_note(tags, message);
    g_autofree char *line = frs_tags_event(tags, TRUE);
    if (line != NULL)
        fuzz_check_line(line);
    frs_tags_free(tags);
    gst_message_unref(message);
}

static void parse(const guint8 *bytes, gsize length)
{
    g_autofree char *text = g_strndup((const char *)bytes, length);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *shown = frs_uri_for_people(valid);
    FUZZ_CHECK(shown != NULL && g_utf8_validate(shown, -1, NULL));
    check_message(valid, (guint)(length % G_N_ELEMENTS(kinds)));
    check_problem(frs_problem_new("resource", "%s", text));
    check_tags(text);
}

int main(int argc, char **argv)
{
    const fuzz_parser parser = {"words", inputs, G_N_ELEMENTS(inputs), words, parse};
    gst_init(&argc, &argv);
    return fuzz_run(&parser);
}
