/* SPDX-License-Identifier: MIT */
#include "gapless.h"

#include "adaptivedemux.h"
#include "install.h"
#include "source_setup.h"
#include "track_kind.h"
#include "urisourcebin_teardown.h"

/* How long the end of a stream waits for the streams of the next source. Their pads, a flush and an
 * error end the wait. For a source that will come too late (a slow server) there is no event. */
#define WAIT_US (2 * G_USEC_PER_SEC)

/* A stream of the current source, and the stream of the next source that replaces it. */
typedef struct frs_gapless_stream {
    GstPad *from; /* source pad of the current uridecodebin3 ... */
    GstPad *sink; /* ... and the playsink pad it is linked to */
    GstPad *to;   /* source pad of the next uridecodebin3, blocked; NULL: not there yet */
    gulong ends;  /* probe ids: waits for EOS on `from` ... */
    gulong block; /* ... blocks `to` ... */
    gulong begins;
    gboolean flushing; /* `from` is being flushed */
    gboolean taken;
    guint32 segment;  /* seqnum of the next stream's first SEGMENT; 0: it has not come yet */
    gboolean arrived; /* that SEGMENT has reached the sink */
} frs_gapless_stream;

struct frs_gapless {
    GstElement *playbin, *current, *element; /* one reference each */
    frs_gate *gate;
    frs_reads *reads;
    double rate;
    gboolean settled;

    GMutex lock; /* protects all fields below */
    GCond changed;
    frs_gapless_stream
        streams[FRS_TRACK_KINDS]; /* `from` NULL: the current source has no such stream */
    gboolean known;               /* STREAMS_SELECTED has come, with the same kinds of streams */
    gboolean seeking;             /* a seek that sets the rate is under way */
    gboolean held;
    gboolean closed; /* the next source must not replace the current one */
    gboolean begun;  /* a stream of it has replaced one of the current source */
};

static void clear(gpointer user)
{
    frs_gapless *gapless = user;
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++) {
        g_clear_object(&gapless->streams[kind].from);
        g_clear_object(&gapless->streams[kind].sink);
        g_clear_object(&gapless->streams[kind].to);
    }
    g_clear_object(&gapless->playbin);
    g_clear_object(&gapless->current);
    g_clear_object(&gapless->element);
    g_clear_pointer(&gapless->gate, frs_gate_unref);
    g_clear_pointer(&gapless->reads, frs_reads_unref);
    g_cond_clear(&gapless->changed);
    g_mutex_clear(&gapless->lock);
}

static void unref(gpointer gapless)
{
    g_atomic_rc_box_release_full(gapless, clear);
}

static void unref_closure(gpointer gapless, GClosure *closure)
{
    (void)closure;
    unref(gapless);
}

/* Decodebin's pads are named after the kind of their stream: "video_0". FRS_TRACK_KINDS: unknown.
 */
static int kind_of(GstPad *pad)
{
    g_autofree char *name = gst_pad_get_name(pad);
    int kind = 0;
    while (kind < FRS_TRACK_KINDS && !g_str_has_prefix(name, frs_track_names[kind]))
        kind++;
    return kind;
}

/* The video stream, or else the audio stream. */
static frs_gapless_stream *first_stream(frs_gapless *gapless)
{
    frs_gapless_stream *streams = gapless->streams;
    return streams[FRS_TRACK_VIDEO].from != NULL ? &streams[FRS_TRACK_VIDEO]
                                                 : &streams[FRS_TRACK_AUDIO];
}

/* With the lock held. */
static gboolean has_streams(const frs_gapless *gapless)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if (gapless->streams[kind].from != NULL && gapless->streams[kind].to == NULL)
            return FALSE;
    return gapless->known;
}

static gboolean is_ready(const frs_gapless *gapless)
{
    return has_streams(gapless) && !gapless->seeking;
}

/* ---- the streams that end ---- */

/* With the lock held. Data flows as soon as the block is removed. */
static void take_place(frs_gapless *gapless, frs_gapless_stream *stream)
{
    gapless->begun = stream->taken = TRUE;
    gst_pad_unlink(stream->from, stream->sink);
    gst_pad_link(stream->to, stream->sink);
    gst_pad_remove_probe(stream->to, stream->block);
}

/* With the lock held. TRUE: the next source is ready. */
static gboolean wait_for_next(frs_gapless *gapless, const frs_gapless_stream *stream)
{
    gint64 until = g_get_monotonic_time() + WAIT_US;
    while (!gapless->closed && !gapless->held && !stream->flushing && !is_ready(gapless))
        if (!g_cond_wait_until(&gapless->changed, &gapless->lock, until))
            break;
    if (!gapless->held && !stream->flushing && !is_ready(gapless))
        gapless->closed = TRUE;
    return !gapless->closed && !gapless->held && !stream->flushing;
}

