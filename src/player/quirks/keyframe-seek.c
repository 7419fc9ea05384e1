/* SPDX-License-Identifier: MIT */
#include "keyframe-seek.h"

#include <string.h>

#include "probe.h"

#define AGAIN "frs-keyframe-seek-again"
#define DEMUXER_DATA "frs-keyframe-seek"

/* How far the first repetition goes ahead of the target; each next one goes twice as far. */
#define LEAD_FIRST (5 * GST_SECOND)
/* MPEG key frames are half a second apart, or a little more. */
#define LEAD_PROGRAM (2 * GST_SECOND)
/* A KEY_UNIT seek goes to the start of a cluster, whose first picture comes at most this much
 * later. */
#define CLUSTER_LEAD_IN (100 * GST_MSECOND)

/* State of one demuxer. The player's thread and the streaming thread use it, with the demuxer's
 * object lock. */
typedef struct {
    GstElement *demuxer; /* the demuxer, which owns this */
    GstEvent *asked;     /* the last seek event; NULL: none that needs this quirk */
    gboolean missed;     /* the seek must be repeated */
    GstClockTime lead;   /* how far ahead of its target the last seek went */
    GstClockTime needed; /* and how far the next one goes */
    gboolean looks;      /* the seek goes to key frames (KEY_UNIT) */
} keyframe_seek;

/* State of one video source pad. Only its streaming thread uses it. */
typedef struct {
    keyframe_seek *seek;
    guint32 seqnum;      /* of the seek that the segment belongs to */
    GstClockTime latest; /* a key frame at or before this PTS is good enough */
    gboolean looking;    /* no key frame has come since the segment */
    gboolean any;    /* but other pictures have come, so that the next seek must go further ahead */
    gboolean missed; /* drop the rest of this segment: the seek is repeated */
    gboolean begun;  /* the first picture of the segment has come */
    gboolean marked; /* the stream marks its key frames */
} picture_pad;

static void keyframe_seek_free(gpointer user)
{
    keyframe_seek *it = user;
    gst_clear_event(&it->asked);
    g_free(it);
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

/* Reverse playback needs no help: it goes from key frame to key frame. */
static gboolean may_miss(const seek_fields *seek)
{
    return seek->format == GST_FORMAT_TIME && (seek->flags & GST_SEEK_FLAG_FLUSH) != 0 &&
           seek->rate > 0 && seek->start_type == GST_SEEK_TYPE_SET;
}

/* A KEY_UNIT seek becomes an accurate one: the demuxer does not know where the key frame is. */
static GstEvent *with_lead(const seek_fields *seek, GstClockTime lead)
{
    GstSeekFlags flags = seek->flags & ~(GST_SEEK_FLAG_KEY_UNIT | GST_SEEK_FLAG_SNAP_NEAREST);
    return gst_event_new_seek(seek->rate, seek->format, flags | GST_SEEK_FLAG_ACCURATE,
                              seek->start_type, MAX(seek->start - (gint64)lead, 0), seek->stop_type,
                              seek->stop);
}

/* ---- seeks on their way to the demuxer ---- */

/* How far ahead the seek must go. */
static GstClockTime note_seek(keyframe_seek *it, GstEvent *event, gboolean handled)
{
    GST_OBJECT_LOCK(it->demuxer);
    it->missed = FALSE;
    gst_event_replace(&it->asked, handled ? event : NULL);
    GstClockTime lead = it->lead = handled ? it->needed : 0;
    GST_OBJECT_UNLOCK(it->demuxer);
    return lead;
}

static GstPadProbeReturn on_upstream_event(GstPad *pad, GstPadProbeInfo *info, gpointer it)
{
    (void)pad;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEEK)
        return GST_PAD_PROBE_OK;
    seek_fields seek = read_seek(event);
    GstClockTime lead = note_seek(it, event, may_miss(&seek));
    if (lead > 0)
        frs_probe_replace(info, with_lead(&seek, lead));
    return GST_PAD_PROBE_OK;
}

