/* SPDX-License-Identifier: MIT */
#include "ass_text.h"

#include <string.h>

void frs_ass_text_init(frs_ass_text *it, guint font_size)
{
    *it = (frs_ass_text){.text = g_string_new(NULL),
                         .look = FRS_ASS_PLAIN,
                         .written = FRS_ASS_PLAIN,
                         .font_size = font_size};
}

void frs_ass_look_set_face(frs_ass_look *look, const char *name, gsize length)
{
    if (length >= sizeof look->face || !g_utf8_validate(name, (gssize)length, NULL))
        return;
    for (gsize i = 0; i < length; i++)
        if (strchr("\\{},;\r\n", name[i]) != NULL)
            return;
    memcpy(look->face, name, length);
    look->face[length] = '\0';
}

/* ---- tags ---- */

static void write_switch(GString *tags, char name, gboolean is, gboolean was)
{
    if (is != was)
        g_string_append_printf(tags, "\\%c%d", name, is ? 1 : 0);
}

/* ASS has the bytes of a colour from blue to red, and 0 for opaque. */
static void write_color(GString *tags, char layer, guint32 is, guint32 was)
{
    if (is == was)
        return;
    if (is == FRS_ASS_NO_COLOR)
        g_string_append_printf(tags, "\\%cc\\%ca", layer, layer);
    else
        g_string_append_printf(tags, "\\%cc&H%02X%02X%02X&\\%ca&H%02X&", layer, is >> 8 & 0xff,
                               is >> 16 & 0xff, is >> 24, layer, 0xff - (is & 0xff));
}

static void write_size(GString *tags, const frs_ass_text *it)
{
    if (it->look.size == it->written.size)
        return;
    if (it->look.size == 100)
        g_string_append(tags, "\\fs");
    else
        g_string_append_printf(tags, "\\fs%u", MAX(it->font_size * it->look.size / 100, 1));
}

static void write_look(frs_ass_text *it)
{
    const frs_ass_look *is = &it->look, *was = &it->written;
    g_autoptr(GString) tags = g_string_new(NULL);
    write_switch(tags, 'b', is->bold, was->bold);
    write_switch(tags, 'i', is->italic, was->italic);
    write_switch(tags, 'u', is->underline, was->underline);
    write_switch(tags, 's', is->strike, was->strike);
    write_color(tags, '1', is->color, was->color);
    write_color(tags, '3', is->box, was->box);
    write_size(tags, it);
    if (strcmp(is->face, was->face) != 0)
        g_string_append_printf(tags, "\\fn%s", is->face);
    if (tags->len > 0)
        g_string_append_printf(it->text, "{%s}", tags->str);
    it->written = it->look;
}

/* ---- text ---- */

static void append_char(GString *to, const char *at, gsize left)
{
    switch (*at) {
    case '\n':
        g_string_append(to, "\\N");
        break;
    case '\r':
    case '\0':
        break;
    case '{':
    case '}':
        g_string_append_c(to, '\\');
        g_string_append_c(to, *at);
        break;
    case '\\':
        /* A word joiner, which is not seen, keeps it from being an escape. */
        g_string_append_c(to, '\\');
        if (left > 1 && strchr("Nnh{}", at[1]) != NULL)
            g_string_append(to, "\xe2\x81\xa0");
        break;
    default:
        g_string_append_c(to, *at);
    }
}

void frs_ass_text_append(frs_ass_text *it, const char *bytes, gsize length)
{
    if (length == 0)
        return;
    write_look(it);
    for (gsize i = 0; i < length; i++)
        append_char(it->text, bytes + i, length - i);
}

void frs_ass_text_append_raw(frs_ass_text *it, const char *bytes, gsize length)
{
    g_string_append_len(it->text, bytes, (gssize)length);
}

char *frs_ass_text_finish(frs_ass_text *it)
{
    GString *text = g_steal_pointer(&it->text);
    while (text->len >= 2 && strcmp(text->str + text->len - 2, "\\N") == 0)
        g_string_truncate(text, text->len - 2);
    return g_string_free(text, FALSE);
}