static GstPadProbeReturn on_end(frs_gapless *gapless, frs_gapless_stream *stream)
{
    g_mutex_lock(&gapless->lock);
    /* Once one stream has been replaced, replace the others too: all must be of the same source. */
    gboolean take = !stream->taken && (gapless->begun || wait_for_next(gapless, stream));
    if (take)
        take_place(gapless, stream);
    gboolean drop = take || stream->flushing;
    g_mutex_unlock(&gapless->lock);
    return drop ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void set_flushing(frs_gapless *gapless, frs_gapless_stream *stream, gboolean flushing)
{
    g_mutex_lock(&gapless->lock);
    stream->flushing = flushing;
    g_cond_broadcast(&gapless->changed);
    g_mutex_unlock(&gapless->lock);
}

/* On streaming threads of the current source. */
static GstPadProbeReturn on_old_event(GstPad *pad, GstPadProbeInfo *info, gpointer gapless)
{
    frs_gapless_stream *stream = &((frs_gapless *)gapless)->streams[kind_of(pad)];
    switch (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info))) {
    case GST_EVENT_EOS:
        return on_end(gapless, stream);
    case GST_EVENT_FLUSH_START:
        set_flushing(gapless, stream, TRUE);
        return GST_PAD_PROBE_OK;
    case GST_EVENT_FLUSH_STOP:
        set_flushing(gapless, stream, FALSE);
        return GST_PAD_PROBE_OK;
    default:
        return GST_PAD_PROBE_OK;
    }
}

static gboolean has_ended(GstPad *pad)
{
    GstEvent *end = gst_pad_get_sticky_event(pad, GST_EVENT_EOS, 0);
    gboolean ended = end != NULL;
    g_clear_pointer(&end, gst_event_unref);
    return ended;
}

static gboolean add_stream(GstElement *current, GstPad *pad, gpointer gapless)
{
    (void)current;
    int kind = kind_of(pad);
    GstPad *sink = gst_pad_get_peer(pad);
    frs_gapless_stream *streams = ((frs_gapless *)gapless)->streams;
    if (kind == FRS_TRACK_KINDS || streams[kind].from != NULL || sink == NULL) {
        g_clear_object(&sink);
        return TRUE;
    }
    frs_gapless_stream *stream = &streams[kind];
    stream->from = gst_object_ref(pad);
    stream->sink = sink;
    stream->ends =
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH,
                          on_old_event, g_atomic_rc_box_acquire(gapless), unref);
    /* EOS may have passed before the probe was added. */
    return !has_ended(pad);
}

static gboolean add_streams(frs_gapless *gapless)
{
    gboolean any = FALSE;
    if (!gst_element_foreach_src_pad(gapless->current, add_stream, gapless))
        return FALSE;
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        any = any || gapless->streams[kind].from != NULL;
    return any;
}

/* ---- the streams that follow ---- */

static GstPadProbeReturn hold(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)info;
    (void)user;
    return GST_PAD_PROBE_OK;
}

/* On streaming threads. */
static GstPadProbeReturn on_new_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    frs_gapless *gapless = user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT)
        return GST_PAD_PROBE_OK;
    g_mutex_lock(&gapless->lock);
    frs_gapless_stream *stream = &gapless->streams[kind_of(pad)];
    if (stream->segment == 0)
        stream->segment = gst_event_get_seqnum(event);
    g_mutex_unlock(&gapless->lock);
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *element, GstPad *pad, gpointer user)
{
    frs_gapless *gapless = user;
    int kind = kind_of(pad);
    g_mutex_lock(&gapless->lock);
    if (kind == FRS_TRACK_KINDS || gapless->streams[kind].from == NULL ||
        gapless->streams[kind].to != NULL) {
        gapless->closed = TRUE;
    } else {
        frs_gapless_stream *stream = &gapless->streams[kind];
        stream->to = gst_object_ref(pad);
        stream->block =
            gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BLOCK_DOWNSTREAM, hold, NULL, NULL);
        stream->begins = gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_new_event,
                                           g_atomic_rc_box_acquire(gapless), unref);
    }
    g_cond_broadcast(&gapless->changed);
    g_mutex_unlock(&gapless->lock);
    gst_element_post_message(
        element, gst_message_new_application(GST_OBJECT(element),
                                             gst_structure_new_empty("frs-gapless-stream")));
}