/* The event that repeats the seek, going further ahead; NULL: another seek has come since. It has
 * the seqnum of the original seek, so that all events and messages that follow belong to that one.
 */
static GstEvent *repetition(keyframe_seek *it)
{
    GstEvent *event = NULL;
    GST_OBJECT_LOCK(it->demuxer);
    if (it->missed) {
        seek_fields seek = read_seek(it->asked);
        event = with_lead(&seek, it->lead);
        gst_event_set_seqnum(event, gst_event_get_seqnum(it->asked));
        it->missed = FALSE;
    }
    GST_OBJECT_UNLOCK(it->demuxer);
    return event;
}

/* matroskademux's pads ignore a second seek with the same seqnum; the element does not. */
gboolean frs_keyframe_seek_message(GstMessage *message)
{
    if (!gst_message_has_name(message, AGAIN))
        return FALSE;
    GstElement *demuxer = GST_ELEMENT(GST_MESSAGE_SRC(message));
    GstEvent *event = repetition(g_object_get_data(G_OBJECT(demuxer), DEMUXER_DATA));
    if (event != NULL)
        gst_element_send_event(demuxer, event);
    return TRUE;
}

/* ---- what comes from the demuxer ---- */

/* With the demuxer's lock held. */
static gboolean is_of_seek(const keyframe_seek *it, GstEvent *event)
{
    return it->asked != NULL && gst_event_get_seqnum(it->asked) == gst_event_get_seqnum(event);
}

/* The target of the seek that made this segment; -1: that seek did not go ahead of its target. */
static gint64 target_of(keyframe_seek *it, GstEvent *segment)
{
    GST_OBJECT_LOCK(it->demuxer);
    gint64 target = it->lead > 0 && is_of_seek(it, segment) ? read_seek(it->asked).start : -1;
    GST_OBJECT_UNLOCK(it->demuxer);
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

static GstPadProbeReturn on_downstream_event(GstPad *pad, GstPadProbeInfo *info, gpointer it)
{
    (void)pad;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    gint64 target = GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT ? target_of(it, event) : -1;
    if (target >= 0)
        begin_at(info, target);
    return GST_PAD_PROBE_OK;
}

/* ---- pictures ---- */

/* The data has no key frame for the seek: request a repetition that goes further ahead. FALSE: the
 * seek already went to the start of the file, or another seek has come since. */
static gboolean ask_again(picture_pad *it)
{
    keyframe_seek *seek = it->seek;
    GST_OBJECT_LOCK(seek->demuxer);
    gboolean again = seek->asked != NULL && it->seqnum == gst_event_get_seqnum(seek->asked) &&
                     read_seek(seek->asked).start > (gint64)seek->lead;
    if (again) {
        seek->missed = TRUE;
        seek->lead = seek->lead == 0 ? LEAD_FIRST : 2 * seek->lead;
        if (it->any)
            seek->needed = seek->lead;
    }
    GST_OBJECT_UNLOCK(seek->demuxer);
    if (again)
        gst_element_post_message(
            seek->demuxer,
            gst_message_new_application(GST_OBJECT(seek->demuxer), gst_structure_new_empty(AGAIN)));
    return again;
}

/* With the lock held: how far from the segment's start pictures may be. */
static GstClockTime reach_of(const keyframe_seek *it, const GstSegment *segment)
{
    seek_fields seek = read_seek(it->asked);
    if (it->lead > 0)
        return (GstClockTime)MAX(seek.start - (gint64)segment->time, 0);
    return (seek.flags & GST_SEEK_FLAG_KEY_UNIT) != 0 ? CLUSTER_LEAD_IN : 0;
}

/* On a streaming thread a seek's segment comes before its pictures: data that was under way when
 * the seek was sent is not taken for the seek's. */
static void look_from(picture_pad *it, GstEvent *event)
{
    const GstSegment *segment;
    gst_event_parse_segment(event, &segment);
    GST_OBJECT_LOCK(it->seek->demuxer);
    it->looking = it->marked && segment->format == GST_FORMAT_TIME && is_of_seek(it->seek, event);
    it->latest = segment->start + (it->looking ? reach_of(it->seek, segment) : 0);
    GST_OBJECT_UNLOCK(it->seek->demuxer);
    it->seqnum = gst_event_get_seqnum(event);
    it->any = it->missed = FALSE;
}

/* Runs before the probe that changes segments. */
static GstPadProbeReturn on_picture_event(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    picture_pad *it = user;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_SEGMENT:
        look_from(it, event);
        return GST_PAD_PROBE_OK;
    case GST_EVENT_EOS:
    case GST_EVENT_SEGMENT_DONE:
    case GST_EVENT_GAP: /* only audio comes for seconds */
        it->missed = it->missed || (it->looking && ask_again(it));
        return it->missed ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
    default:
        return GST_PAD_PROBE_OK;
    }
}

