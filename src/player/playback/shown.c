/* SPDX-License-Identifier: MIT */
#include "shown.h"

#include <gst/base/gstbasesink.h>
#include <gst/video/video.h>

#include "reads.h"
#include "soup_ranges.h"

/* Where nothing tells the frame rate. */
#define FRAME_NS (40 * GST_MSECOND)
/* Containers round timestamps, Matroska to this. */
#define ROUNDING_NS GST_MSECOND

/* ---- the source ---- */

static GstCaps *caps_of(GstElement *sink)
{
    g_autoptr(GstPad) pad = sink != NULL ? gst_element_get_static_pad(sink, "sink") : NULL;
    return pad != NULL ? gst_pad_get_current_caps(pad) : NULL;
}

GstCaps *frs_shown_caps(const frs_playback *playback)
{
    GstCaps *caps = caps_of(playback->loaded.pipeline.sink);
    return caps != NULL ? caps : caps_of(playback->audio_only.cover.sink);
}

gboolean frs_shown_has_picture(const frs_playback *playback)
{
    g_autoptr(GstCaps) caps = caps_of(playback->loaded.pipeline.sink);
    return caps != NULL;
}

gboolean frs_shown_has_sound(const frs_playback *playback)
{
    g_autoptr(GstCaps) caps = caps_of(playback->loaded.pipeline.audio);
    return caps != NULL;
}

gboolean frs_shown_sinks_ended(const frs_playback *playback)
{
    GstElement *sink = frs_shown_has_picture(playback) ? playback->loaded.pipeline.sink
                                                       : playback->loaded.pipeline.audio;
    return sink == NULL || !GST_IS_BASE_SINK(sink) || GST_BASE_SINK(sink)->eos;
}

gboolean frs_shown_next_is_coming(const frs_playback *playback)
{
    const frs_next *next = &playback->next;
    return next->taken || (next->gapless != NULL && frs_gapless_has_begun(next->gapless));
}

gboolean frs_shown_has_ranges(const frs_playback *playback)
{
    frs_reads *reads = playback->loaded.pipeline.reads;
    g_autoptr(GstElement) source = reads != NULL ? frs_reads_source(reads) : NULL;
    return !playback->loaded.live && (source == NULL || !frs_ranges_are_none(source));
}

/* ---- the frame ---- */

static gint64 duration_of(GstSample *sample)
{
    const GstBuffer *buffer = gst_sample_get_buffer(sample);
    GstVideoInfo info;
    if (gst_sample_get_caps(sample) != NULL &&
        gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) && info.fps_n > 0)
        return (gint64)gst_util_uint64_scale(GST_SECOND, (guint64)info.fps_d, (guint64)info.fps_n);
    return GST_BUFFER_DURATION_IS_VALID(buffer) ? (gint64)GST_BUFFER_DURATION(buffer) : FRAME_NS;
}

/* Decoders clip the first frame after an accurate seek to the start of the segment. */
static gboolean is_clipped(const GstBuffer *buffer, const GstSegment *segment)
{
    return segment->rate > 0 && GST_BUFFER_PTS(buffer) == segment->start &&
           GST_BUFFER_DURATION_IS_VALID(buffer);
}

gboolean frs_shown_look_at_sample(const frs_playback *playback, frs_shown_frame *frame)
{
    g_autoptr(GstSample) sample =
        gst_base_sink_get_last_sample(GST_BASE_SINK(playback->loaded.pipeline.sink));
    const GstBuffer *buffer = sample ? gst_sample_get_buffer(sample) : NULL;
    if (buffer == NULL || !GST_BUFFER_PTS_IS_VALID(buffer))
        return FALSE;
    const GstSegment *segment = gst_sample_get_segment(sample);
    guint64 begin = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    if (begin == GST_CLOCK_TIME_NONE)
        return FALSE;
    frame->duration = duration_of(sample);
    frame->begin = (gint64)begin;
    frame->end =
        frame->begin + (GST_BUFFER_DURATION_IS_VALID(buffer) ? (gint64)GST_BUFFER_DURATION(buffer)
                                                             : frame->duration);
    if (is_clipped(buffer, segment))
        frame->begin = CLAMP(frame->end - frame->duration, 0, frame->begin);
    return TRUE;
}

gboolean frs_shown_look(frs_playback *playback, frs_shown_frame *frame)
{
    frs_shown *state = &playback->shown;
    if (!frs_shown_look_at_sample(playback, frame)) {
        *frame = state->last;
        return state->by_step && state->last.duration > 0;
    }
    state->last = *frame;
    return TRUE;
}

void frs_shown_note_step(frs_playback *playback)
{
    playback->shown.by_step = TRUE;
}

void frs_shown_forget_step(frs_playback *playback)
{
    playback->shown.by_step = FALSE;
}

gint64 frs_shown_begin(frs_playback *playback)
{
    frs_shown_frame shown;
    return frs_shown_look(playback, &shown) ? shown.begin : playback->timeline.position;
}

gint64 frs_shown_resume(frs_playback *playback)
{
    frs_shown_frame shown;
    return frs_shown_look(playback, &shown) ? shown.begin + MIN(ROUNDING_NS, shown.duration / 4)
                                            : playback->timeline.position;
}

/* A seek to the duration would show nothing: the last frame begins one frame before it. */
gint64 frs_shown_last_frame(const frs_playback *playback)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(playback->loaded.pipeline.sink, "sink");
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    GstVideoInfo info;
    gint64 frame = 0;
    if (caps != NULL && gst_video_info_from_caps(&info, caps) && info.fps_n > 0)
        frame = (gint64)gst_util_uint64_scale(GST_SECOND, (guint64)info.fps_d, (guint64)info.fps_n);
    return MAX(playback->timeline.duration - frame, 0);
}

/* ---- the position ---- */

gint64 frs_shown_position(frs_playback *playback)
{
    gint64 position = 0;
    if (playback->loaded.pipeline.element == NULL || playback->next.at_start)
        return 0;
    if (playback->transport.ended && playback->timeline.duration >= 0)
        return playback->seek.rate > 0 ? playback->timeline.duration : 0;
    if (playback->shown.by_step)
        return frs_shown_begin(playback);
    if (!gst_element_query_position(playback->loaded.pipeline.element, GST_FORMAT_TIME, &position))
        return playback->timeline.position; /* in the middle of a seek */
    return MAX(position, 0);
}

/* ---- the orientation ---- */

const char *frs_shown_orientation(const frs_playback *playback)
{
    GEnumClass *methods = g_type_class_ref(GST_TYPE_VIDEO_ORIENTATION_METHOD);
    GstElement *sink = playback->audio_only.cover.sink != NULL ? playback->audio_only.cover.sink
                                                               : playback->loaded.pipeline.sink;
    GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
    if (sink != NULL)
        g_object_get(sink, "published-direction", &method, NULL);
    const GEnumValue *value = g_enum_get_value(methods, (gint)method);
    const char *nick = value != NULL ? value->value_nick : "identity";
    g_type_class_unref(methods);
    return nick;
}
