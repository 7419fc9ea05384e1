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

/* A stream of the source that plays, and the one that takes its place. */
typedef struct frs_leg {
    GstPad *from; /* of that source ... */
    GstPad *sink; /* ... where it leads */
    GstPad *to;   /* of the other, blocked; NULL: not there yet */
    gulong ends;  /* probes: on `from` ... */
    gulong block; /* ... and on `to` */
    gulong begins;
    gboolean flushing; /* `from` is */
    gboolean taken;
    guint32 segment;  /* what the place was taken with; 0: it has not come yet */
    gboolean arrived; /* at the sink */
} frs_leg;

struct frs_graft {
    GstElement *playbin, *current, *element; /* one reference each */
    frs_gate *gate;
    frs_reads *reads;
    double rate;
    gboolean settled;

    GMutex lock; /* of all below */
    GCond changed;
    frs_leg legs[FRS_TRACK_KINDS]; /* `from` NULL: no such stream */
    gboolean known;                /* which streams it has, and they are of the same kinds */
    gboolean seeking;              /* it is brought to its rate */
    gboolean held;
    gboolean closed; /* it takes no place */
    gboolean begun;  /* it has taken one */
};

static void clear(gpointer user)
{
    frs_graft *graft = user;
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++) {
        g_clear_object(&graft->legs[kind].from);
        g_clear_object(&graft->legs[kind].sink);
        g_clear_object(&graft->legs[kind].to);
    }
    g_clear_object(&graft->playbin);
    g_clear_object(&graft->current);
    g_clear_object(&graft->element);
    g_clear_pointer(&graft->gate, frs_gate_unref);
    g_clear_pointer(&graft->reads, frs_reads_unref);
    g_cond_clear(&graft->changed);
    g_mutex_clear(&graft->lock);
}

static void unref(gpointer graft)
{
    g_atomic_rc_box_release_full(graft, clear);
}

static void unref_closure(gpointer graft, GClosure *closure)
{
    (void)closure;
    unref(graft);
}

/* Pads are called by the kinds of their streams: "video_0". FRS_TRACK_KINDS: by none of them. */
static int kind_of(GstPad *pad)
{
    g_autofree char *name = gst_pad_get_name(pad);
    int kind = 0;
    while (kind < FRS_TRACK_KINDS && !g_str_has_prefix(name, frs_track_names[kind]))
        kind++;
    return kind;
}

/* Of its pictures, or else of its sound. */
static frs_leg *first_leg(frs_graft *graft)
{
    frs_leg *legs = graft->legs;
    return legs[FRS_TRACK_VIDEO].from != NULL ? &legs[FRS_TRACK_VIDEO] : &legs[FRS_TRACK_AUDIO];
}

/* Locked. */
static gboolean has_streams(const frs_graft *graft)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if (graft->legs[kind].from != NULL && graft->legs[kind].to == NULL)
            return FALSE;
    return graft->known;
}

static gboolean is_ready(const frs_graft *graft)
{
    return has_streams(graft) && !graft->seeking;
}

/* ---- the streams that end ---- */

/* Locked. What follows flows as soon as the probe is gone. */
static void take_place(frs_graft *graft, frs_leg *leg)
{
    graft->begun = leg->taken = TRUE;
    gst_pad_unlink(leg->from, leg->sink);
    gst_pad_link(leg->to, leg->sink);
    gst_pad_remove_probe(leg->to, leg->block);
}

/* Locked. True: what comes next has come. */
static gboolean wait_for_next(frs_graft *graft, const frs_leg *leg)
{
    gint64 until = g_get_monotonic_time() + WAIT_US;
    while (!graft->closed && !graft->held && !leg->flushing && !is_ready(graft))
        if (!g_cond_wait_until(&graft->changed, &graft->lock, until))
            break;
    if (!graft->held && !leg->flushing && !is_ready(graft))
        graft->closed = TRUE;
    return !graft->closed && !graft->held && !leg->flushing;
}

static GstPadProbeReturn on_end(frs_graft *graft, frs_leg *leg)
{
    g_mutex_lock(&graft->lock);
    /* What has begun goes on: all streams are of one source, or of the other. */
    gboolean take = !leg->taken && (graft->begun || wait_for_next(graft, leg));
    if (take)
        take_place(graft, leg);
    gboolean drop = take || leg->flushing;
    g_mutex_unlock(&graft->lock);
    return drop ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void set_flushing(frs_graft *graft, frs_leg *leg, gboolean flushing)
{
    g_mutex_lock(&graft->lock);
    leg->flushing = flushing;
    g_cond_broadcast(&graft->changed);
    g_mutex_unlock(&graft->lock);
}

/* Streaming threads of the source that plays. */
static GstPadProbeReturn on_old_event(GstPad *pad, GstPadProbeInfo *info, gpointer graft)
{
    frs_leg *leg = &((frs_graft *)graft)->legs[kind_of(pad)];
    switch (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info))) {
    case GST_EVENT_EOS:
        return on_end(graft, leg);
    case GST_EVENT_FLUSH_START:
        set_flushing(graft, leg, TRUE);
        return GST_PAD_PROBE_OK;
    case GST_EVENT_FLUSH_STOP:
        set_flushing(graft, leg, FALSE);
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

static gboolean add_leg(GstElement *current, GstPad *pad, gpointer graft)
{
    (void)current;
    int kind = kind_of(pad);
    GstPad *sink = gst_pad_get_peer(pad);
    frs_leg *legs = ((frs_graft *)graft)->legs;
    if (kind == FRS_TRACK_KINDS || legs[kind].from != NULL || sink == NULL) {
        g_clear_object(&sink);
        return TRUE;
    }
    frs_leg *leg = &legs[kind];
    leg->from = gst_object_ref(pad);
    leg->sink = sink;
    leg->ends =
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH,
                          on_old_event, g_atomic_rc_box_acquire(graft), unref);
    /* One that was quicker than the probe went by. */
    return !has_ended(pad);
}

