/* SPDX-License-Identifier: MIT */
#include "packages.h"

static const struct {
    const char *name, *decoders, *elements, *schemes;
} packages[] = {
#include "packages-table.h"
};

const char *frs_package_of_decoder(const GstCaps *caps)
{
    for (guint i = 0; i < G_N_ELEMENTS(packages); i++) {
        g_autoptr(GstCaps) decoders =
            *packages[i].decoders ? gst_caps_from_string(packages[i].decoders) : NULL;
        if (decoders != NULL && gst_caps_can_intersect(decoders, caps))
            return packages[i].name;
    }
    return NULL;
}

/* Does a name match one of `patterns`: "a, b_*, c"? */
static gboolean matches(const char *patterns, const char *name)
{
    g_auto(GStrv) each = g_strsplit(patterns, ", ", 0);
    for (guint i = 0; each[i] != NULL; i++)
        if (g_pattern_match_simple(each[i], name))
            return TRUE;
    return FALSE;
}

const char *frs_package_of_element(const char *factory)
{
    for (guint i = 0; i < G_N_ELEMENTS(packages); i++)
        if (matches(packages[i].elements, factory))
            return packages[i].name;
    return NULL;
}

const char *frs_package_of_scheme(const char *scheme)
{
    for (guint i = 0; i < G_N_ELEMENTS(packages); i++)
        if (matches(packages[i].schemes, scheme))
            return packages[i].name;
    return NULL;
}
