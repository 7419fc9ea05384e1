/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <stdlib.h>
#include <string.h>

#include "ass_text.h"
#include "css_color.h"
#include "entity.h"

#define DEPTH_MAX 16
#define TAG_MAX 256
/* The sizes of <font size>, 1 to 7, are these of that of 3. */
static const guint font_sizes[] = {100, 63, 82, 100, 113, 150, 200, 300};

typedef struct frs_open_tag {
    char name[8];
    frs_ass_look before;
} frs_open_tag;

typedef struct frs_markup {
    frs_ass_text out;
    frs_open_tag open[DEPTH_MAX];
    guint depth;
} frs_markup;

/* ---- attributes ---- */

typedef struct frs_attribute {
    const char *name, *value;
    gsize name_length, value_length;
} frs_attribute;

/* The next of a tag; NULL: there is none. */
static const char *read_attribute(const char *at, const char *end, frs_attribute *it)
{
    while (at < end && (g_ascii_isspace(*at) || *at == '/'))
        at++;
    it->name = at;
    while (at < end && !g_ascii_isspace(*at) && *at != '=')
        at++;
    it->name_length = (gsize)(at - it->name);
    if (it->name_length == 0 || at == end || *at != '=')
        return NULL;
    at++;
    char quote = at < end && (*at == '"' || *at == '\'') ? *at++ : '\0';
    it->value = at;
    while (at < end && (quote != '\0' ? *at != quote : !g_ascii_isspace(*at)))
        at++;
    it->value_length = (gsize)(at - it->value);
    return at < end && quote != '\0' ? at + 1 : at;
}

static gboolean is_word(const char *at, gsize length, const char *word)
{
    return strlen(word) == length && g_ascii_strncasecmp(at, word, length) == 0;
}

/* "5" and "+1" as HTML has them, "24" as some write it, "20000" as Pango does (1/1024 points). */
static guint read_size(const frs_attribute *it)
{
    char digits[16] = "";
    memcpy(digits, it->value, MIN(it->value_length, sizeof digits - 1));
    long size = strtol(digits, NULL, 10);
    if (*digits == '+' || *digits == '-')
        size += 3;
    if (size >= 1 && size < (long)G_N_ELEMENTS(font_sizes))
        return font_sizes[size];
    return size > 7 && size <= 72 ? (guint)size * 100 / 20 : 100;
}

static void apply_attribute(frs_ass_look *look, frs_attribute *it)
{
    if (is_word(it->name, it->name_length, "color") ||
        is_word(it->name, it->name_length, "foreground"))
        frs_css_color(it->value, it->value_length, &look->color);
    else if (is_word(it->name, it->name_length, "size"))
        look->size = read_size(it);
    else if (is_word(it->name, it->name_length, "face") ||
             is_word(it->name, it->name_length, "font_family"))
        frs_ass_look_set_face(look, it->value, it->value_length);
    else if (is_word(it->name, it->name_length, "weight"))
        look->bold = is_word(it->value, it->value_length, "bold");
    else if (is_word(it->name, it->name_length, "style"))
        look->italic = is_word(it->value, it->value_length, "italic");
    else if (is_word(it->name, it->name_length, "underline"))
        look->underline = !is_word(it->value, it->value_length, "none");
    else if (is_word(it->name, it->name_length, "strikethrough"))
        look->strike = is_word(it->value, it->value_length, "true");
}

/* ---- tags ---- */

static gboolean open_tag(frs_markup *it, const char *name, gsize length, const char *end)
{
    static const char *const known[] = {"b", "i", "u", "s", "font", "span"};
    frs_ass_look *look = &it->out.look;
    frs_ass_look before = *look;
    frs_attribute attribute;
    guint which = 0;
    while (which < G_N_ELEMENTS(known) && !is_word(name, length, known[which]))
        which++;
    if (which == G_N_ELEMENTS(known))
        return FALSE;
    look->bold |= which == 0;
    look->italic |= which == 1;
    look->underline |= which == 2;
    look->strike |= which == 3;
    for (const char *at = name + length;
         which >= 4 && (at = read_attribute(at, end, &attribute)) != NULL;)
        apply_attribute(look, &attribute);
    if (it->depth == DEPTH_MAX) {
        *look = before;
        return TRUE;
    }
    frs_open_tag *open = &it->open[it->depth++];
    open->before = before;
    g_strlcpy(open->name, known[which], sizeof open->name);
    return TRUE;
}

/* What was opened in it and not closed is closed with it. */
static void close_tag(frs_markup *it, const char *name, gsize length)
{
    for (guint i = it->depth; i-- > 0;) {
        if (is_word(name, length, it->open[i].name)) {
            it->out.look = it->open[i].before;
            it->depth = i;
            return;
        }
    }
}

/* Behind the tag at `at`; `at`: it is none. */
static const char *read_tag(frs_markup *it, const char *at, const char *end)
{
    const char *name = at + 1;
    gboolean closes = name < end && *name == '/';
    name += closes ? 1 : 0;
    const char *close = memchr(at, '>', MIN((gsize)(end - at), TAG_MAX));
    if (close == NULL || name >= close || !g_ascii_isalpha(*name))
        return at;
    gsize length = 0;
    while (name + length < close && g_ascii_isalnum(name[length]))
        length++;
    if (closes)
        close_tag(it, name, length);
    else if (!open_tag(it, name, length, close) && is_word(name, length, "br"))
        frs_ass_text_append(&it->out, "\n", 1);
    return close + 1;
}

/* "{\an8}" and "{\i1}" are ASS's own; "{y:i}" is MicroDVD's, and goes. */
static const char *read_braces(frs_markup *it, const char *at, const char *end)
{
    const char *close = memchr(at, '}', MIN((gsize)(end - at), TAG_MAX));
    if (close == NULL || close - at < 3 || memchr(at, '\n', (gsize)(close - at)) != NULL)
        return at;
    if (at[1] == '\\') {
        frs_ass_text_append_raw(&it->out, at, (gsize)(close + 1 - at));
        return close + 1;
    }
    return g_ascii_isalpha(at[1]) && at[2] == ':' ? close + 1 : at;
}

char *frs_markup_to_ass(const char *bytes, gsize length, guint font_size)
{
    frs_markup it = {.depth = 0};
    const char *end = bytes + length;
    while (end > bytes && end[-1] == '\n')
        end--;
    frs_ass_text_init(&it.out, font_size);
    for (const char *at = bytes; at < end;) {
        char character[8];
        gsize entity = *at == '&' ? frs_entity_read(at, end, character) : 0;
        const char *behind = *at == '<'   ? read_tag(&it, at, end)
                             : *at == '{' ? read_braces(&it, at, end)
                                          : at;
        if (behind > at) {
            at = behind;
        } else if (entity > 0) {
            frs_ass_text_append(&it.out, character, strlen(character));
            at += entity;
        } else {
            /* Up to what may be something else. */
            gsize plain = 1;
            while (at + plain < end && strchr("<{&", at[plain]) == NULL)
                plain++;
            frs_ass_text_append(&it.out, at, plain);
            at += plain;
        }
    }
    return frs_ass_text_finish(&it.out);
}
