/* SPDX-License-Identifier: MIT */
#include "ass.h"

#include <stdlib.h>
#include <string.h>

/* More is no subtitles: said at once, in one file, and written for it. */
#define AT_ONCE 16
#define LINES_MAX 200000
#define OUTPUT_MAX (32 * 1024 * 1024)
#define FIELDS_MAX 32
#define HOURS_MAX 999

/* ---- lines of the file ---- */

static gboolean is_section(const char *line, const char *name)
{
    return g_ascii_strncasecmp(line, name, strlen(name)) == 0;
}

gboolean frs_is_ass(const char *text)
{
    while (g_ascii_isspace(*text))
        text++;
    return is_section(text, "[Script Info]") || is_section(text, "[V4") ||
           is_section(text, "[Events]");
}

enum {
    BOLD = 1,
    ITALIC = 2,
    UNDERLINED = 4,
};

typedef struct frs_said {
    gint64 start, end; /* ms */
    gboolean top;
    char *text;
} frs_said;

static void free_said(gpointer data)
{
    frs_said *it = data;
    g_free(it->text);
    g_free(it);
}

/* Where the fields of a line are. */
typedef struct frs_fields {
    guint count, start, end;
} frs_fields;

static void read_format(frs_fields *to, const char *names)
{
    g_auto(GStrv) each = g_strsplit(names, ",", FIELDS_MAX);
    frs_fields found = {.count = g_strv_length(each), .start = FIELDS_MAX, .end = FIELDS_MAX};
    for (guint i = 0; i < found.count; i++) {
        const char *name = g_strstrip(each[i]);
        if (g_ascii_strcasecmp(name, "Start") == 0)
            found.start = i;
        else if (g_ascii_strcasecmp(name, "End") == 0)
            found.end = i;
    }
    if (found.start < found.count && found.end < found.count)
        *to = found;
}

/* "0:01:02.34"; -1: none. */
static gint64 read_time(const char *text)
{
    gint64 parts[3];
    char *rest = (char *)text;
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        parts[i] = g_ascii_strtoll(text, &rest, 10);
        if (rest == text || parts[i] < 0 || parts[i] > HOURS_MAX || (i < 2 && *rest != ':'))
            return -1;
        text = rest + 1;
    }
    gint64 ms = 0;
    if (*rest == '.' || *rest == ',')
        for (gint64 unit = 100; unit > 0 && g_ascii_isdigit(*text); unit /= 10)
            ms += unit * (*text++ - '0');
    return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + ms;
}

/* ---- what a line says ---- */

static void set_style(GString *to, guint *now, guint want)
{
    static const struct {
        guint mark;
        const char *begin, *end;
    } tags[] = {{BOLD, "<b>", "</b>"}, {ITALIC, "<i>", "</i>"}, {UNDERLINED, "<u>", "</u>"}};
    if (*now == want)
        return;
    for (guint i = G_N_ELEMENTS(tags); i-- > 0;)
        g_string_append(to, *now & tags[i].mark ? tags[i].end : "");
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
        g_string_append(to, want & tags[i].mark ? tags[i].begin : "");
    *now = want;
}

typedef struct frs_reading {
    GString *text;
    guint style;
    gboolean top, drawing;
} frs_reading;

static void switch_mark(guint *style, guint mark, gboolean on)
{
    *style = on ? *style | mark : *style & ~mark;
}

/* One of what is in braces, behind its backslash. */
static void read_override(frs_reading *it, guint *style, const char *tag)
{
    int number = atoi(tag + strcspn(tag, "0123456789"));
    if (tag[0] == 'r')
        *style = 0;
    else if (g_str_has_prefix(tag, "an") && g_ascii_isdigit(tag[2]))
        it->top = number >= 7;
    else if (!g_ascii_isdigit(tag[0] ? tag[1] : '\0'))
        return;
    else if (tag[0] == 'b')
        switch_mark(style, BOLD, number == 1 || number > 400);
    else if (tag[0] == 'i')
        switch_mark(style, ITALIC, number != 0);
    else if (tag[0] == 'u')
        switch_mark(style, UNDERLINED, number != 0);
    else if (tag[0] == 'p')
        it->drawing = number != 0;
    else if (tag[0] == 'a') /* SSA's: 5 to 7 are at the top */
        it->top = number >= 5 && number <= 7;
}

static const char *read_braces(frs_reading *it, const char *from, const char *end)
{
    guint style = it->style;
    for (const char *at = from; at < end; at++)
        if (*at == '\\')
            read_override(it, &style, at + 1);
    set_style(it->text, &it->style, style);
    return end + 1;
}

/* An empty line would end it. */
static void end_line(GString *text)
{
    if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c(text, '\n');
}

static const char *read_escape(frs_reading *it, const char *at)
{
    if (at[1] == 'N' || at[1] == 'n')
        end_line(it->text);
    else if (at[1] == 'h')
        g_string_append(it->text, "\xc2\xa0");
    else
        g_string_append_c(it->text, '\\');
    return at + (strchr("Nnh", at[1]) != NULL && at[1] != '\0' ? 2 : 1);
}

