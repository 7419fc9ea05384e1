/* SPDX-License-Identifier: MIT */
#include "encoding.h"

#include <errno.h>
#include <string.h>

#include "encoding_detect.h"
#include "encoding_name.h"

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

/* What is damaged becomes "?", a byte each. NULL: iconv does not know the encoding. */
static char *convert(const char *bytes, gsize length, const char *encoding, gsize *converted)
{
    GIConv converter = g_iconv_open("UTF-8", encoding);
    if (converter == (GIConv)-1)
        return NULL;
    GString *text = g_string_new(NULL);
    while (length > 0) {
        char buffer[4096], *to = buffer;
        gsize room = sizeof buffer;
        gsize result = g_iconv(converter, (char **)&bytes, &length, &to, &room);
        gboolean damaged = result == (gsize)-1 && errno != E2BIG;
        g_string_append_len(text, buffer, to - buffer);
        if (damaged && length > 0) {
            g_string_append_c(text, '?');
            bytes++;
            length--;
            g_iconv(converter, NULL, NULL, NULL, NULL);
        }
    }
    g_iconv_close(converter);
    *converted = text->len;
    return g_string_free(text, FALSE);
}

/* NULL: it is not known, or it is not that. */
static char *from_detected(const char *text, gsize length)
{
    g_autofree char *detected = frs_encoding_detect(text, length);
    g_autofree char *encoding = detected != NULL ? frs_encoding_find(detected) : NULL;
    return encoding != NULL ? g_convert(text, (gssize)length, "UTF-8", encoding, NULL, NULL, NULL)
                            : NULL;
}

/* Of what has no mark. What is no text by then has zeros in it. */
static char *from_bytes(const char *bytes, gsize length, const char *encoding)
{
    g_autofree char *name = encoding != NULL ? frs_encoding_find(encoding) : NULL;
    if (name != NULL) {
        gsize converted = 0;
        g_autofree char *text = convert(bytes, length, name, &converted);
        if (text != NULL && g_utf8_validate(text, (gssize)converted, NULL))
            return plain_text(text, converted);
    }
    g_autofree char *plain = plain_text(bytes, length);
    gsize size = strlen(plain);
    if (g_utf8_validate(plain, (gssize)size, NULL))
        return g_steal_pointer(&plain);
    char *text = from_detected(plain, size);
    if (text == NULL)
        text = convert(plain, size, "WINDOWS-1252", &size);
    return text != NULL ? text : g_utf8_make_valid(plain, -1);
}

char *frs_text_to_utf8(const char *bytes, gsize length, const char *encoding)
{
    char *text = from_utf16(bytes, length);
    if (text != NULL)
        return text;
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return from_bytes(bytes + 3, length - 3, "UTF-8");
    return from_bytes(bytes, length, encoding);
}
