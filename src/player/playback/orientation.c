/* SPDX-License-Identifier: MIT */
/* How the picture is to be turned before it is seen: as asked for, or else as the stream says. The
 * sink does the same for the frames; whoever makes room for the picture must know before there are
 * any. */
#include "state.h"

#include <gst/video/video.h>

/* As the sink has heard it: what is said of a stream is kept by its pad until another comes. */
static GstVideoOrientationMethod of_stream(GstElement *sink)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(sink, "sink");
    GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
    GstEvent *event;
    for (guint i = 0;
         pad != NULL && (event = gst_pad_get_sticky_event(pad, GST_EVENT_TAG, i)) != NULL; i++) {
        GstTagList *tags;
        gst_event_parse_tag(event, &tags);
        gst_video_orientation_from_tag(tags, &method);
        gst_event_unref(event);
    }
    return method;
}

static GstVideoOrientationMethod of(GstElement *sink)
{
    GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
    if (sink != NULL)
        g_object_get(sink, "video-direction", &method, NULL);
    return method == GST_VIDEO_ORIENTATION_AUTO ? of_stream(sink) : method;
}

const char *frs_orientation(const frs_playback *playback)
{
    GEnumClass *methods = g_type_class_ref(GST_TYPE_VIDEO_ORIENTATION_METHOD);
    GstElement *sink =
        playback->cover.sink != NULL ? playback->cover.sink : playback->pipeline.sink;
    const GEnumValue *value = g_enum_get_value(methods, (gint)of(sink));
    const char *nick = value != NULL ? value->value_nick : "identity";
    g_type_class_unref(methods);
    return nick;
}

void frs_orientation_report(frs_playback *playback)
{
    g_autoptr(GstCaps) caps = frs_playback_picture_caps(playback);
    if (caps != NULL && playback->orientation != NULL &&
        !g_str_equal(playback->orientation, frs_orientation(playback)))
        frs_report_video(playback, caps);
}