static void note_marks(picture_pad *it, gboolean key)
{
    if (key)
        it->marked = TRUE;
    else if (!it->begun)
        it->marked = FALSE;
    it->begun = TRUE;
}

/* Must the buffer be dropped? */
static gboolean look_at(picture_pad *it, GstBuffer *buffer, gboolean key)
{
    GstClockTime time =
        GST_BUFFER_PTS_IS_VALID(buffer) ? GST_BUFFER_PTS(buffer) : GST_BUFFER_DTS(buffer);
    gboolean late = GST_CLOCK_TIME_IS_VALID(time) && time > it->latest;
    it->any = TRUE;
    it->missed = late && ask_again(it);
    it->looking = !late && !key;
    return it->missed || it->looking;
}

static GstPadProbeReturn on_picture(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    picture_pad *it = user;
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    gboolean key = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
    note_marks(it, key);
    gboolean drop = it->looking && look_at(it, buffer, key);
    if (!it->missed)
        return drop ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
    /* The demuxer pauses, as after a flush: it does not read on to the end. */
    gst_buffer_unref(buffer);
    GST_PAD_PROBE_INFO_DATA(info) = NULL;
    GST_PAD_PROBE_INFO_FLOW_RETURN(info) = GST_FLOW_FLUSHING;
    return GST_PAD_PROBE_HANDLED;
}

/* ---- demuxers ---- */

static void watch_pictures(keyframe_seek *seek, GstPad *pad, gboolean new)
{
    picture_pad *it = g_new0(picture_pad, 1);
    it->seek = seek;
    it->marked = TRUE;
    it->begun = !new;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture, it, g_free);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_picture_event, it, NULL);
}

static void watch_pad(keyframe_seek *it, GstPad *pad, gboolean new)
{
    if (it->looks && g_str_has_prefix(GST_PAD_NAME(pad), "video"))
        watch_pictures(it, pad, new);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_upstream_event, it, NULL);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_downstream_event, it, NULL);
}

static void on_pad_added(GstElement *demuxer, GstPad *pad, gpointer it)
{
    (void)demuxer;
    watch_pad(it, pad, TRUE);
}

static gboolean watch_old_pad(GstElement *demuxer, GstPad *pad, gpointer it)
{
    (void)demuxer;
    watch_pad(it, pad, FALSE);
    return TRUE;
}

void frs_keyframe_seek_watch(GstElement *bin, GstElement *element)
{
    (void)bin;
    gboolean program_stream = strcmp(G_OBJECT_TYPE_NAME(element), "GstMpegPSDemux") == 0;
    if (g_object_get_data(G_OBJECT(element), DEMUXER_DATA) != NULL)
        return;
    keyframe_seek *it = g_new0(keyframe_seek, 1);
    it->demuxer = element;
    it->needed = program_stream ? LEAD_PROGRAM : 0;
    it->looks = !program_stream;
    g_object_set_data_full(G_OBJECT(element), DEMUXER_DATA, it, keyframe_seek_free);
    g_signal_connect(element, "pad-added", G_CALLBACK(on_pad_added), it);
    /* If the demuxer belongs to a next source (gapless.c), it already has pads when it is added
     * here. */
    gst_element_foreach_src_pad(element, watch_old_pad, it);
}
