/* SPDX-License-Identifier: MIT */
#include "decodebin3_inputs.h"

#include <string.h>

#include "empty-stream.h"
#include "lone_picture.h"
#include "quirks.h"

/* Marks on an input pad: its first sample is still to come; it has come; its EOS is being passed
 * on. */
#define INPUT_EXPECTED "frs-input-expected"
#define INPUT_BEGUN "frs-input-begun"
#define INPUT_ENDING "frs-input-ending"
/* How long an input that ends waits for the first samples of the other inputs, 2.3 s in all. It
 * polls, because two of the things it waits for have no event: a pad that a state change
 * deactivates calls no probe, and a pad's stream lock tells nobody when it is free. */
#define BEGIN_POLLS 50
#define POLL_FIRST_US 1000
#define POLL_LAST_US 50000

static gboolean has_mark(gpointer input, const char *mark)
{
    return g_object_get_data(G_OBJECT(input), mark) != NULL;
}

static void set_mark(gpointer input, const char *mark, gboolean on)
{
    g_object_set_data(input, mark, GINT_TO_POINTER(on));
}

/* On the streaming thread; runs after decodebin3's own probes. */
static GstPadProbeReturn on_begin(GstPad *pad, GstPadProbeInfo *info, gpointer input)
{
    (void)pad;
    gboolean event = (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) != 0;
    if (event && GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_GAP)
        return GST_PAD_PROBE_OK;
    set_mark(input, INPUT_BEGUN, TRUE);
    return GST_PAD_PROBE_REMOVE;
}

/* The data of an input that is already parsed passes an identity element, behind which decodebin3
 * blocks it until its first sample. */
static void expect_begin(GstPad *input)
{
    g_autoptr(GstPad) target = gst_ghost_pad_get_target(GST_GHOST_PAD(input));
    g_autoptr(GstElement) inner = target ? gst_pad_get_parent_element(target) : NULL;
    if (inner == NULL || strcmp(G_OBJECT_TYPE_NAME(inner), "GstIdentity") != 0 ||
        has_mark(input, INPUT_EXPECTED))
        return;
    g_autoptr(GstPad) out = gst_element_get_static_pad(inner, "src");
    set_mark(input, INPUT_EXPECTED, TRUE);
    gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                      on_begin, gst_object_ref(input), gst_object_unref);
}

/* decodebin3 creates the elements behind an input when the input's first events arrive. */
static gboolean is_new(GstPad *input)
{
    g_autoptr(GstPad) target = gst_ghost_pad_get_target(GST_GHOST_PAD(input));
    return target == NULL && gst_pad_is_linked(input);
}

static gboolean check_begun(GstElement *decodebin, GstPad *input, gpointer user)
{
    (void)decodebin;
    gboolean *begun = user;
    gboolean expected = has_mark(input, INPUT_EXPECTED) || is_new(input);
    *begun = !expected || has_mark(input, INPUT_BEGUN) || has_mark(input, FRS_INPUT_ENDED);
    return *begun;
}

/* An EOS is still on its way inside decodebin3 as long as a thread holds the pad's stream lock. */
static gboolean check_passed(GstElement *decodebin, GstPad *input, gpointer user)
{
    (void)decodebin;
    gboolean *passed = user;
    if (!has_mark(input, INPUT_ENDING))
        return TRUE;
    *passed = GST_PAD_STREAM_TRYLOCK(input);
    if (*passed)
        GST_PAD_STREAM_UNLOCK(input);
    return *passed;
}

static gboolean all(GstElement *decodebin, GstElementForeachPadFunc check)
{
    gboolean all = TRUE;
    gst_element_foreach_sink_pad(decodebin, check, &all);
    return all;
}

/* Inputs pass on their EOS one after the other. */
static gboolean may_end(GstElement *decodebin, GstPad *input)
{
    static GMutex lock;
    g_mutex_lock(&lock);
    gboolean may = all(decodebin, check_passed);
    if (may)
        set_mark(input, INPUT_ENDING, TRUE);
    g_mutex_unlock(&lock);
    return may;
}

