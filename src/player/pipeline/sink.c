/* SPDX-License-Identifier: MIT */
#include "sink.h"

#include <string.h>

#include "seek_sliver.h"
#include "segment_seams.h"

#define RGBA_CAPS "video/x-raw, format=(string)RGBA"
#define UNLESS_INTERLACED_WITH_OVERLAYS                                                            \
    "video/x-raw; video/x-raw(ANY), interlace-mode=(string)progressive"

/* Time from publishing a picture to its display: half an animation frame until a window notices it,
 * and the time to draw. The audio device plays on time, so pictures are published that much
 * earlier. */
#define TO_THE_SCREEN (12 * GST_MSECOND)

/* On the streaming thread; the message carries the news to the player's thread. */
static void post_caps(GstPad *pad, GParamSpec *property, gpointer user)
{
    (void)property;
    (void)user;
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    g_autoptr(GstElement) sink = gst_pad_get_parent_element(pad);
    if (caps == NULL || sink == NULL)
        return;
    GstStructure *structure = gst_structure_new(FRS_SINK_CAPS, "caps", GST_TYPE_CAPS, caps, NULL);
    gst_element_post_message(sink, gst_message_new_application(GST_OBJECT(sink), structure));
}

/* The same for the picture's orientation. */
static void post_direction(GstElement *sink, GParamSpec *property, gpointer user)
{
    (void)property;
    (void)user;
    GstStructure *structure = gst_structure_new_empty(FRS_SINK_DIRECTION);
    gst_element_post_message(sink, gst_message_new_application(GST_OBJECT(sink), structure));
}

static gboolean has_sound(GstElement *audio)
{
    g_autoptr(GstPad) pad = audio ? gst_element_get_static_pad(audio, "sink") : NULL;
    return pad != NULL && gst_pad_has_current_caps(pad);
}

static void post_segment(GstElement *sink, GstEvent *segment)
{
    GstMessage *message =
        gst_message_new_application(GST_OBJECT(sink), gst_structure_new_empty(FRS_SINK_SEGMENT));
    gst_message_set_seqnum(message, gst_event_get_seqnum(segment));
    gst_element_post_message(sink, message);
}

/* On the streaming thread, when all earlier pictures have been shown. */
static GstPadProbeReturn on_segment(GstPad *pad, GstPadProbeInfo *info, gpointer audio)
{
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    g_autoptr(GstElement) sink = gst_pad_get_parent_element(pad);
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT || sink == NULL)
        return GST_PAD_PROBE_OK;
    if (!has_sound(audio))
        GST_PAD_PROBE_INFO_DATA(info) = event = frs_segment_seam_mend(sink, event);
    post_segment(sink, event);
    return GST_PAD_PROBE_OK;
}

/* The same, when all earlier audio has been given to the device. */
static GstPadProbeReturn on_sound_segment(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    g_autoptr(GstElement) sink = gst_pad_get_parent_element(pad);
    if (GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT && sink != NULL)
        post_segment(sink, event);
    return GST_PAD_PROBE_OK;
}

GstCaps *frs_sink_message_caps(GstMessage *message)
{
    GstCaps *caps = NULL;
    if (gst_message_has_name(message, FRS_SINK_CAPS))
        gst_structure_get(gst_message_get_structure(message), "caps", GST_TYPE_CAPS, &caps, NULL);
    return caps;
}

void frs_sink_watch(GstElement *frameshare, GstElement *audio)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(frameshare, "sink");
    g_signal_connect(pad, "notify::caps", G_CALLBACK(post_caps), NULL);
    g_signal_connect(frameshare, "notify::published-direction", G_CALLBACK(post_direction), NULL);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_segment,
                      audio ? gst_object_ref(audio) : NULL, audio ? gst_object_unref : NULL);
    frs_seek_sliver_watch(pad);
    if (audio == NULL)
        return;
    g_autoptr(GstPad) sound = gst_element_get_static_pad(audio, "sink");
    gst_pad_add_probe(sound, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_sound_segment, NULL, NULL);
}

static gboolean can_deinterlace(void)
{
    g_autoptr(GstElementFactory) factory = gst_element_factory_find(FRS_DEINTERLACER);
    return factory != NULL;
}

gboolean frs_sink_lacks_deinterlacer(const GstCaps *caps)
{
    const char *mode = gst_structure_get_string(gst_caps_get_structure(caps, 0), "interlace-mode");
    return mode != NULL && strcmp(mode, "progressive") != 0 && !can_deinterlace();
}

/* Put `element` (taken) in front of `first`, the first element so far. */
static gboolean put(GstBin *bin, GstElement **first, GstElement *element)
{
    gst_bin_add(bin, element);
    if (*first != NULL && !gst_element_link(element, *first))
        return FALSE;
    *first = element;
    return TRUE;
}

