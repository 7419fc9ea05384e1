/* SPDX-License-Identifier: MIT */
#include "subrip.h"

#include <string.h>

#include "ass_script.h"
#include "markup.h"
#include "text_line.h"

/* Hours, minutes or seconds. */
#define PART_MAX 9999
/* So many blank lines in a row end any cue. */
#define BLANK_MAX 16

/* ---- times ---- */

/* "01:02:03,456", with a dot, with fewer digits, without hours. */
static gboolean read_time(const char **at, gint64 *ms)
{
    gint64 seconds = 0;
    guint parts = 0;
    char *end = (char *)*at - 1;
    do {
        const char *digits = end + 1;
        gint64 part = g_ascii_isdigit(*digits) ? g_ascii_strtoll(digits, &end, 10) : -1;
        if (part < 0 || part > PART_MAX)
            return FALSE;
        seconds = seconds * 60 + part;
        parts++;
    } while (parts < 3 && *end == ':');
    *ms = seconds * 1000;
    if (*end == ',' || *end == '.') {
        end++;
        for (gint64 unit = 100; g_ascii_isdigit(*end); end++, unit /= 10)
            *ms += unit * (*end - '0');
    }
    *at = end;
    return parts >= 2;
}

static gboolean read_times(const char *at, frs_ass_cue *cue)
{
    while (*at == ' ' || *at == '\t')
        at++;
    if (!read_time(&at, &cue->start))
        return FALSE;
    at += strspn(at, " \t");
    if (strncmp(at, "-->", 3) != 0)
        return FALSE;
    at += 3 + strspn(at + 3, " \t");
    return read_time(&at, &cue->end);
}

/* ---- cues ---- */

static gboolean is_blank(const char *line, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace(line[i]))
            return FALSE;
    return TRUE;
}

static gboolean is_number(const char *line, gsize length)
{
    gsize digits = 0;
    while (digits < length && g_ascii_isdigit(line[digits]))
        digits++;
    return digits > 0 && is_blank(line + digits, length - digits);
}

/* A blank line ends a cue, if a number or a time follows it: some have one within. */
static gboolean is_over(const char *text)
{
    const char *line;
    gsize length;
    frs_ass_cue unused;
    for (guint blank = 0; blank < BLANK_MAX && frs_line_next(&text, &line, &length); blank++) {
        if (is_blank(line, length))
            continue;
        if (read_times(line, &unused))
            return TRUE;
        return is_number(line, length) && frs_line_next(&text, &line, &length) &&
               read_times(line, &unused);
    }
    return TRUE;
}

/* Lines up to the end of the cue. Without a blank line the next cue's number and times end it. */
static GString *read_text(const char **text)
{
    GString *all = g_string_new(NULL);
    const char *line;
    gsize length, before = 0;
    frs_ass_cue unused;
    for (const char *next = *text; frs_line_next(&next, &line, &length); *text = next) {
        if (read_times(line, &unused)) {
            if (is_number(all->str + before, all->len - before))
                g_string_truncate(all, before);
            break;
        }
        if (is_blank(line, length) && is_over(next))
            break;
        before = all->len;
        g_string_append_len(all, line, (gssize)length);
        g_string_append_c(all, '\n');
    }
    return all;
}

char *frs_subrip_to_ass(const char *text)
{
    frs_ass_script *script = frs_ass_script_new(FRS_ASS_OUTLINED);
    const char *line;
    gsize length;
    while (frs_line_next(&text, &line, &length)) {
        frs_ass_cue cue = {.start = 0};
        if (!read_times(line, &cue))
            continue;
        g_autoptr(GString) lines = read_text(&text);
        cue.text = frs_markup_to_ass(lines->str, lines->len, FRS_ASS_OUTLINED_SIZE);
        frs_ass_script_add(script, cue);
    }
    return frs_ass_script_finish(script);
}
