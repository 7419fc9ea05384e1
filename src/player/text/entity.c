/* SPDX-License-Identifier: MIT */
#include "entity.h"

#include <string.h>

/* WebVTT's, and what SubRip's files have. */
static const struct {
    const char *name, *is;
} entities[] = {
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&quot;", "\""},
    {"&apos;", "'"},
    {"&nbsp;", "\xc2\xa0"},
    {"&lrm;", "\xe2\x80\x8e"},
    {"&rlm;", "\xe2\x80\x8f"},
};

static gsize read_number(const char *at, const char *end, char character[8])
{
    const char *digit = at + 2;
    gunichar value = 0;
    guint base = 10, count = 0;
    if (digit < end && (*digit == 'x' || *digit == 'X')) {
        base = 16;
        digit++;
    }
    for (; digit < end && count < 8; digit++, count++) {
        int unit = base == 16 ? g_ascii_xdigit_value(*digit) : g_ascii_digit_value(*digit);
        if (unit < 0)
            break;
        value = value * base + (gunichar)unit;
    }
    if (count == 0 || digit == end || *digit != ';' || value < ' ' || !g_unichar_validate(value))
        return 0;
    character[g_unichar_to_utf8(value, character)] = '\0';
    return (gsize)(digit + 1 - at);
}

gsize frs_entity_read(const char *at, const char *end, char character[8])
{
    if (end - at > 2 && at[0] == '&' && at[1] == '#')
        return read_number(at, end, character);
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
        gsize length = strlen(entities[i].name);
        if ((gsize)(end - at) >= length && memcmp(at, entities[i].name, length) == 0) {
            g_strlcpy(character, entities[i].is, 8);
            return length;
        }
    }
    return 0;
}