static guint kinds_of(GstMessage *message)
{
    static const GstStreamType types[FRS_TRACK_KINDS] = {
        GST_STREAM_TYPE_VIDEO, GST_STREAM_TYPE_AUDIO, GST_STREAM_TYPE_TEXT};
    guint kinds = 0;
    for (guint i = 0; i < gst_message_streams_selected_get_size(message); i++) {
        g_autoptr(GstStream) stream = gst_message_streams_selected_get_stream(message, i);
        for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
            if ((gst_stream_get_stream_type(stream) & types[kind]) != 0)
                kinds |= 1U << kind;
    }
    return kinds;
}

/* With the lock held. */
static gboolean have_kinds(const frs_gapless *gapless, guint kinds)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if ((gapless->streams[kind].from != NULL) != ((kinds >> kind & 1U) != 0))
            return FALSE;
    return TRUE;
}

gboolean frs_gapless_note(frs_gapless *gapless, GstMessage *message)
{
    g_mutex_lock(&gapless->lock);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_STREAMS_SELECTED && !gapless->settled) {
        gapless->known = have_kinds(gapless, kinds_of(message));
        gapless->closed = gapless->closed || !gapless->known;
        g_cond_broadcast(&gapless->changed);
    }
    gboolean fits = !gapless->closed || gapless->begun;
    g_mutex_unlock(&gapless->lock);
    return fits;
}

/* ---- the player's thread ---- */

static gboolean build(frs_gapless *gapless, const frs_source *source, frs_tracks *tracks)
{
    g_autofree char *uri = NULL;
    g_autoptr(frs_problem) problem = frs_uri_complete(&uri, source->uri);
    if (problem != NULL)
        return FALSE; /* the error is reported when this source is loaded */
    g_autoptr(GstBus) bus = gst_bus_new();
    GstElement *element = gst_element_factory_make("uridecodebin3", NULL);
    if (element == NULL)
        return FALSE;
    gapless->element = gst_object_ref_sink(element);
    g_object_set(element, "uri", uri, "use-buffering", TRUE, NULL);
    g_signal_connect_data(element, "pad-added", G_CALLBACK(on_pad_added),
                          g_atomic_rc_box_acquire(gapless), unref_closure, 0);
    frs_options_watch(source->options, element, uri);
    frs_quirks_install_aside(element);
    frs_tracks_watch(tracks, element, source->text);
    gapless->reads = frs_reads_watch(element);
    gapless->gate = frs_gate_create(element);
    /* playbin3 must not treat it as its own source: it gets a bus of its own. */
    gst_element_set_locked_state(element, TRUE);
    gst_bin_add(GST_BIN(gapless->playbin), element);
    gst_element_set_bus(element, bus);
    return TRUE;
}

/* A live source (NO_PREROLL) cannot wait for its turn. */
static gboolean start(GstElement *element)
{
    GstStateChangeReturn change = gst_element_set_state(element, GST_STATE_PAUSED);
    return change == GST_STATE_CHANGE_SUCCESS || change == GST_STATE_CHANGE_ASYNC;
}

frs_gapless *frs_gapless_open(GstElement *playbin, GstElement *current, const frs_source *source,
                              frs_tracks *tracks)
{
    frs_gapless *gapless = g_atomic_rc_box_new0(frs_gapless);
    g_mutex_init(&gapless->lock);
    g_cond_init(&gapless->changed);
    gapless->playbin = gst_object_ref(playbin);
    gapless->current = gst_object_ref(current);
    gapless->rate = 1;
    if (!add_streams(gapless) || !build(gapless, source, tracks) || !start(gapless->element))
        frs_gapless_free(&gapless);
    return gapless;
}

GstElement *frs_gapless_element(const frs_gapless *gapless)
{
    return gapless->element;
}

frs_reads *frs_gapless_reads(const frs_gapless *gapless)
{
    return gapless->reads;
}

/* TRUE: the seek was sent, or must wait until the pads exist. */
static gboolean seek(frs_gapless *gapless, GstPad *pad, double rate)
{
    GstEvent *event =
        gst_event_new_seek(rate, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                           GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET, -1);
    gboolean done = gst_pad_send_event(pad, event);
    g_mutex_lock(&gapless->lock);
    gapless->rate = rate;
    gapless->seeking = FALSE;
    g_cond_broadcast(&gapless->changed);
    g_mutex_unlock(&gapless->lock);
    return done;
}