static gboolean add_legs(frs_graft *graft)
{
    gboolean any = FALSE;
    if (!gst_element_foreach_src_pad(graft->current, add_leg, graft))
        return FALSE;
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        any = any || graft->legs[kind].from != NULL;
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

/* Streaming threads. */
static GstPadProbeReturn on_new_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    frs_graft *graft = user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT)
        return GST_PAD_PROBE_OK;
    g_mutex_lock(&graft->lock);
    frs_leg *leg = &graft->legs[kind_of(pad)];
    if (leg->segment == 0)
        leg->segment = gst_event_get_seqnum(event);
    g_mutex_unlock(&graft->lock);
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *element, GstPad *pad, gpointer user)
{
    frs_graft *graft = user;
    int kind = kind_of(pad);
    g_mutex_lock(&graft->lock);
    if (kind == FRS_TRACK_KINDS || graft->legs[kind].from == NULL || graft->legs[kind].to != NULL) {
        graft->closed = TRUE;
    } else {
        frs_leg *leg = &graft->legs[kind];
        leg->to = gst_object_ref(pad);
        leg->block = gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BLOCK_DOWNSTREAM, hold, NULL, NULL);
        leg->begins = gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_new_event,
                                        g_atomic_rc_box_acquire(graft), unref);
    }
    g_cond_broadcast(&graft->changed);
    g_mutex_unlock(&graft->lock);
    gst_element_post_message(
        element, gst_message_new_application(GST_OBJECT(element),
                                             gst_structure_new_empty("frs-graft-stream")));
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

/* Locked. */
static gboolean have_kinds(const frs_graft *graft, guint kinds)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if ((graft->legs[kind].from != NULL) != ((kinds >> kind & 1U) != 0))
            return FALSE;
    return TRUE;
}

gboolean frs_graft_note(frs_graft *graft, GstMessage *message)
{
    g_mutex_lock(&graft->lock);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_STREAMS_SELECTED && !graft->settled) {
        graft->known = have_kinds(graft, kinds_of(message));
        graft->closed = graft->closed || !graft->known;
        g_cond_broadcast(&graft->changed);
    }
    gboolean fits = !graft->closed || graft->begun;
    g_mutex_unlock(&graft->lock);
    return fits;
}

/* ---- the player's thread ---- */

static gboolean build(frs_graft *graft, const frs_source *source, frs_tracks *tracks)
{
    g_autofree char *uri = NULL;
    g_autoptr(frs_problem) problem = frs_uri_complete(&uri, source->uri);
    if (problem != NULL)
        return FALSE; /* it is told when its turn comes */
    g_autoptr(GstBus) bus = gst_bus_new();
    GstElement *element = gst_element_factory_make("uridecodebin3", NULL);
    if (element == NULL)
        return FALSE;
    graft->element = gst_object_ref_sink(element);
    g_object_set(element, "uri", uri, "use-buffering", TRUE, NULL);
    g_signal_connect_data(element, "pad-added", G_CALLBACK(on_pad_added),
                          g_atomic_rc_box_acquire(graft), unref_closure, 0);
    frs_options_watch(source->options, element, uri);
    frs_quirks_install_aside(element);
    frs_tracks_watch(tracks, element, source->text);
    graft->reads = frs_reads_watch(element);
    graft->gate = frs_gate_create(element);
    /* The playbin must not take it for what it plays: it hears nothing of it. */
    gst_element_set_locked_state(element, TRUE);
    gst_bin_add(GST_BIN(graft->playbin), element);
    gst_element_set_bus(element, bus);
    return TRUE;
}

/* What is live has nothing that could wait. */
static gboolean start(GstElement *element)
{
    GstStateChangeReturn change = gst_element_set_state(element, GST_STATE_PAUSED);
    return change == GST_STATE_CHANGE_SUCCESS || change == GST_STATE_CHANGE_ASYNC;
}

