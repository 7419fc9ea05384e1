/* SPDX-License-Identifier: MIT */
#include "subparse.h"

#include <string.h>

#include <gst/gst.h>

#include "ass_script.h"
#include "markup.h"

/* How long the last line of a file stays that tells beginnings alone. */
#define LAST_MS 5000

typedef struct frs_reading {
    frs_ass_script *script;
    frs_ass_cue open; /* a cue whose end is not told */
} frs_reading;

static void end_open(frs_reading *it, gint64 end)
{
    if (it->open.text == NULL)
        return;
    it->open.end = end;
    frs_ass_script_add(it->script, it->open);
    it->open.text = NULL;
}

static void add_cue(frs_reading *it, GstBuffer *buffer, const GstMapInfo *map)
{
    frs_ass_cue cue = {.start = (gint64)(GST_BUFFER_PTS(buffer) / GST_MSECOND)};
    cue.text =
        frs_markup_to_ass((const char *)map->data, strnlen((const char *)map->data, map->size),
                          FRS_ASS_OUTLINED_SIZE);
    end_open(it, cue.start);
    if (GST_BUFFER_DURATION_IS_VALID(buffer)) {
        cue.end = cue.start + (gint64)(GST_BUFFER_DURATION(buffer) / GST_MSECOND);
        frs_ass_script_add(it->script, cue);
    } else {
        it->open = cue;
    }
}

static GstFlowReturn on_text(GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
    (void)parent;
    GstMapInfo map;
    if (GST_BUFFER_PTS_IS_VALID(buffer) && gst_buffer_map(buffer, &map, GST_MAP_READ)) {
        add_cue(gst_pad_get_element_private(pad), buffer, &map);
        gst_buffer_unmap(buffer, &map);
    }
    gst_buffer_unref(buffer);
    return GST_FLOW_OK;
}

static void push_all(GstPad *pad, const char *text)
{
    GstSegment segment;
    GstBuffer *buffer = gst_buffer_new_wrapped(g_strdup(text), strlen(text));
    GST_BUFFER_OFFSET(buffer) = 0;
    gst_segment_init(&segment, GST_FORMAT_BYTES);
    gst_pad_push_event(pad, gst_event_new_stream_start("subtitles"));
    gst_pad_push_event(pad, gst_event_new_segment(&segment));
    gst_pad_push(pad, buffer);
    gst_pad_push_event(pad, gst_event_new_eos());
}

/* Between two pads of no element: each call of push_all() has done all of it when it returns. */
static void parse(GstElement *element, const char *text, frs_reading *it)
{
    g_autoptr(GstPad) out = gst_object_ref_sink(gst_pad_new("out", GST_PAD_SRC));
    g_autoptr(GstPad) in = gst_object_ref_sink(gst_pad_new("in", GST_PAD_SINK));
    g_autoptr(GstPad) sink = gst_element_get_static_pad(element, "sink");
    g_autoptr(GstPad) src = gst_element_get_static_pad(element, "src");
    gst_pad_set_element_private(in, it);
    gst_pad_set_chain_function(in, on_text);
    gst_pad_link(out, sink);
    gst_pad_link(src, in);
    gst_pad_set_active(in, TRUE);
    gst_pad_set_active(out, TRUE);
    gst_element_set_state(element, GST_STATE_PAUSED);
    push_all(out, text);
    gst_element_set_state(element, GST_STATE_NULL);
    gst_pad_set_active(out, FALSE);
    gst_pad_set_active(in, FALSE);
    gst_pad_unlink(out, sink);
    gst_pad_unlink(src, in);
}

char *frs_subparse_script(const char *text)
{
    GstElement *element = gst_element_factory_make("subparse", NULL);
    if (element == NULL)
        return NULL;
    gst_object_ref_sink(element);
    frs_reading it = {.script = frs_ass_script_new(FRS_ASS_OUTLINED)};
    g_object_set(element, "subtitle-encoding", "UTF-8", NULL); /* and not the locale's */
    parse(element, text, &it);
    end_open(&it, it.open.start + LAST_MS);
    gst_object_unref(element);
    return frs_ass_script_finish(it.script);
}
