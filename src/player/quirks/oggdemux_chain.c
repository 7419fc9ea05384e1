/* SPDX-License-Identifier: MIT */
#include "oggdemux_chain.h"

#include <string.h>

#define DATA "frs-ogg-chain"
/* Marks on a pad: another pad has its place; it has another pad's place; its queries are
 * intercepted. */
#define REPLACED "frs-ogg-replaced"
#define PLACED "frs-ogg-placed"
#define WATCHED "frs-ogg-watched"
/* Each part of a chain ends at least this much before the whole file does. */
#define SHORTER (100 * GST_MSECOND)

/* State of one demuxer. Only the thread that adds its pads uses it, except for the atomic fields,
 * which any thread may read. */
typedef struct {
    gboolean
        complete;  /* all pads of one part have been added: further pads belong to the next part */
    gboolean kept; /* ... and each of those has taken over a place */
    gint end_ms;   /* atomic: end of the first part; 0: not known */
    gint another;  /* atomic: a later part has started */
} chain;

static gboolean has_mark(GstPad *pad, const char *mark)
{
    return g_object_get_data(G_OBJECT(pad), mark) != NULL;
}

static void set_mark(GstPad *pad, const char *mark, gboolean on)
{
    g_object_set_data(G_OBJECT(pad), mark, GINT_TO_POINTER(on));
}

static gboolean are_of_one_kind(GstPad *a, GstPad *b)
{
    g_autoptr(GstCaps) of_a = gst_pad_get_current_caps(a), of_b = gst_pad_get_current_caps(b);
    if (of_a == NULL || of_b == NULL)
        return FALSE;
    const char *name_a = gst_structure_get_name(gst_caps_get_structure(of_a, 0));
    const char *name_b = gst_structure_get_name(gst_caps_get_structure(of_b, 0));
    gsize kind = strcspn(name_a, "/") + 1;
    return strncmp(name_a, name_b, kind) == 0;
}

/* The caller unrefs it; NULL: the previous part has no pad of that kind. */
static GstPad *find_place(GstElement *demuxer, GstPad *pad)
{
    GstPad *found = NULL;
    GST_OBJECT_LOCK(demuxer);
    for (GList *item = demuxer->srcpads; item != NULL && found == NULL; item = item->next)
        if (item->data != pad && !has_mark(item->data, REPLACED) && gst_pad_is_linked(item->data) &&
            are_of_one_kind(item->data, pad))
            found = gst_object_ref(item->data);
    GST_OBJECT_UNLOCK(demuxer);
    return found;
}

/* The elements downstream of a place already know its stream: drop the new STREAM_START. */
static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)user;
    return GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) == GST_EVENT_STREAM_START
               ? GST_PAD_PROBE_DROP
               : GST_PAD_PROBE_OK;
}

/* The first end that is reported is that of the first part: no seek has come before it. */
static void note_end(chain *it, GstPad *pad)
{
    g_autoptr(GstEvent) event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
    const GstSegment *segment;
    if (event == NULL)
        return;
    gst_event_parse_segment(event, &segment);
    if (segment->rate > 0 && GST_CLOCK_TIME_IS_VALID(segment->stop))
        g_atomic_int_compare_and_exchange(&it->end_ms, 0, (gint)(segment->stop / GST_MSECOND));
}

static gboolean is_chained(chain *it, GstPad *pad)
{
    gint64 all;
    note_end(it, pad);
    gint end_ms = g_atomic_int_get(&it->end_ms);
    if (g_atomic_int_get(&it->another))
        return TRUE;
    return end_ms > 0 && gst_pad_query_duration(pad, GST_FORMAT_TIME, &all) &&
           (gint64)(end_ms * GST_MSECOND + SHORTER) < all;
}