static void pause_polling(gint64 *pause)
{
    g_usleep((gulong)*pause);
    *pause = MIN(2 * *pause, POLL_LAST_US);
}

/* If an input of GStreamer 1.22's decodebin3 ends before another input's first sample, decodebin3
 * takes it for a stream of an earlier source, discards it, and crashes when it stops: a short file
 * does that. When the last input ends, decodebin3 sends EOS into each of its queues. If another EOS
 * is then waiting for a full queue, the threads wait for each other, and the flush of a seek, which
 * would free them, waits for them: a deadlock. */
static void order_ends(GstElement *decodebin, GstPad *input)
{
    gint64 pause = POLL_FIRST_US;
    for (guint i = 0; i < BEGIN_POLLS && !GST_PAD_IS_FLUSHING(input); i++) {
        if (all(decodebin, check_begun))
            break;
        pause_polling(&pause);
    }
    while (!GST_PAD_IS_FLUSHING(input) && !may_end(decodebin, input))
        pause_polling(&pause);
}

static void begin_again(GstPad *input)
{
    set_mark(input, FRS_INPUT_ENDED, FALSE);
    set_mark(input, INPUT_ENDING, FALSE);
}

/* On the streaming thread. */
static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    GstEventType type = GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info));
    if (type == GST_EVENT_FLUSH_STOP || type == GST_EVENT_STREAM_START)
        begin_again(pad);
    expect_begin(pad);
    if (type != GST_EVENT_EOS)
        return GST_PAD_PROBE_OK;
    /* The pad's EOS flag is set after this probe, possibly after the player has handled the
     * message. */
    set_mark(pad, FRS_INPUT_ENDED, TRUE);
    g_autoptr(GstElement) decodebin = gst_pad_get_parent_element(pad);
    if (decodebin == NULL)
        return GST_PAD_PROBE_OK;
    if (frs_quirk_is_active(FRS_QUIRK_DECODEBIN3_ORDER))
        order_ends(decodebin, pad);
    if (frs_quirk_is_active(FRS_QUIRK_DECODEBIN3_ENDED))
        gst_element_post_message(
            decodebin, gst_message_new_application(GST_OBJECT(decodebin),
                                                   gst_structure_new_empty(FRS_INPUT_ENDED)));
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *decodebin, GstPad *pad, gpointer user)
{
    (void)decodebin;
    (void)user;
    if (!GST_PAD_IS_SINK(pad))
        return;
    if (frs_quirk_is_active(FRS_QUIRK_DECODEBIN3_EMPTY_STREAM))
        frs_empty_stream_watch(pad);
    if (frs_quirk_is_active(FRS_QUIRK_DECODER_LONE_PICTURE))
        frs_lone_picture_watch(pad);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH,
                      on_event, NULL, NULL);
}

static void watch(const GValue *item, gpointer user)
{
    GstElement *element = g_value_get_object(item);
    if (strcmp(G_OBJECT_TYPE_NAME(element), "GstDecodebin3") != 0)
        return;
    g_autoptr(GstPad) pad = gst_element_get_static_pad(element, "sink");
    on_pad_added(element, pad, user);
    g_signal_connect(element, "pad-added", G_CALLBACK(on_pad_added), NULL);
}

void frs_inputs_watch(GstElement *playbin)
{
    /* A playbin3 contains its decodebin3 from the start. */
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(playbin));
    gst_iterator_foreach(iterator, watch, NULL);
    gst_iterator_free(iterator);
}

static gboolean check_ended(GstElement *decodebin, GstPad *pad, gpointer user)
{
    (void)decodebin;
    gboolean *ended = user;
    *ended = !gst_pad_is_linked(pad) || has_mark(pad, FRS_INPUT_ENDED);
    return *ended;
}

gboolean frs_inputs_all_ended(GstElement *decodebin)
{
    return all(decodebin, check_ended);
}
