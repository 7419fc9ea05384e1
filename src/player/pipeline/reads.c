/* SPDX-License-Identifier: MIT */
#include "reads.h"

#include <string.h>

/* Reads are tracked in blocks of the source; blocks beyond the last bit share bits with earlier
 * ones. */
#define BLOCK_SHIFT 12
#define WORDS 4096
#define BITS 32

struct frs_reads {
    gatomicrefcount references;
    guint known[WORDS]; /* one bit for each block that has been read; atomic */
    gint reads, fresh;  /* all bytes read, and those of blocks read for the first time; atomic */
    gint last_reads, last_fresh;
    gsize end;       /* end of the last read; atomic */
    gsize received;  /* bytes that passed a typefind element; atomic */
    GWeakRef source; /* the source element */
};

static void count(frs_reads *reads, guint64 offset)
{
    guint64 block = offset >> BLOCK_SHIFT;
    guint bit = 1U << (block % BITS);
    guint before = g_atomic_int_or(&reads->known[block / BITS % WORDS], bit);
    if ((before & bit) == 0)
        g_atomic_int_inc(&reads->fresh);
    g_atomic_int_inc(&reads->reads);
}

static void read_part(frs_reads *reads, guint64 offset, gsize size)
{
    count(reads, offset);
    g_atomic_pointer_set(&reads->end, (gsize)offset + size);
}

/* A buffer without an offset follows the last one. */
static void read_buffer(frs_reads *reads, GstBuffer *buffer)
{
    guint64 offset = GST_BUFFER_OFFSET(buffer);
    if (offset == GST_BUFFER_OFFSET_NONE)
        offset = (gsize)g_atomic_pointer_get(&reads->end);
    read_part(reads, offset, gst_buffer_get_size(buffer));
}

static void note_segment(frs_reads *reads, GstEvent *event)
{
    const GstSegment *segment;
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT)
        return;
    gst_event_parse_segment(event, &segment);
    if (segment->format == GST_FORMAT_BYTES)
        g_atomic_pointer_set(&reads->end, (gsize)segment->start);
}

/* On the streaming thread. */
static GstPadProbeReturn on_read(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    GstPadProbeType type = GST_PAD_PROBE_INFO_TYPE(info);
    if ((type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) != 0)
        note_segment(user, GST_PAD_PROBE_INFO_EVENT(info));
    else if ((type & GST_PAD_PROBE_TYPE_PULL) != 0)
        read_part(user, GST_PAD_PROBE_INFO_OFFSET(info), GST_PAD_PROBE_INFO_SIZE(info));
    else
        read_buffer(user, GST_PAD_PROBE_INFO_BUFFER(info));
    return GST_PAD_PROBE_OK;
}

static void unref(gpointer reads)
{
    frs_reads_unref(reads);
}

static void unref_closure(gpointer reads, GClosure *closure)
{
    (void)closure;
    frs_reads_unref(reads);
}

static void on_source(GstElement *playbin, GstElement *source, gpointer user)
{
    (void)playbin;
    frs_reads *reads = user;
    g_autoptr(GstPad) pad = gst_element_get_static_pad(source, "src");
    if (pad == NULL)
        return;
    g_weak_ref_set(&reads->source, source);
    g_atomic_ref_count_inc(&reads->references);
    gst_pad_add_probe(pad,
                      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
                          GST_PAD_PROBE_TYPE_SCHEDULING,
                      on_read, reads, unref);
}

/* On the streaming thread. */
static GstPadProbeReturn on_received(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    frs_reads *reads = user;
    gsize size = (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER_LIST) != 0
                     ? gst_buffer_list_calculate_size(GST_PAD_PROBE_INFO_BUFFER_LIST(info))
                     : gst_buffer_get_size(GST_PAD_PROBE_INFO_BUFFER(info));
    g_atomic_pointer_add(&reads->received, (gssize)size);
    return GST_PAD_PROBE_OK;
}

/* Every download passes a typefind element before it reaches a demuxer. */
static void on_element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer user)
{
    (void)bin;
    (void)parent;
    frs_reads *reads = user;
    if (strcmp(G_OBJECT_TYPE_NAME(element), "GstTypeFindElement") != 0)
        return;
    g_autoptr(GstPad) pad = gst_element_get_static_pad(element, "sink");
    g_atomic_ref_count_inc(&reads->references);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, on_received,
                      reads, unref);
}

frs_reads *frs_reads_watch(GstElement *playbin)
{
    frs_reads *reads = g_new0(frs_reads, 1);
    g_atomic_ref_count_init(&reads->references);
    g_weak_ref_init(&reads->source, NULL);
    g_atomic_ref_count_inc(&reads->references);
    g_signal_connect_data(playbin, "source-setup", G_CALLBACK(on_source), reads, unref_closure, 0);
    g_atomic_ref_count_inc(&reads->references);
    g_signal_connect_data(playbin, "deep-element-added", G_CALLBACK(on_element_added), reads,
                          unref_closure, 0);
    return reads;
}

gboolean frs_reads_progress(frs_reads *reads, gboolean *again)
{
    gint all = g_atomic_int_get(&reads->reads), fresh = g_atomic_int_get(&reads->fresh);
    gboolean progress = fresh != reads->last_fresh;
    *again = !progress && all != reads->last_reads;
    reads->last_reads = all;
    reads->last_fresh = fresh;
    return progress;
}

guint64 frs_reads_received(frs_reads *reads)
{
    return (gsize)g_atomic_pointer_get(&reads->received);
}

gboolean frs_reads_reached(frs_reads *reads, double *part)
{
    g_autoptr(GstElement) source = g_weak_ref_get(&reads->source);
    gint64 size = 0;
    if (source == NULL || !gst_element_query_duration(source, GST_FORMAT_BYTES, &size) || size <= 0)
        return FALSE;
    *part = MIN((double)(gsize)g_atomic_pointer_get(&reads->end) / (double)size, 1);
    return TRUE;
}

GstElement *frs_reads_source(frs_reads *reads)
{
    return g_weak_ref_get(&reads->source);
}

frs_reads *frs_reads_ref(frs_reads *reads)
{
    g_atomic_ref_count_inc(&reads->references);
    return reads;
}

void frs_reads_unref(frs_reads *reads)
{
    if (reads == NULL || !g_atomic_ref_count_dec(&reads->references))
        return;
    g_weak_ref_clear(&reads->source);
    g_free(reads);
}