static gboolean put_before(GstBin *bin, GstElement **first, const char *factory,
                           const char **missing)
{
    GstElement *element = gst_element_factory_make(factory, NULL);
    if (element == NULL)
        *missing = factory;
    return element != NULL && put(bin, first, element);
}

static gboolean put_filter(GstBin *bin, GstElement **first, const char *text, const char **missing)
{
    if (!put_before(bin, first, "capsfilter", missing))
        return FALSE;
    g_autoptr(GstCaps) caps = gst_caps_from_string(text);
    g_object_set(*first, "caps", caps, NULL);
    return TRUE;
}

/* Without a format in the caps, it chooses the nearest of the sink's formats that loses nothing. */
static gboolean put_converter(GstBin *bin, GstElement **first, gboolean rgba, const char **missing)
{
    if (rgba && !put_filter(bin, first, RGBA_CAPS, missing))
        return FALSE;
    if (!put_before(bin, first, "videoconvert", missing))
        return FALSE;
    g_object_set(*first, "n-threads", 0, NULL); /* 0: as many threads as there are processors */
    return TRUE;
}

/* deinterlace passes pictures with overlay metadata through unchanged. So refuse overlay metadata
 * for interlaced video: upstream then draws the overlay into the picture. */
static gboolean put_deinterlacer(GstBin *bin, GstElement **first, const char **missing)
{
    /* Progressive video does not need it; frs_sink_lacks_deinterlacer() reports the rest. */
    if (!can_deinterlace())
        return TRUE;
    return put_before(bin, first, FRS_DEINTERLACER, missing) &&
           put_filter(bin, first, UNLESS_INTERLACED_WITH_OVERLAYS, missing);
}

/* The elements in front of the sink reject too large a picture without a message. The sink posts
 * one. */
static GstPadProbeReturn show_impossible(GstPad *pad, GstPadProbeInfo *info, gpointer frameshare)
{
    (void)pad;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstCaps *caps;
    int width = 0, height = 0;
    if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    gst_event_parse_caps(event, &caps);
    gst_structure_get_int(gst_caps_get_structure(caps, 0), "width", &width);
    gst_structure_get_int(gst_caps_get_structure(caps, 0), "height", &height);
    if (MAX(width, height) > FRS_SIZE_MAX) {
        g_autoptr(GstPad) sink = gst_element_get_static_pad(frameshare, "sink");
        gst_pad_send_event(sink, gst_event_ref(event));
    }
    return GST_PAD_PROBE_OK;
}

static gboolean fill(GstBin *bin, gboolean rgba, gboolean deinterlace, GstElement *subtitles,
                     GstElement **frameshare, const char **missing)
{
    GstElement *first = NULL;
    if (!put_before(bin, &first, "framesharesink", missing))
        return FALSE;
    *frameshare = first;
    if (!put_converter(bin, &first, rgba, missing))
        return FALSE;
    if (subtitles != NULL && !put(bin, &first, subtitles))
        return FALSE;
    if (deinterlace && !put_deinterlacer(bin, &first, missing))
        return FALSE;
    g_autoptr(GstPad) entry = gst_element_get_static_pad(first, "sink");
    gst_pad_add_probe(entry, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, show_impossible, *frameshare,
                      NULL);
    return gst_element_add_pad(GST_ELEMENT(bin), gst_ghost_pad_new("sink", entry));
}

GstElement *frs_sink_new(frs_writer *writer, gboolean rgba, gboolean deinterlace,
                         GstElement *subtitles, GstElement **frameshare, const char **missing)
{
    GstElement *bin = gst_bin_new("picture");
    GstElement *sink = NULL;
    /* Takes ownership even when an element in front of it is missing. */
    g_autoptr(GstElement) text = subtitles != NULL ? gst_object_ref_sink(subtitles) : NULL;
    if (!fill(GST_BIN(bin), rgba, deinterlace, text, &sink, missing)) {
        gst_object_unref(gst_object_ref_sink(bin)); /* the bin owns the sink */
        return NULL;
    }
    g_object_set(sink, "writer", writer, "render-delay", (guint64)TO_THE_SCREEN, NULL);
    *frameshare = sink;
    return bin;
}

gboolean frs_sink_force_rgba(GstElement *frameshare)
{
    GstBin *bin = GST_BIN(GST_OBJECT_PARENT(frameshare));
    g_autoptr(GstPad) pad = gst_element_get_static_pad(frameshare, "sink");
    g_autoptr(GstPad) peer = gst_pad_get_peer(pad);
    GstElement *first = frameshare;
    const char *missing;
    if (peer == NULL)
        return FALSE;
    gst_pad_unlink(peer, pad);
    if (!put_converter(bin, &first, TRUE, &missing))
        return FALSE;
    g_autoptr(GstPad) entry = gst_element_get_static_pad(first, "sink");
    return gst_pad_link(peer, entry) == GST_PAD_LINK_OK;
}
