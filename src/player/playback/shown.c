/* SPDX-License-Identifier: MIT */
#include "shown.h"

#include <gst/base/gstbasesink.h>
#include <gst/video/video.h>

#include "reads.h"
#include "soup_ranges.h"

/* Where nothing says how long a picture is. */
#define FRAME_NS (40 * GST_MSECOND)
/* Containers round times, Matroska's to this. */
#define ROUNDING_NS GST_MSECOND

/* ---- what there is ---- */

static GstCaps *caps_of(GstElement *sink)
{
    g_autoptr(GstPad) pad = sink != NULL ? gst_element_get_static_pad(sink, "sink") : NULL;
    return pad != NULL ? gst_pad_get_current_caps(pad) : NULL;
}

GstCaps *frs_shown_caps(const frs_playback *playback)
{
    GstCaps *caps = caps_of(playback->pipeline.sink);
    return caps != NULL ? caps : caps_of(playback->cover.sink);
}

gboolean frs_shown_has_picture(const frs_playback *playback)
{
    g_autoptr(GstCaps) caps = caps_of(playback->pipeline.sink);
    return caps != NULL;
}

gboolean frs_shown_has_sound(const frs_playback *playback)
{
    g_autoptr(GstCaps) caps = caps_of(playback->pipeline.audio);
    return caps != NULL;
}

gboolean frs_shown_sinks_ended(const frs_playback *playback)
{
    GstElement *sink =
        frs_shown_has_picture(playback) ? playback->pipeline.sink : playback->pipeline.audio;
    return sink == NULL || !GST_IS_BASE_SINK(sink) || GST_BASE_SINK(sink)->eos;
}

gboolean frs_shown_next_is_coming(const frs_playback *playback)
{
    const frs_next *next = &playback->next;
    return next->taken || (next->graft != NULL && frs_graft_has_begun(next->graft));
}

gint64 frs_shown_duration(frs_playback *playback)
{
    gint64 duration;
    if (playback->live ||
        !gst_element_query_duration(playback->pipeline.element, GST_FORMAT_TIME, &duration))
        return -1;
    return playback->measured > 0 ? playback->measured : duration;
}

gboolean frs_shown_comes_in_parts(const frs_playback *playback)
{
    frs_reads *reads = playback->pipeline.reads;
    g_autoptr(GstElement) source = reads != NULL ? frs_reads_source(reads) : NULL;
    return !playback->live && (source == NULL || !frs_ranges_are_none(source));
}

gboolean frs_shown_seekable(frs_playback *playback)
{
    gboolean seekable = FALSE;
    GstQuery *query = gst_query_new_seeking(GST_FORMAT_TIME);
    if (!playback->refuses && frs_shown_comes_in_parts(playback) &&
        gst_element_query(playback->pipeline.element, query))
        gst_query_parse_seeking(query, NULL, &seekable, NULL, NULL);
    gst_query_unref(query);
    return seekable;
}

/* ---- the picture ---- */

static gint64 frame_of(GstSample *sample)
{
    const GstBuffer *buffer = gst_sample_get_buffer(sample);
    GstVideoInfo info;
    if (gst_sample_get_caps(sample) != NULL &&
        gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) && info.fps_n > 0)
        return (gint64)gst_util_uint64_scale(GST_SECOND, (guint64)info.fps_d, (guint64)info.fps_n);
    return GST_BUFFER_DURATION_IS_VALID(buffer) ? (gint64)GST_BUFFER_DURATION(buffer) : FRAME_NS;
}

/* Decoders let the first picture after a seek begin where the seek went to. */
static gboolean is_clipped(const GstBuffer *buffer, const GstSegment *segment)
{
    return segment->rate > 0 && GST_BUFFER_PTS(buffer) == segment->start &&
           GST_BUFFER_DURATION_IS_VALID(buffer);
}

gboolean frs_shown_look_at_sample(frs_playback *playback, frs_shown *shown)
{
    g_autoptr(GstSample) sample =
        gst_base_sink_get_last_sample(GST_BASE_SINK(playback->pipeline.sink));
    const GstBuffer *buffer = sample ? gst_sample_get_buffer(sample) : NULL;
    if (buffer == NULL || !GST_BUFFER_PTS_IS_VALID(buffer))
        return FALSE;
    const GstSegment *segment = gst_sample_get_segment(sample);
    guint64 begin = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    if (begin == GST_CLOCK_TIME_NONE)
        return FALSE;
    shown->frame = frame_of(sample);
    shown->begin = (gint64)begin;
    shown->end =
        shown->begin +
        (GST_BUFFER_DURATION_IS_VALID(buffer) ? (gint64)GST_BUFFER_DURATION(buffer) : shown->frame);
    if (is_clipped(buffer, segment))
        shown->begin = CLAMP(shown->end - shown->frame, 0, shown->begin);
    return TRUE;
}

/* A sink that stepped to its end has no sample any more: it still shows what it did before. */
gboolean frs_shown_look(frs_playback *playback, frs_shown *shown)
{
    frs_step *step = &playback->step;
    if (!frs_shown_look_at_sample(playback, shown)) {
        *shown = step->shown;
        return step->taken && step->shown.frame > 0;
    }
    step->shown = *shown;
    return TRUE;
}

gint64 frs_shown_begin(frs_playback *playback)
{
    frs_shown shown;
    return frs_shown_look(playback, &shown) ? shown.begin : playback->position;
}

gint64 frs_shown_resume(frs_playback *playback)
{
    frs_shown shown;
    return frs_shown_look(playback, &shown) ? shown.begin + MIN(ROUNDING_NS, shown.frame / 4)
                                            : playback->position;
}

/* A seek to the very end would show nothing: the last picture begins one frame before it. */
gint64 frs_shown_last_picture(frs_playback *playback)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(playback->pipeline.sink, "sink");
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    GstVideoInfo info;
    gint64 frame = 0;
    if (caps != NULL && gst_video_info_from_caps(&info, caps) && info.fps_n > 0)
        frame = (gint64)gst_util_uint64_scale(GST_SECOND, (guint64)info.fps_d, (guint64)info.fps_n);
    return MAX(playback->duration - frame, 0);
}

/* ---- where it is ---- */

gint64 frs_shown_position(frs_playback *playback)
{
    gint64 position = 0;
    if (playback->pipeline.element == NULL || playback->next.at_start)
        return 0;
    if (playback->ended && playback->duration >= 0)
        return playback->rate > 0 ? playback->duration : 0;
    if (playback->step.taken)
        return frs_shown_begin(playback);
    if (!gst_element_query_position(playback->pipeline.element, GST_FORMAT_TIME, &position))
        return playback->position; /* between two places: where it was */
    return MAX(position, 0);
}

/* ---- how it is turned ---- */

const char *frs_shown_orientation(const frs_playback *playback)
{
    GEnumClass *methods = g_type_class_ref(GST_TYPE_VIDEO_ORIENTATION_METHOD);
    GstElement *sink =
        playback->cover.sink != NULL ? playback->cover.sink : playback->pipeline.sink;
    GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
    if (sink != NULL)
        g_object_get(sink, "published-direction", &method, NULL);
    const GEnumValue *value = g_enum_get_value(methods, (gint)method);
    const char *nick = value != NULL ? value->value_nick : "identity";
    g_type_class_unref(methods);
    return nick;
}
