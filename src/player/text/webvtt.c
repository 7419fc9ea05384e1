/* SPDX-License-Identifier: MIT */
#include "webvtt.h"

#include <string.h>

#include "ass_script.h"
#include "text_line.h"
#include "webvtt_place.h"
#include "webvtt_style.h"
#include "webvtt_text.h"

#define REGIONS_MAX 16
#define HOURS_MAX 999

typedef struct frs_vtt {
    const char *rest; /* of the file */
    frs_ass_script *script;
    frs_vtt_styles *styles;
    GArray *regions;
    gboolean begun; /* a cue has come: STYLE and REGION have to be before */
} frs_vtt;

gboolean frs_is_webvtt(const char *text)
{
    return strncmp(text, "WEBVTT", 6) == 0 && strchr(" \t\r\n", text[6]) != NULL;
}

/* ---- lines ---- */

static const char *find_arrow(const char *line, gsize length)
{
    return g_strstr_len(line, (gssize)length, "-->");
}

/* Lines up to a blank one, or to the times of another cue, which remain. */
static GString *read_block(frs_vtt *it)
{
    GString *block = g_string_new(NULL);
    const char *line;
    gsize length;
    for (const char *next = it->rest; frs_line_next(&next, &line, &length); it->rest = next) {
        if (length == 0 || find_arrow(line, length) != NULL)
            break;
        if (block->len > 0)
            g_string_append_c(block, '\n');
        g_string_append_len(block, line, (gssize)length);
    }
    return block;
}

static gboolean is_block(const char *line, gsize length, const char *name)
{
    gsize known = strlen(name);
    if (length < known || memcmp(line, name, known) != 0)
        return FALSE;
    while (known < length && strchr(" \t", line[known]) != NULL)
        known++;
    return known == length;
}

/* ---- times ---- */

static gboolean read_digits(const char **at, guint least, guint most, gint64 *value)
{
    const char *begin = *at;
    for (*value = 0; g_ascii_isdigit(**at) && (guint)(*at - begin) < most; ++*at)
        *value = *value * 10 + (**at - '0');
    return (guint)(*at - begin) >= least && !g_ascii_isdigit(**at);
}

/* "00:01.000" or "01:00:01.000". */
static gboolean read_time(const char **at, gint64 *ms)
{
    gint64 parts[3];
    guint count = 0;
    do {
        *at += count > 0 ? 1 : 0;
        if (!read_digits(at, count == 0 ? 1 : 2, count == 0 ? 9 : 2, &parts[count]))
            return FALSE;
    } while (++count < 3 && **at == ':');
    gint64 hours = count == 3 ? parts[0] : 0, fraction;
    if (count < 2 || *(*at)++ != '.' || !read_digits(at, 3, 3, &fraction))
        return FALSE;
    if (parts[count - 1] > 59 || parts[count - 2] > 59)
        return FALSE;
    *ms =
        ((MIN(hours, HOURS_MAX) * 60 + parts[count - 2]) * 60 + parts[count - 1]) * 1000 + fraction;
    return TRUE;
}

/* Behind the times; NULL: they are none. */
static const char *read_times(const char *at, frs_ass_cue *cue)
{
    at += strspn(at, " \t");
    if (!read_time(&at, &cue->start))
        return NULL;
    at += strspn(at, " \t");
    if (strncmp(at, "-->", 3) != 0)
        return NULL;
    at += 3 + strspn(at + 3, " \t");
    return read_time(&at, &cue->end) ? at : NULL;
}

/* ---- blocks ---- */

/* GLib knows no directions, but scripts. The first letter decides. */
static gboolean is_right_to_left(const GString *text)
{
    gboolean tag = FALSE;
    for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        tag = letter == '<' || (tag && letter != '>');
        if (tag || !g_unichar_isalpha(letter))
            continue;
        GUnicodeScript script = g_unichar_get_script(letter);
        return script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW ||
               script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA ||
               script == G_UNICODE_SCRIPT_NKO;
    }
    return FALSE;
}

static void add_cue(frs_vtt *it, const char *line, gsize length, const char *id)
{
    frs_ass_cue cue = {.start = 0};
    const char *settings = read_times(line, &cue);
    g_autoptr(GString) text = read_block(it);
    if (settings == NULL)
        return;
    g_autofree char *place = frs_vtt_place(&cue, settings, (gsize)(line + length - settings),
                                           it->regions, is_right_to_left(text));
    cue.text = text->len > 0 ? frs_vtt_text(text->str, text->len, place, id, it->styles) : NULL;
    frs_ass_script_add(it->script, cue);
    it->begun = TRUE;
}

static void read_region(frs_vtt *it, const char *settings)
{
    frs_vtt_region region;
    if (it->regions->len < REGIONS_MAX && frs_vtt_region_read(&region, settings))
        g_array_append_val(it->regions, region);
}

/* A block that begins with a line without times: a cue with a name, or another kind of block. */
static void read_other(frs_vtt *it, const char *line, gsize length)
{
    const char *next = it->rest, *second;
    gsize second_length;
    if (frs_line_next(&next, &second, &second_length) &&
        find_arrow(second, second_length) != NULL) {
        g_autofree char *id = g_strndup(line, length);
        it->rest = next;
        add_cue(it, second, second_length, id);
        return;
    }
    g_autoptr(GString) block = read_block(it);
    if (!it->begun && is_block(line, length, "STYLE"))
        frs_vtt_styles_read(it->styles, block->str);
    else if (!it->begun && is_block(line, length, "REGION"))
        read_region(it, block->str);
}

char *frs_webvtt_to_ass(const char *text)
{
    frs_vtt it = {.rest = text,
                  .script = frs_ass_script_new(FRS_ASS_BOXED),
                  .styles = frs_vtt_styles_new(),
                  .regions = g_array_new(FALSE, FALSE, sizeof(frs_vtt_region))};
    const char *line;
    gsize length;
    g_string_free(read_block(&it), TRUE); /* the head */
    while (frs_line_next(&it.rest, &line, &length)) {
        if (length == 0)
            continue;
        if (find_arrow(line, length) != NULL)
            add_cue(&it, line, length, NULL);
        else
            read_other(&it, line, length);
    }
    g_array_unref(it.regions);
    frs_vtt_styles_free(it.styles);
    return frs_ass_script_finish(it.script);
}