static char *read_text(const char *at, gboolean *top)
{
    frs_reading it = {.text = g_string_new(NULL)};
    while (*at != '\0') {
        const char *close = *at == '{' ? strchr(at, '}') : NULL;
        if (close != NULL) {
            at = read_braces(&it, at + 1, close);
        } else if (*at == '\\') {
            at = read_escape(&it, at);
        } else {
            if (!it.drawing)
                g_string_append_c(it.text, *at);
            at++;
        }
    }
    set_style(it.text, &it.style, 0);
    *top = it.top;
    return g_strstrip(g_string_free(it.text, FALSE));
}

static void read_dialogue(GPtrArray *lines, const frs_fields *fields, const char *line)
{
    g_auto(GStrv) each = g_strsplit(line, ",", (gint)fields->count);
    if (g_strv_length(each) < fields->count || lines->len >= LINES_MAX)
        return;
    frs_said it = {.start = read_time(each[fields->start]), .end = read_time(each[fields->end])};
    it.text = read_text(each[fields->count - 1], &it.top);
    if (it.start < 0 || it.end <= it.start || *it.text == '\0')
        g_free(it.text);
    else
        g_ptr_array_add(lines, g_memdup2(&it, sizeof it));
}

/* In the order of their beginnings, then of the file. */
static gint by_start(gconstpointer a, gconstpointer b)
{
    const frs_said *one = *(frs_said *const *)a, *other = *(frs_said *const *)b;
    return (one->start > other->start) - (one->start < other->start);
}

static GPtrArray *read_lines(const char *text)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(free_said);
    frs_fields format = {.count = 10, .start = 1, .end = 2};
    gboolean events = FALSE;
    while (*text != '\0') {
        gsize length = strcspn(text, "\r\n");
        g_autofree char *line = g_strndup(text, length);
        text += length + strspn(text + length, "\r\n");
        if (*line == '[')
            events = is_section(line, "[Events]");
        else if (events && g_ascii_strncasecmp(line, "Format:", 7) == 0)
            read_format(&format, line + 7);
        else if (events && g_ascii_strncasecmp(line, "Dialogue:", 9) == 0)
            read_dialogue(lines, &format, line + 9);
    }
    g_ptr_array_sort(lines, by_start); /* which is a merge sort: it keeps the order */
    return lines;
}

/* ---- one after the other ---- */

typedef struct frs_writing {
    GString *srt;
    const frs_said *now[AT_ONCE]; /* what is being said */
    guint count, number;
    gint64 from;
} frs_writing;

static void append_time(GString *to, gint64 ms)
{
    g_string_append_printf(to, "%02d:%02d:%02d,%03d", (int)(ms / 3600000), (int)(ms / 60000 % 60),
                           (int)(ms / 1000 % 60), (int)(ms % 1000));
}

static void append_all(frs_writing *it, gboolean top)
{
    for (guint i = 0; i < it->count; i++)
        if (it->now[i]->top == top)
            g_string_append_printf(it->srt, "%s\n", it->now[i]->text);
}

/* What was said since `from` ends, or goes on with something else. */
static void write_until(frs_writing *it, gint64 to)
{
    if (it->count > 0 && to > it->from && it->srt->len < OUTPUT_MAX) {
        g_string_append_printf(it->srt, "%u\n", ++it->number);
        append_time(it->srt, it->from);
        g_string_append(it->srt, " --> ");
        append_time(it->srt, to);
        g_string_append_c(it->srt, '\n');
        append_all(it, TRUE);
        append_all(it, FALSE);
        g_string_append_c(it->srt, '\n');
    }
    it->from = to;
}

static gint64 first_end(const frs_writing *it)
{
    gint64 first = G_MAXINT64;
    for (guint i = 0; i < it->count; i++)
        first = MIN(first, it->now[i]->end);
    return first;
}

/* Everything that ends up to then, one end after the other. */
static void end_until(frs_writing *it, gint64 time)
{
    for (gint64 end; (end = first_end(it)) <= time && it->count > 0;) {
        guint kept = 0;
        write_until(it, end);
        for (guint i = 0; i < it->count; i++)
            if (it->now[i]->end > end)
                it->now[kept++] = it->now[i];
        it->count = kept;
    }
}

char *frs_ass_to_srt(const char *text)
{
    g_autoptr(GPtrArray) lines = read_lines(text);
    frs_writing it = {.srt = g_string_new(NULL)};
    for (guint i = 0; i < lines->len; i++) {
        const frs_said *line = g_ptr_array_index(lines, i);
        end_until(&it, line->start);
        write_until(&it, line->start);
        if (it.count < AT_ONCE)
            it.now[it.count++] = line;
    }
    end_until(&it, G_MAXINT64 - 1);
    return g_string_free(it.srt, FALSE);
}
