/* SPDX-License-Identifier: MIT */
#include "landing.h"

#include <string.h>

#include "probe.h"

/* How far ahead it is tried, each time twice as far. */
#define LEAD_FIRST (5 * GST_SECOND)
#define LEAD_LAST (40 * GST_SECOND)
/* As MPEG's key frames are half a second apart, or a little more. */
#define LEAD_PROGRAM (2 * GST_SECOND)

/* Of one demuxer. The player's thread, streaming threads and one of GLib's use it, with the
 * demuxer's object lock. */
typedef struct frs_landing {
    GstElement *demuxer; /* owns this */
    GstEvent *seek;      /* the last one, as it was asked for; NULL: none yet */
    GstClockTime lead;   /* how far ahead this file needs it */
    guint32 again;       /* the number of the seek that repeats it; GST_SEQNUM_INVALID: none */
    gboolean judged;     /* the first picture after it has been looked at */
    gboolean keyless;    /* wherever it began there was no key frame: nothing is marked as one */
} frs_landing;

static void landing_free(gpointer user)
{
    frs_landing *landing = user;
    gst_clear_event(&landing->seek);
    g_free(landing);
}

typedef struct {
    double rate;
    GstFormat format;
    GstSeekFlags flags;
    GstSeekType start_type, stop_type;
    gint64 start, stop;
} seek_fields;

static seek_fields read_seek(GstEvent *event)
{
    seek_fields seek;
    gst_event_parse_seek(event, &seek.rate, &seek.format, &seek.flags, &seek.start_type,
                         &seek.start, &seek.stop_type, &seek.stop);
    return seek;
}

/* What is played backwards comes from one key frame after the other. */
static gboolean may_miss(const seek_fields *seek)
{
    return seek->format == GST_FORMAT_TIME && (seek->flags & GST_SEEK_FLAG_FLUSH) != 0 &&
           seek->rate > 0 && seek->start_type == GST_SEEK_TYPE_SET;
}

static gint64 from_ahead(gint64 start, GstClockTime lead)
{
    return MAX(start - (gint64)lead, 0);
}

static GstEvent *with_lead(const seek_fields *seek, GstClockTime lead)
{
    return gst_event_new_seek(seek->rate, seek->format, seek->flags, seek->start_type,
                              from_ahead(seek->start, lead), seek->stop_type, seek->stop);
}

static GstPadProbeReturn on_seek(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    frs_landing *landing = user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEEK)
        return GST_PAD_PROBE_OK;
    seek_fields seek = read_seek(event);
    if (!may_miss(&seek))
        return GST_PAD_PROBE_OK;
    GST_OBJECT_LOCK(landing->demuxer);
    landing->judged = FALSE;
    gboolean again = gst_event_get_seqnum(event) == landing->again;
    if (!again)
        gst_event_replace(&landing->seek, event);
    GstClockTime lead = again ? 0 : landing->lead;
    GST_OBJECT_UNLOCK(landing->demuxer);
    if (lead > 0)
        frs_probe_replace(info, with_lead(&seek, lead));
    return GST_PAD_PROBE_OK;
}

/* Where the seek that made this segment was to go; -1: it goes where it says. */
static gint64 target_of(frs_landing *landing, GstEvent *segment)
{
    gint64 target = -1;
    GST_OBJECT_LOCK(landing->demuxer);
    if (landing->lead > 0 && landing->seek != NULL &&
        gst_event_get_seqnum(landing->seek) == gst_event_get_seqnum(segment)) {
        seek_fields seek = read_seek(landing->seek);
        if ((seek.flags & GST_SEEK_FLAG_ACCURATE) != 0)
            target = seek.start;
    }
    GST_OBJECT_UNLOCK(landing->demuxer);
    return target;
}

static void begin_at(GstPadProbeInfo *info, gint64 target)
{
    GstSegment segment;
    gst_event_copy_segment(GST_PAD_PROBE_INFO_EVENT(info), &segment);
    if (segment.format != GST_FORMAT_TIME || target <= (gint64)segment.time)
        return;
    guint64 ahead = (guint64)target - segment.time;
    segment.start += ahead;
    segment.time += ahead;
    segment.position = segment.start;
    frs_probe_replace(info, gst_event_new_segment(&segment));
}

