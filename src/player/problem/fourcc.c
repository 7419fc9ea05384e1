/* SPDX-License-Identifier: MIT */
#include "fourcc.h"

#include <string.h>

/* Names qtdemux uses for video and sound with unknown four-letter codes. */
static const char *const qt_types[] = {"video/x-gst-fourcc-", "audio/x-gst-fourcc-"};
static const char *const avi_types[] = {"video/x-avi-unknown", "audio/x-avi-unknown"};

/* Matched by prefix, as in FFmpeg's riff.c and isom_tags.c. */
static const struct {
    const char *letters, *name;
} codecs[] = {
    {"ULRG", "UT Video"},  {"ULRA", "UT Video"},
    {"ULY", "UT Video"},   {"ULH", "UT Video"},
    {"UQ", "UT Video"},    {"MAGY", "MagicYUV"},
    {"M8", "MagicYUV"},    {"M0", "MagicYUV"},
    {"FFVH", "FFVHuff"},   {"AVdh", "Avid DNxHR"},
    {"LAGS", "Lagarith"},  {"CFHD", "CineForm"},
    {"tscc", "TechSmith"}, {"ZMBV", "Zip Motion Blocks"},
    {"Hap", "Hap"},        {"aprn", "ProRes RAW"},
};

static const char *name_of(const char *letters)
{
    for (guint i = 0; i < G_N_ELEMENTS(codecs); i++)
        if (g_str_has_prefix(letters, codecs[i].letters))
            return codecs[i].name;
    return NULL;
}

/* Only letters that are printable in a terminal. */
static void clean(char letters[5])
{
    for (guint i = 0; i < 4; i++)
        if (!g_ascii_isprint(letters[i]))
            letters[i] = '?';
}

static gboolean read_avi(const GstStructure *structure, char letters[5])
{
    gint number = 0;
    gboolean avi = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(avi_types); i++)
        avi = avi || gst_structure_has_name(structure, avi_types[i]);
    if (!avi || !gst_structure_get_int(structure, "fourcc", &number))
        return FALSE;
    guint32 bytes = GUINT32_TO_LE((guint32)number);
    if (number == 0)
        g_strlcpy(letters, "RGB", 5);
    else
        memcpy(letters, &bytes, sizeof bytes);
    return TRUE;
}

static gboolean read_qt(const GstStructure *structure, char letters[5])
{
    const char *type = gst_structure_get_name(structure);
    for (guint i = 0; i < G_N_ELEMENTS(qt_types); i++)
        if (g_str_has_prefix(type, qt_types[i])) {
            g_strlcpy(letters, type + strlen(qt_types[i]), 5);
            return strlen(letters) == 4;
        }
    return FALSE;
}

/* avidemux knows all depths of raw RGB but 16 bits, whose code has no letters. */
char *frs_fourcc_describe(const GstCaps *caps)
{
    char letters[5] = "";
    if (gst_caps_get_size(caps) == 0)
        return NULL;
    const GstStructure *structure = gst_caps_get_structure(caps, 0);
    if (!read_avi(structure, letters) && !read_qt(structure, letters))
        return NULL;
    if (strcmp(letters, "RGB") == 0)
        return g_strdup("Uncompressed 16-bit RGB decoder");
    clean(letters);
    const char *name = name_of(letters);
    return g_strdup_printf("%s (%s) decoder", name != NULL ? name : "Codec", letters);
}