gboolean frs_gapless_set_rate(frs_gapless *gapless, double rate)
{
    g_mutex_lock(&gapless->lock);
    gboolean done = gapless->begun || gapless->rate == rate;
    gapless->seeking = !done;
    g_autoptr(GstPad) pad =
        !done && has_streams(gapless) ? gst_object_ref(first_stream(gapless)->to) : NULL;
    g_cond_broadcast(&gapless->changed);
    g_mutex_unlock(&gapless->lock);
    return pad == NULL || seek(gapless, pad, rate);
}

gboolean frs_gapless_hold(frs_gapless *gapless)
{
    g_mutex_lock(&gapless->lock);
    gapless->held = !gapless->begun;
    gboolean held = gapless->held;
    g_cond_broadcast(&gapless->changed);
    g_mutex_unlock(&gapless->lock);
    return held;
}

void frs_gapless_release(frs_gapless *gapless)
{
    g_mutex_lock(&gapless->lock);
    gapless->held = FALSE;
    g_mutex_unlock(&gapless->lock);
}

gboolean frs_gapless_has_begun(frs_gapless *gapless)
{
    g_mutex_lock(&gapless->lock);
    gboolean begun = gapless->begun;
    g_mutex_unlock(&gapless->lock);
    return begun;
}

/* With the lock held. */
static gboolean have_arrived(const frs_gapless *gapless)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if (kind != FRS_TRACK_TEXT && gapless->streams[kind].from != NULL &&
            !gapless->streams[kind].arrived)
            return FALSE;
    return TRUE;
}

gboolean frs_gapless_note_segment(frs_gapless *gapless, frs_track_kind kind, guint32 seqnum)
{
    g_mutex_lock(&gapless->lock);
    frs_gapless_stream *stream = &gapless->streams[kind];
    stream->arrived = stream->arrived || (stream->segment != 0 && stream->segment == seqnum);
    gboolean all = have_arrived(gapless);
    g_mutex_unlock(&gapless->lock);
    return all;
}

static void remove_probes(frs_gapless *gapless)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++) {
        frs_gapless_stream *stream = &gapless->streams[kind];
        if (stream->ends != 0)
            gst_pad_remove_probe(stream->from, stream->ends);
        if (stream->begins != 0)
            gst_pad_remove_probe(stream->to, stream->begins);
        stream->ends = stream->begins = 0;
    }
    if (gapless->element != NULL)
        g_signal_handlers_disconnect_by_data(gapless->element, gapless);
}

static void stop(GstElement *bin, GstElement *element)
{
    gst_element_set_locked_state(element, TRUE);
    frs_adaptive_await_stop(element);
    gst_element_set_state(element, GST_STATE_NULL);
    if (GST_OBJECT_PARENT(element) == GST_OBJECT(bin))
        gst_bin_remove(GST_BIN(bin), element);
}

/* Do not wait for text: there may be none for a long time. */
static void take_places(frs_gapless *gapless)
{
    g_mutex_lock(&gapless->lock);
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if (gapless->streams[kind].from != NULL && !gapless->streams[kind].taken)
            take_place(gapless, &gapless->streams[kind]);
    g_mutex_unlock(&gapless->lock);
}

void frs_gapless_settle(frs_gapless *gapless)
{
    take_places(gapless);
    remove_probes(gapless);
    gapless->settled = TRUE;
    /* playbin3 keeps a pointer to the uridecodebin3 that it made, for as long as it lives. */
    if (g_object_get_data(G_OBJECT(gapless->playbin), "frs-first") == NULL)
        g_object_set_data_full(G_OBJECT(gapless->playbin), "frs-first",
                               gst_object_ref(gapless->current), gst_object_unref);
    stop(gapless->playbin, gapless->current);
    gst_element_set_locked_state(gapless->element, FALSE);
    gst_element_sync_state_with_parent(gapless->element);
}

void frs_gapless_free(frs_gapless **gapless)
{
    frs_gapless *it = g_steal_pointer(gapless);
    if (it == NULL)
        return;
    g_mutex_lock(&it->lock);
    it->closed = TRUE;
    gboolean begun = it->begun;
    g_cond_broadcast(&it->changed);
    g_mutex_unlock(&it->lock);
    remove_probes(it);
    if (it->gate != NULL)
        frs_gate_close(it->gate);
    /* If it feeds the sinks, it is stopped with the playbin3, sinks first. */
    if (begun)
        gst_element_set_locked_state(it->element, FALSE);
    else if (it->element != NULL)
        stop(it->playbin, it->element);
    unref(it);
}