/* A demuxer takes no two seeks of one number. */
static void seek_again(GstElement *demuxer, gpointer pad)
{
    frs_landing *landing = g_object_get_data(G_OBJECT(demuxer), "frs-landing");
    GST_OBJECT_LOCK(demuxer);
    seek_fields fields = read_seek(landing->seek);
    GstEvent *seek = with_lead(&fields, landing->lead);
    landing->again = gst_event_get_seqnum(seek);
    GST_OBJECT_UNLOCK(demuxer);
    gst_pad_send_event(pad, seek);
}

/* False: there is none as far ahead as is tried. */
static gboolean go_further_ahead(frs_landing *landing)
{
    GST_OBJECT_LOCK(landing->demuxer);
    GstClockTime lead = landing->lead == 0 ? LEAD_FIRST : 2 * landing->lead;
    landing->keyless =
        lead > LEAD_LAST || from_ahead(read_seek(landing->seek).start, landing->lead) == 0;
    landing->lead = landing->keyless ? 0 : lead;
    gboolean keyless = landing->keyless;
    GST_OBJECT_UNLOCK(landing->demuxer);
    return !keyless;
}

static gboolean is_first(frs_landing *landing)
{
    GST_OBJECT_LOCK(landing->demuxer);
    gboolean first = landing->seek != NULL && !landing->judged && !landing->keyless;
    landing->judged = TRUE;
    GST_OBJECT_UNLOCK(landing->demuxer);
    return first;
}

/* Of pictures. */
static GstPadProbeReturn on_buffer(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    frs_landing *landing = user;
    if (!is_first(landing) ||
        !GST_BUFFER_FLAG_IS_SET(GST_PAD_PROBE_INFO_BUFFER(info), GST_BUFFER_FLAG_DELTA_UNIT) ||
        !go_further_ahead(landing))
        return GST_PAD_PROBE_OK;
    gst_element_call_async(landing->demuxer, seek_again, gst_object_ref(pad), gst_object_unref);
    return GST_PAD_PROBE_DROP;
}

/* Behind the demuxer there was one seek: what follows from it has that one's number. */
static void number_as_asked(frs_landing *landing, GstPadProbeInfo *info)
{
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GST_OBJECT_LOCK(landing->demuxer);
    gboolean again =
        landing->again != GST_SEQNUM_INVALID && gst_event_get_seqnum(event) == landing->again;
    guint32 asked = again ? gst_event_get_seqnum(landing->seek) : GST_SEQNUM_INVALID;
    GST_OBJECT_UNLOCK(landing->demuxer);
    if (!again)
        return;
    event = gst_event_make_writable(event);
    gst_event_set_seqnum(event, asked);
    GST_PAD_PROBE_INFO_DATA(info) = event;
}

static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer landing)
{
    (void)pad;
    number_as_asked(landing, info);
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    gint64 target = GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT ? target_of(landing, event) : -1;
    if (target >= 0)
        begin_at(info, target);
    return GST_PAD_PROBE_OK;
}

static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer landing)
{
    (void)demuxer;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_seek, landing, NULL);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH,
                      on_event, landing, NULL);
    if (g_str_has_prefix(GST_PAD_NAME(pad), "video"))
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, landing, NULL);
}

static void on_element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer user)
{
    (void)bin;
    (void)parent;
    (void)user;
    const char *type = G_OBJECT_TYPE_NAME(element);
    gboolean program_stream = strcmp(type, "GstMpegPSDemux") == 0;
    if (!program_stream && strcmp(type, "GstMatroskaDemux") != 0)
        return;
    frs_landing *landing = g_new0(frs_landing, 1);
    landing->demuxer = element;
    landing->lead = program_stream ? LEAD_PROGRAM : 0;
    g_object_set_data_full(G_OBJECT(element), "frs-landing", landing, landing_free);
    g_signal_connect(element, "pad-added", G_CALLBACK(on_pad_added), landing);
}

void frs_landing_watch(GstElement *bin)
{
    g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element_added), NULL);
}
