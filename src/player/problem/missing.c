/* SPDX-License-Identifier: MIT */
#include "missing.h"

#include <gst/pbutils/pbutils.h>

#include "distribution.h"
#include "fourcc.h"
#include "libav.h"
#include "packages.h"

static void missing_free(gpointer data)
{
    frs_missing *missing = data;
    g_free(missing->description);
    g_free(missing->detail);
    g_free(missing->type);
    g_free(missing->element);
    g_free(missing);
}

GPtrArray *frs_missing_list_new(void)
{
    return g_ptr_array_new_with_free_func(missing_free);
}

static frs_missing_kind kind_of(const char *type)
{
    static const struct {
        const char *prefix;
        frs_missing_kind kind;
    } kinds[] = {
        {"video/", FRS_MISSING_VIDEO},        {"image/", FRS_MISSING_VIDEO},
        {"audio/", FRS_MISSING_AUDIO},        {"text/x-", FRS_MISSING_TEXT},
        {"subtitle/", FRS_MISSING_TEXT},      {"subpicture/", FRS_MISSING_TEXT},
        {"closedcaption/", FRS_MISSING_TEXT},
    };
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_has_prefix(type, kinds[i].prefix))
            return kinds[i].kind;
    return FRS_MISSING_OTHER;
}

/* The caps without a stream's header bytes, which may be thousands. */
static char *caps_to_text(const GstCaps *caps)
{
    g_autoptr(GstCaps) copy = gst_caps_copy(caps);
    for (guint i = 0; i < gst_caps_get_size(copy); i++)
        gst_structure_remove_fields(gst_caps_get_structure(copy, i), "codec_data", "streamheader",
                                    NULL);
    return gst_caps_to_string(copy);
}

static void set_caps(frs_missing *missing, const GstCaps *caps)
{
    char *codec = frs_fourcc_describe(caps);
    if (codec != NULL) {
        g_free(missing->description);
        missing->description = codec;
    }
    missing->detail = caps_to_text(caps);
    missing->package = frs_package_of_decoder(caps);
    missing->refused = frs_libav_would_decode(caps);
    if (gst_caps_is_empty(caps) || gst_caps_is_any(caps))
        return;
    missing->type = g_strdup(gst_structure_get_name(gst_caps_get_structure(caps, 0)));
    missing->kind = kind_of(missing->type);
}

/* The "detail" of the message is caps for decoders and encoders, a string for elements and URI
 * schemes. */
static void set_detail(frs_missing *missing, const GstStructure *structure)
{
    const GValue *value = gst_structure_get_value(structure, "detail");
    const char *type = gst_structure_get_string(structure, "type");
    missing->kind = FRS_MISSING_OTHER;
    if (value != NULL && GST_VALUE_HOLDS_CAPS(value)) {
        set_caps(missing, gst_value_get_caps(value));
        return;
    }
    missing->detail = value ? g_value_dup_string(value) : g_strdup("");
    missing->package = g_strcmp0(type, "urisource") == 0 ? frs_package_of_scheme(missing->detail)
                                                         : frs_package_of_element(missing->detail);
}

/* Takes ownership of `missing`. */
static void add_once(GPtrArray *list, frs_missing *missing)
{
    for (guint i = 0; i < list->len; i++) {
        const frs_missing *other = g_ptr_array_index(list, i);
        if (g_strcmp0(other->detail, missing->detail) == 0 ||
            g_strcmp0(other->description, missing->description) == 0) {
            missing_free(missing);
            return;
        }
    }
    g_ptr_array_add(list, missing);
}

gboolean frs_missing_list_note(GPtrArray *list, GstMessage *message)
{
    if (!gst_is_missing_plugin_message(message))
        return FALSE;
    frs_missing *missing = g_new0(frs_missing, 1);
    g_autofree char *description = gst_missing_plugin_message_get_description(message);
    missing->description = g_utf8_make_valid(description, -1);
    missing->element = g_strdup(GST_MESSAGE_SRC(message) ? GST_MESSAGE_SRC_NAME(message) : NULL);
    set_detail(missing, gst_message_get_structure(message));
    add_once(list, missing);
    return TRUE;
}

static void note_element(GPtrArray *list, const char *factory, frs_missing_kind kind)
{
    frs_missing *missing = g_new0(frs_missing, 1);
    missing->kind = kind;
    missing->description = g_strdup_printf("GStreamer element %s", factory);
    missing->detail = g_strdup(factory);
    missing->package = frs_package_of_element(factory);
    missing->refused = frs_libav_has_element(factory);
    add_once(list, missing);
}

void frs_missing_list_note_element(GPtrArray *list, const char *factory)
{
    note_element(list, factory, FRS_MISSING_OTHER);
}

void frs_missing_list_note_fields(GPtrArray *list, const char *factory)
{
    note_element(list, factory, FRS_MISSING_FIELDS);
}

frs_missing *frs_missing_list_find(GPtrArray *list, frs_missing_kind kind)
{
    for (guint i = 0; i < list->len; i++) {
        frs_missing *missing = g_ptr_array_index(list, i);
        if (missing->kind == kind)
            return missing;
    }
    return NULL;
}

gboolean frs_missing_is_encrypted(const frs_missing *missing)
{
    static const char *const types[] = {"application/x-cenc", "application/x-cbcs",
                                        "application/x-webm-enc"};
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (g_strcmp0(missing->type, types[i]) == 0)
            return TRUE;
    return FALSE;
}

gboolean frs_missing_is_medium(const frs_missing *missing)
{
    return missing->type == NULL || missing->package != NULL || missing->kind != FRS_MISSING_OTHER;
}

/* The package's name in the distribution that runs, if known; else Debian's. */
static void append_package(GString *text, const char *debian)
{
    const frs_distribution *here = frs_distribution_here();
    const char *name = debian != NULL ? frs_distribution_package(here, debian) : NULL;
    if (here != NULL && here->index > 0 && name != NULL)
        g_string_append_printf(text, ", which is in the package %s", name);
    else if (debian != NULL)
        g_string_append_printf(text, ", which is in the Debian package %s", debian);
}

char *frs_missing_for_people(const frs_missing *missing)
{
    GString *text = g_string_new(missing->description);
    if (missing->type != NULL)
        g_string_append_printf(text, " (%s)", missing->type);
    if (missing->refused)
        g_string_append(text, ", which is libav's");
    else
        append_package(text, missing->package);
    return g_string_free(text, FALSE);
}
