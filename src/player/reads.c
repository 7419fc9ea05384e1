/* SPDX-License-Identifier: MIT */
#include "reads.h"

/* A source is looked at in blocks; those beyond the last bit share it with earlier ones. */
#define BLOCK_SHIFT 12
#define WORDS 4096
#define BITS 32

struct frs_reads {
    gatomicrefcount references;
    guint known[WORDS]; /* a bit for each block that has been read; atomic */
    gint reads, fresh;  /* all of them, and those of a block not known before; atomic */
    gint last_reads, last_fresh;
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

/* Streaming thread. */
static GstPadProbeReturn on_read(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    guint64 offset = GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_PULL
                         ? GST_PAD_PROBE_INFO_OFFSET(info)
                         : GST_BUFFER_OFFSET(GST_PAD_PROBE_INFO_BUFFER(info));
    count(user, offset);
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
    g_atomic_ref_count_inc(&reads->references);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_PULL, on_read, reads,
                      unref);
}

frs_reads *frs_reads_watch(GstElement *playbin)
{
    frs_reads *reads = g_new0(frs_reads, 1);
    g_atomic_ref_count_init(&reads->references);
    g_atomic_ref_count_inc(&reads->references);
    g_signal_connect_data(playbin, "source-setup", G_CALLBACK(on_source), reads, unref_closure, 0);
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

void frs_reads_unref(frs_reads *reads)
{
    if (reads != NULL && g_atomic_ref_count_dec(&reads->references))
        g_free(reads);
}
