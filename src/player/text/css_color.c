/* SPDX-License-Identifier: MIT */
#include "css_color.h"

#include <stdlib.h>
#include <string.h>

/* CSS 2.1's, and what else is met in subtitles. */
static const struct {
    const char *name;
    guint32 rgb;
} names[] = {
    {"aqua", 0x00ffff},   {"black", 0x000000},   {"blue", 0x0000ff},       {"brown", 0xa52a2a},
    {"cyan", 0x00ffff},   {"fuchsia", 0xff00ff}, {"gold", 0xffd700},       {"gray", 0x808080},
    {"green", 0x008000},  {"grey", 0x808080},    {"lightblue", 0xadd8e6},  {"lightgreen", 0x90ee90},
    {"lime", 0x00ff00},   {"magenta", 0xff00ff}, {"maroon", 0x800000},     {"navy", 0x000080},
    {"olive", 0x808000},  {"orange", 0xffa500},  {"papayawhip", 0xffefd5}, {"pink", 0xffc0cb},
    {"purple", 0x800080}, {"red", 0xff0000},     {"silver", 0xc0c0c0},     {"skyblue", 0x87ceeb},
    {"teal", 0x008080},   {"violet", 0xee82ee},  {"white", 0xffffff},      {"yellow", 0xffff00},
};

static gboolean from_name(const char *word, guint32 *color)
{
    if (g_ascii_strcasecmp(word, "transparent") == 0) {
        *color = 0;
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(word, names[i].name) == 0) {
            *color = names[i].rgb << 8 | 0xff;
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean from_hex(const char *digits, guint32 *color)
{
    gsize length = strlen(digits);
    char *end;
    guint64 value = g_ascii_strtoull(digits, &end, 16);
    if (*end != '\0' || !g_ascii_isxdigit(*digits))
        return FALSE;
    if (length == 3)
        *color = (guint32)((value >> 8 & 0xf) * 0x11 << 24 | (value >> 4 & 0xf) * 0x11 << 16 |
                           (value & 0xf) * 0x11 << 8 | 0xff);
    else if (length == 6)
        *color = (guint32)(value << 8 | 0xff);
    else if (length == 8)
        *color = (guint32)value;
    return length == 3 || length == 6 || length == 8;
}

/* "255, 128, 0", "255 128 0 / 50%". */
static gboolean from_numbers(const char *at, guint32 *color)
{
    double parts[4] = {0, 0, 0, 1};
    guint count = 0;
    while (count < G_N_ELEMENTS(parts)) {
        at += strspn(at, " ,/\t");
        char *end;
        double value = g_ascii_strtod(at, &end);
        if (end == at)
            break;
        at = end;
        if (*at == '%') {
            value = value / 100 * (count < 3 ? 255 : 1);
            at++;
        }
        parts[count] = CLAMP(value, 0, count < 3 ? 255 : 1);
        count++;
    }
    *color = (guint32)parts[0] << 24 | (guint32)parts[1] << 16 | (guint32)parts[2] << 8 |
             (guint32)(parts[3] * 255 + 0.5);
    return count >= 3;
}

gboolean frs_css_color(const char *text, gsize length, guint32 *color)
{
    char buffer[64];
    if (length >= sizeof buffer)
        return FALSE;
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    const char *word = g_strstrip(buffer);
    if (g_ascii_strncasecmp(word, "rgb", 3) == 0 && strchr(word, '(') != NULL)
        return from_numbers(strchr(word, '(') + 1, color);
    return *word == '#' ? from_hex(word + 1, color)
                        : from_name(word, color) || (strlen(word) == 6 && from_hex(word, color));
}
