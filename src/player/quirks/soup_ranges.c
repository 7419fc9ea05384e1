/* SPDX-License-Identifier: MIT */
#include "soup_ranges.h"

#include <string.h>

#define DATA "frs-ranges"
#define RANGE "Range"

/* State of one source. Accessed atomically. */
typedef struct {
    gint none; /* the server ignores range requests */
} ranges;

/* Header names are case-insensitive. */
static const char *header(const GstStructure *headers, const char *name)
{
    for (gint i = 0; i < gst_structure_n_fields(headers); i++) {
        const char *field = gst_structure_nth_field_name(headers, (guint)i);
        if (g_ascii_strcasecmp(field, name) == 0)
            return gst_structure_get_string(headers, field);
    }
    return NULL;
}

static gboolean sends_whole_files(const GstStructure *answer)
{
    g_autoptr(GstStructure) headers = NULL;
    guint status = 0;
    if (!gst_structure_get(answer, "http-status-code", G_TYPE_UINT, &status, "response-headers",
                           GST_TYPE_STRUCTURE, &headers, NULL) ||
        status != 200)
        return FALSE;
    const char *accepted = header(headers, "Accept-Ranges");
    return accepted == NULL || g_ascii_strcasecmp(accepted, "bytes") != 0;
}

/* Later requests, after a seek, set a range of their own. */
static void ask_for_parts_no_more(GstElement *source)
{
    g_autoptr(GstStructure) headers = NULL;
    g_object_get(source, "extra-headers", &headers, NULL);
    if (headers == NULL || !gst_structure_has_field(headers, RANGE))
        return;
    gst_structure_remove_field(headers, RANGE);
    g_object_set(source, "extra-headers", headers, NULL);
}

/* On the streaming thread, which also sends the requests. */
static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    ranges *it = user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (!gst_event_has_name(event, "http-headers"))
        return GST_PAD_PROBE_OK;
    g_autoptr(GstElement) source = gst_pad_get_parent_element(pad);
    g_atomic_int_set(&it->none, sends_whole_files(gst_event_get_structure(event)));
    if (source != NULL)
        ask_for_parts_no_more(source);
    return GST_PAD_PROBE_REMOVE; /* later responses belong to other requests */
}

static GstPadProbeReturn on_query(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    ranges *it = user;
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    GstFormat format;
    gint64 start, end;
    if (GST_QUERY_TYPE(query) != GST_QUERY_SEEKING || !g_atomic_int_get(&it->none))
        return GST_PAD_PROBE_OK;
    gst_query_parse_seeking(query, &format, NULL, &start, &end);
    gst_query_set_seeking(query, format, FALSE, start, end);
    return GST_PAD_PROBE_OK;
}

static void ask_for_parts(GstElement *source)
{
    g_autoptr(GstStructure) headers = NULL;
    g_object_get(source, "extra-headers", &headers, NULL);
    if (headers == NULL)
        headers = gst_structure_new_empty("extra-headers");
    if (header(headers, RANGE) != NULL)
        return;
    gst_structure_set(headers, RANGE, G_TYPE_STRING, "bytes=0-", NULL);
    g_object_set(source, "extra-headers", headers, NULL);
}

static void on_source(GstElement *bin, GstElement *source, gpointer user)
{
    (void)bin;
    (void)user;
    g_autoptr(GstPad) pad = gst_element_get_static_pad(source, "src");
    if (pad == NULL || strcmp(G_OBJECT_TYPE_NAME(source), "GstSoupHTTPSrc") != 0)
        return;
    ranges *it = g_new0(ranges, 1);
    g_object_set_data_full(G_OBJECT(source), DATA, it, g_free);
    ask_for_parts(source);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, it, NULL);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PULL, on_query,
                      it, NULL);
}

void frs_ranges_watch(GstElement *bin)
{
    g_signal_connect(bin, "source-setup", G_CALLBACK(on_source), NULL);
}

gboolean frs_ranges_are_none(GstElement *source)
{
    const ranges *it = g_object_get_data(G_OBJECT(source), DATA);
    return it != NULL && g_atomic_int_get(&it->none);
}
