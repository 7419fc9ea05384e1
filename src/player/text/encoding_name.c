/* SPDX-License-Identifier: MIT */
#include "encoding_name.h"

#include <string.h>

#define NAME_MAX_LENGTH 32

/* What is met under these names is written in the larger encoding: the WHATWG's Encoding Standard
 * reads it so. */
static const struct {
    const char *name, *is;
} larger[] = {
    {"shift-jis", "CP932"},
    {"shift_jis", "CP932"},
    {"sjis", "CP932"},
    {"windows-31j", "CP932"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"euc-kr", "UHC"},
    {"ks_c_5601-1987", "UHC"},
    {"big5", "BIG5-HKSCS"},
    {"ascii", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso-8859-11", "WINDOWS-874"},
    {"tis-620", "WINDOWS-874"},
    {"mac-cyrillic", "MACCYRILLIC"},
    {"x-mac-cyrillic", "MACCYRILLIC"},
};

/* A slash would be an instruction to iconv. */
static gboolean is_name(const char *name)
{
    gsize length = strlen(name);
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum(name[i]) && strchr("-_.:+", name[i]) == NULL)
            return FALSE;
    return length > 0 && length <= NAME_MAX_LENGTH;
}

char *frs_encoding_find(const char *name)
{
    if (!is_name(name))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(larger); i++)
        if (g_ascii_strcasecmp(name, larger[i].name) == 0)
            return g_strdup(larger[i].is);
    GIConv converter = g_iconv_open("UTF-8", name);
    if (converter == (GIConv)-1)
        return NULL;
    g_iconv_close(converter);
    return g_strdup(name);
}
