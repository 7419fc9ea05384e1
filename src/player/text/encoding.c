/* SPDX-License-Identifier: MIT */
#include "encoding.h"

#include <string.h>

static char *from_utf16(const char *bytes, gsize length)
{
    const guchar *mark = (const guchar *)bytes;
    if (length < 2 ||
        !((mark[0] == 0xff && mark[1] == 0xfe) || (mark[0] == 0xfe && mark[1] == 0xff)))
        return NULL;
    return g_convert_with_fallback(bytes + 2, (gssize)(length - 2) & ~1, "UTF-8",
                                   mark[0] == 0xff ? "UTF-16LE" : "UTF-16BE", "?", NULL, NULL,
                                   NULL);
}

/* The bytes as a string, empty if there is a zero in the middle. Zeros at the end are cut off. */
static char *plain_text(const char *bytes, gsize length)
{
    while (length > 0 && bytes[length - 1] == '\0')
        length--;
    return length == 0 || memchr(bytes, '\0', length) ? g_strdup("") : g_strndup(bytes, length);
}

char *frs_text_to_utf8(const char *bytes, gsize length)
{
    char *text = from_utf16(bytes, length);
    if (text != NULL)
        return text;
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        bytes += 3, length -= 3;
    g_autofree char *plain = plain_text(bytes, length);
    if (g_utf8_validate(plain, -1, NULL))
        return g_steal_pointer(&plain);
    text = g_convert_with_fallback(plain, -1, "UTF-8", "WINDOWS-1252", "?", NULL, NULL, NULL);
    if (text == NULL)
        text = g_utf8_make_valid(plain, -1);
    return text;
}