/* oggdemux seeks wrongly into another part: it reads on from the start of the file. */
static GstPadProbeReturn on_query(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    GstFormat format;
    gboolean seekable;
    gint64 start, end;
    if (GST_QUERY_TYPE(query) != GST_QUERY_SEEKING)
        return GST_PAD_PROBE_OK;
    gst_query_parse_seeking(query, &format, &seekable, &start, &end);
    if (format == GST_FORMAT_TIME && seekable && is_chained(user, pad))
        gst_query_set_seeking(query, format, FALSE, start, end);
    return GST_PAD_PROBE_OK;
}

static void watch_pad(GstPad *pad, chain *it)
{
    if (has_mark(pad, WATCHED))
        return;
    set_mark(pad, WATCHED, TRUE);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM | GST_PAD_PROBE_TYPE_PULL, on_query,
                      g_atomic_rc_box_acquire(it), g_atomic_rc_box_release);
}

static void hide_stream_start(GstPad *pad)
{
    if (has_mark(pad, PLACED))
        return;
    set_mark(pad, PLACED, TRUE);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, NULL, NULL);
}

/* A parser (of FLAC) would take the headers of the next song for data of this one. */
static void replace_before_parser(GstPad *place, GstPad *pad, GstPad *next)
{
    g_autoptr(GstElement) parser = gst_pad_get_parent_element(next);
    g_autoptr(GstPad) out = parser != NULL ? gst_element_get_static_pad(parser, "src") : NULL;
    if (out == NULL)
        return;
    hide_stream_start(out);
    gst_element_set_state(parser, GST_STATE_READY);
    gst_pad_unlink(place, next);
    gst_pad_link_full(pad, next, GST_PAD_LINK_CHECK_NOTHING);
    gst_element_sync_state_with_parent(parser);
}

static void replace(GstPad *place, GstPad *pad)
{
    g_autoptr(GstPad) next = gst_pad_get_peer(place);
    g_autoptr(GstObject) parent = next != NULL ? gst_object_get_parent(GST_OBJECT(next)) : NULL;
    set_mark(place, REPLACED, TRUE);
    set_mark(pad, REPLACED, FALSE);
    if (GST_IS_GHOST_PAD(parent)) {
        hide_stream_start(pad);
        gst_ghost_pad_set_target(GST_GHOST_PAD(parent), pad);
    } else if (next != NULL) {
        replace_before_parser(place, pad, next);
    }
}

/* Handlers that are connected after this one are parsebin's. */
static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer user)
{
    chain *it = user;
    watch_pad(pad, it);
    if (it->complete) {
        it->complete = FALSE;
        it->kept = TRUE;
        g_atomic_int_set(&it->another, TRUE);
    }
    g_autoptr(GstPad) place = it->kept ? find_place(demuxer, pad) : NULL;
    if (place == NULL) {
        it->kept = FALSE;
        return;
    }
    replace(place, pad);
    g_signal_stop_emission_by_name(demuxer, "pad-added");
}

static void on_pad_removed(GstElement *demuxer, GstPad *pad, gpointer user)
{
    (void)user;
    if (has_mark(pad, REPLACED))
        g_signal_stop_emission_by_name(demuxer, "pad-removed");
}

static void on_no_more_pads(GstElement *demuxer, gpointer user)
{
    chain *it = user;
    it->complete = TRUE;
    if (it->kept)
        g_signal_stop_emission_by_name(demuxer, "no-more-pads");
}

void frs_ogg_chain_watch(GstElement *bin, GstElement *demuxer)
{
    (void)bin;
    if (g_object_get_data(G_OBJECT(demuxer), DATA) != NULL)
        return;
    chain *it = g_atomic_rc_box_new0(chain);
    g_object_set_data_full(G_OBJECT(demuxer), DATA, it, g_atomic_rc_box_release);
    g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_pad_added), it);
    g_signal_connect(demuxer, "pad-removed", G_CALLBACK(on_pad_removed), it);
    g_signal_connect(demuxer, "no-more-pads", G_CALLBACK(on_no_more_pads), it);
}
