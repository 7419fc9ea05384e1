/* SPDX-License-Identifier: MIT */
#include "subtitles.h"

#include <string.h>

#include "encoding.h"
#include "subparse.h"
#include "subtitle_script.h"
#include "subtitle_times.h"

/* No file of subtitles is larger; what is behind that is left out. */
#define FILE_MAX_BYTES (32 * 1024 * 1024)

/* An event of assrender's own form, of the whole film and without text. The script goes to it as a
 * header, but it draws only while it has an event. */
#define EVENT "0,0,Default,,0,0,0,,"
#define EVENT_DURATION (G_GUINT64_CONSTANT(1000000) * GST_SECOND)

/* Shared by the threads of the source and of the pictures. */
typedef struct frs_file {
    GMutex lock;
    GByteArray *bytes; /* the source's thread alone ... */
    gboolean done;     /* ... and so is this: its end has come */
    char *encoding;    /* or NULL */
    GstBuffer *script; /* once it has been read */
    GstPad *pictures;
    gulong held; /* the probe that holds the pictures until then, or 0 */
} frs_file;

static void clear(gpointer user)
{
    frs_file *file = user;
    g_byte_array_unref(file->bytes);
    g_free(file->encoding);
    gst_clear_buffer(&file->script);
    gst_object_unref(file->pictures);
    g_mutex_clear(&file->lock);
}

static void unref(gpointer file)
{
    g_atomic_rc_box_release_full(file, clear);
}

/* ---- the source's thread ---- */

static void take(frs_file *file, GstBuffer *buffer)
{
    GstMapInfo map;
    GByteArray *bytes = file->bytes;
    if (GST_BUFFER_OFFSET(buffer) == 0) {
        g_byte_array_set_size(bytes, 0);
        file->done = FALSE;
    }
    if (bytes->len >= FILE_MAX_BYTES || !gst_buffer_map(buffer, &map, GST_MAP_READ))
        return;
    g_byte_array_append(bytes, map.data, (guint)MIN(map.size, FILE_MAX_BYTES - bytes->len));
    gst_buffer_unmap(buffer, &map);
}

static char *convert(const frs_file *file)
{
    g_autofree char *text =
        frs_text_to_utf8((const char *)file->bytes->data, file->bytes->len, file->encoding);
    char *script = frs_subtitle_script(text);
    return script != NULL || *text == '\0' ? script : frs_subparse_script(text);
}

static void finish(frs_file *file, char *script)
{
    g_mutex_lock(&file->lock);
    gulong held = file->held;
    gst_clear_buffer(&file->script);
    file->script = gst_buffer_new_wrapped(script, strlen(script));
    file->held = 0;
    g_mutex_unlock(&file->lock);
    if (held != 0)
        gst_pad_remove_probe(file->pictures, held);
}

static void on_end(frs_file *file, GstPad *pad)
{
    g_autoptr(GstElement) source = gst_pad_get_parent_element(pad);
    if (file->done)
        return;
    file->done = TRUE;
    char *script = convert(file);
    g_byte_array_set_size(file->bytes, 0);
    if (script != NULL)
        finish(file, script);
    else if (source != NULL)
        GST_ELEMENT_ERROR(source, STREAM, WRONG_TYPE, ("There are no subtitles in it."), (NULL));
}

/* The source is linked to nothing: all of it ends here. Its events come more than once, since
 * nobody takes them. */
static GstPadProbeReturn on_file(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    frs_file *file = user;
    if ((GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) != 0)
        take(file, GST_PAD_PROBE_INFO_BUFFER(info));
    else if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) == GST_EVENT_EOS)
        on_end(file, pad);
    return GST_PAD_PROBE_DROP;
}

/* ---- the pictures' thread ---- */

static GstPadProbeReturn hold(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)pad;
    (void)info;
    (void)user;
    return GST_PAD_PROBE_OK;
}

static void give(GstPad *text, GstBuffer *script)
{
    GstSegment segment;
    GstBuffer *event = gst_buffer_new_wrapped(g_strdup(EVENT), strlen(EVENT));
    g_autoptr(GstCaps) caps =
        gst_caps_new_simple("application/x-ass", "codec_data", GST_TYPE_BUFFER, script, NULL);
    GST_BUFFER_PTS(event) = 0;
    GST_BUFFER_DURATION(event) = EVENT_DURATION;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_pad_send_event(text, gst_event_new_stream_start("subtitles"));
    gst_pad_send_event(text, gst_event_new_caps(caps));
    gst_pad_send_event(text, gst_event_new_segment(&segment));
    gst_pad_chain(text, event);
}

/* From here and not from the source's thread: only now assrender is known to run. In state READY it
 * forgets its script, and its pad the caps. */
static GstPadProbeReturn on_picture(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)info;
    frs_file *file = user;
    g_autoptr(GstElement) assrender = gst_pad_get_parent_element(pad);
    g_autoptr(GstPad) text =
        assrender != NULL ? gst_element_get_static_pad(assrender, "text_sink") : NULL;
    if (text == NULL || gst_pad_has_current_caps(text))
        return GST_PAD_PROBE_OK;
    g_mutex_lock(&file->lock);
    g_autoptr(GstBuffer) script = file->script != NULL ? gst_buffer_ref(file->script) : NULL;
    g_mutex_unlock(&file->lock);
    if (script != NULL)
        give(text, script);
    return GST_PAD_PROBE_OK;
}

/* ---- the bin ---- */

static void watch(GstElement *source, GstElement *assrender, const char *encoding)
{
    frs_file *file = g_atomic_rc_box_new0(frs_file);
    g_autoptr(GstPad) pad = gst_element_get_static_pad(source, "src");
    g_mutex_init(&file->lock);
    file->bytes = g_byte_array_new();
    file->encoding = g_strdup(encoding);
    file->pictures = gst_element_get_static_pad(assrender, "video_sink");
    file->held = gst_pad_add_probe(
        file->pictures, GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER, hold, NULL, NULL);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_file,
                      g_atomic_rc_box_acquire(file), unref);
    gst_pad_add_probe(file->pictures, GST_PAD_PROBE_TYPE_BUFFER, on_picture, file, unref);
}

static gboolean add_pad(GstElement *bin, const char *name, GstElement *inner, const char *target)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(inner, target);
    return gst_element_add_pad(bin, gst_ghost_pad_new(name, pad));
}

GstElement *frs_subtitles_new(const char *uri, const char *encoding, frs_problem **problem)
{
    g_autoptr(GError) error = NULL;
    GstElement *source = gst_element_make_from_uri(GST_URI_SRC, uri, NULL, &error);
    if (source == NULL) {
        *problem = frs_problem_from_error(error, "the subtitles cannot be read");
        return NULL;
    }
    GstElement *assrender = gst_element_factory_make("assrender", NULL);
    if (assrender == NULL) {
        *problem = frs_problem_missing_element("assrender");
        gst_object_unref(gst_object_ref_sink(source));
        return NULL;
    }
    GstElement *bin = gst_bin_new("subtitles");
    gst_bin_add_many(GST_BIN(bin), source, assrender, NULL);
    watch(source, assrender, encoding);
    frs_subtitle_times_watch(assrender);
    add_pad(bin, "sink", assrender, "video_sink");
    add_pad(bin, "src", assrender, "src");
    return bin;
}
