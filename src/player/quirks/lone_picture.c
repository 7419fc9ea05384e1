/* SPDX-License-Identifier: MIT */
#include "lone_picture.h"

#include <gst/video/video.h>

/* State of one input. Only its streaming thread uses it. */
typedef struct {
    GstBuffer *picture; /* the only picture since the start or the last flush, a key picture */
    gboolean later;     /* more pictures have come since */
    gboolean drained; /* the decoder was drained: it has output that picture and no longer refers to
                         it */
} lone_picture;

static void forget(lone_picture *it)
{
    gst_clear_buffer(&it->picture);
    it->later = it->drained = FALSE;
}

static void lone_picture_free(gpointer user)
{
    forget(user);
    g_free(user);
}

static gboolean has_pictures(GstPad *input)
{
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(input);
    return caps != NULL && gst_caps_get_size(caps) > 0 &&
           g_str_has_prefix(gst_structure_get_name(gst_caps_get_structure(caps, 0)), "video/");
}

/* A picture needs the one that the drained decoder has dropped: decode that one again, without
 * showing it. */
static void restore(lone_picture *it, GstPad *input)
{
    GstBuffer *again = gst_buffer_copy(it->picture);
    GST_BUFFER_FLAG_SET(again, GST_BUFFER_FLAG_DECODE_ONLY);
    forget(it);
    it->later = TRUE; /* ignore the buffer that this function itself pushes */
    gst_pad_chain(input, again);
}

static void note_picture(lone_picture *it, GstPad *input, GstBuffer *buffer)
{
    gboolean refers = GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
    if (it->drained && refers)
        restore(it, input);
    else if (it->picture == NULL && !it->later && !refers)
        it->picture = gst_buffer_ref(buffer);
    else {
        forget(it);
        it->later = TRUE;
    }
}

static void note_gap(lone_picture *it, GstPad *input)
{
    if (it->picture == NULL || it->drained || !has_pictures(input))
        return;
    it->drained = TRUE;
    gst_pad_send_event(input, gst_video_event_new_still_frame(TRUE));
}

static GstPadProbeReturn on_data(GstPad *input, GstPadProbeInfo *info, gpointer it)
{
    if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
        note_picture(it, input, GST_PAD_PROBE_INFO_BUFFER(info));
        return GST_PAD_PROBE_OK;
    }
    switch (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info))) {
    case GST_EVENT_FLUSH_STOP:
    case GST_EVENT_STREAM_START:
        forget(it);
        break;
    case GST_EVENT_GAP:
        note_gap(it, input);
        break;
    default:
        break;
    }
    return GST_PAD_PROBE_OK;
}

void frs_lone_picture_watch(GstPad *input)
{
    gst_pad_add_probe(input,
                      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
                          GST_PAD_PROBE_TYPE_EVENT_FLUSH,
                      on_data, g_new0(lone_picture, 1), lone_picture_free);
}