frs_graft *frs_graft_open(GstElement *playbin, GstElement *current, const frs_source *source,
                          frs_tracks *tracks)
{
    frs_graft *graft = g_atomic_rc_box_new0(frs_graft);
    g_mutex_init(&graft->lock);
    g_cond_init(&graft->changed);
    graft->playbin = gst_object_ref(playbin);
    graft->current = gst_object_ref(current);
    graft->rate = 1;
    if (!add_legs(graft) || !build(graft, source, tracks) || !start(graft->element))
        frs_graft_free(&graft);
    return graft;
}

GstElement *frs_graft_element(const frs_graft *graft)
{
    return graft->element;
}

frs_reads *frs_graft_reads(const frs_graft *graft)
{
    return graft->reads;
}

/* TRUE: as asked for; or not yet, while its streams are not there. */
static gboolean seek(frs_graft *graft, GstPad *pad, double rate)
{
    GstEvent *event =
        gst_event_new_seek(rate, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                           GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET, -1);
    gboolean done = gst_pad_send_event(pad, event);
    g_mutex_lock(&graft->lock);
    graft->rate = rate;
    graft->seeking = FALSE;
    g_cond_broadcast(&graft->changed);
    g_mutex_unlock(&graft->lock);
    return done;
}

gboolean frs_graft_set_rate(frs_graft *graft, double rate)
{
    g_mutex_lock(&graft->lock);
    gboolean done = graft->begun || graft->rate == rate;
    graft->seeking = !done;
    g_autoptr(GstPad) pad =
        !done && has_streams(graft) ? gst_object_ref(first_leg(graft)->to) : NULL;
    g_cond_broadcast(&graft->changed);
    g_mutex_unlock(&graft->lock);
    return pad == NULL || seek(graft, pad, rate);
}

gboolean frs_graft_hold(frs_graft *graft)
{
    g_mutex_lock(&graft->lock);
    graft->held = !graft->begun;
    gboolean held = graft->held;
    g_cond_broadcast(&graft->changed);
    g_mutex_unlock(&graft->lock);
    return held;
}

void frs_graft_release(frs_graft *graft)
{
    g_mutex_lock(&graft->lock);
    graft->held = FALSE;
    g_mutex_unlock(&graft->lock);
}

gboolean frs_graft_has_begun(frs_graft *graft)
{
    g_mutex_lock(&graft->lock);
    gboolean begun = graft->begun;
    g_mutex_unlock(&graft->lock);
    return begun;
}

/* Locked. */
static gboolean have_arrived(const frs_graft *graft)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if (kind != FRS_TRACK_TEXT && graft->legs[kind].from != NULL && !graft->legs[kind].arrived)
            return FALSE;
    return TRUE;
}

gboolean frs_graft_note_segment(frs_graft *graft, frs_track_kind kind, guint32 seqnum)
{
    g_mutex_lock(&graft->lock);
    frs_leg *leg = &graft->legs[kind];
    leg->arrived = leg->arrived || (leg->segment != 0 && leg->segment == seqnum);
    gboolean all = have_arrived(graft);
    g_mutex_unlock(&graft->lock);
    return all;
}

static void remove_probes(frs_graft *graft)
{
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++) {
        frs_leg *leg = &graft->legs[kind];
        if (leg->ends != 0)
            gst_pad_remove_probe(leg->from, leg->ends);
        if (leg->begins != 0)
            gst_pad_remove_probe(leg->to, leg->begins);
        leg->ends = leg->begins = 0;
    }
    if (graft->element != NULL)
        g_signal_handlers_disconnect_by_data(graft->element, graft);
}

static void stop(GstElement *bin, GstElement *element)
{
    gst_element_set_locked_state(element, TRUE);
    frs_adaptive_await_stop(element);
    gst_element_set_state(element, GST_STATE_NULL);
    if (GST_OBJECT_PARENT(element) == GST_OBJECT(bin))
        gst_bin_remove(GST_BIN(bin), element);
}

/* Text, of which there may be none for long, is not waited for. */
static void take_places(frs_graft *graft)
{
    g_mutex_lock(&graft->lock);
    for (int kind = 0; kind < FRS_TRACK_KINDS; kind++)
        if (graft->legs[kind].from != NULL && !graft->legs[kind].taken)
            take_place(graft, &graft->legs[kind]);
    g_mutex_unlock(&graft->lock);
}

void frs_graft_settle(frs_graft *graft)
{
    take_places(graft);
    remove_probes(graft);
    graft->settled = TRUE;
    /* A playbin3 keeps a pointer to the one that it made, for ever. */
    if (g_object_get_data(G_OBJECT(graft->playbin), "frs-first") == NULL)
        g_object_set_data_full(G_OBJECT(graft->playbin), "frs-first",
                               gst_object_ref(graft->current), gst_object_unref);
    stop(graft->playbin, graft->current);
    gst_element_set_locked_state(graft->element, FALSE);
    gst_element_sync_state_with_parent(graft->element);
}

void frs_graft_free(frs_graft **graft)
{
    frs_graft *it = g_steal_pointer(graft);
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
    /* What feeds the sinks ends with them, from the sinks on. */
    if (begun)
        gst_element_set_locked_state(it->element, FALSE);
    else if (it->element != NULL)
        stop(it->playbin, it->element);
    unref(it);
}
