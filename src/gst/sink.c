/* SPDX-License-Identifier: MIT */
/**
 * SECTION:element-framesharesink
 * @title: framesharesink
 * @see_also: shmsink
 *
 * Publishes video frames in shared memory, for any number of readers in other processes that look
 * at them without a copy. Decoders and converters that take the sink's buffer pool write into the
 * shared memory themselves; whatever arrives in other memory is copied once.
 * #GstFrameshareSink:stats counts both.
 *
 * The sink does not wait for readers: a slow one misses frames. Who must have every frame sets
 * #GstFrameshareSink:lossless, and then #GstFrameshareSink:wait-for-connection too, so that no
 * frame goes by before the first reader is there.
 *
 * Text and other overlays that elements upstream attach to frames as a #GstVideoOverlayComposition
 * travel beside them, unscaled, and are put over the picture by who shows it; the frame stays where
 * it is. The sink tells such elements how large the readers show the picture, so that they draw
 * their text at that size.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 videotestsrc ! framesharesink stream=bars
 * ]|
 * A test picture, to be seen with `frameshare info bars`.
 * |[
 * gst-launch-1.0 filesrc location=film.mp4 ! qtdemux ! h264parse ! avdec_h264 ! framesharesink
 * stream=film
 * ]|
 * A film at its own pace, decoded straight into shared memory.
 * |[
 * gst-launch-1.0 filesrc location=film.mp4 ! qtdemux ! h264parse ! avdec_h264 ! timeoverlay !
 * framesharesink stream=film
 * ]|
 * The same with its time, which is not drawn into the frames.
 * |[
 * gst-launch-1.0 filesrc location=film.mp4 ! qtdemux ! h264parse ! avdec_h264 ! framesharesink
 * stream=film wait-for-connection=true lossless=true sync=false
 * ]|
 * Every frame of it, as fast as `frameshare dump film --frames 100 --output film.y4m` takes them.
 */
#include "sink_private.h"

#include <unistd.h>

#include "format.h"

GST_DEBUG_CATEGORY(framesharesink_debug);
#define GST_CAT_DEFAULT framesharesink_debug

/* GstVideoDirection has no functions; sink_properties.c installs its one property. */
static void
gst_frameshare_sink_video_direction_init(GstVideoDirectionInterface *iface G_GNUC_UNUSED)
{
}

G_DEFINE_TYPE_WITH_CODE(GstFrameshareSink, gst_frameshare_sink, GST_TYPE_VIDEO_SINK,
                        G_IMPLEMENT_INTERFACE(GST_TYPE_VIDEO_DIRECTION,
                                              gst_frameshare_sink_video_direction_init)
                            GST_DEBUG_CATEGORY_INIT(framesharesink_debug, "framesharesink", 0,
                                                    "frames into shared memory"))

#define PARENT_BASE_SINK GST_BASE_SINK_CLASS(gst_frameshare_sink_parent_class)

/* ---- one frame ---- */

static GstFlowReturn publish_failed(GstFrameshareSink *self, int error)
{
    if (error == FRS_ENOMEM) /* no slot; counted as dropped */
        return GST_FLOW_OK;
    if (error == FRS_EINVAL)
        GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                          ("A frame does not contain the picture that its caps promise."),
                          ("caps: %s %dx%d", self->publisher.video.finfo->name,
                           self->publisher.video.width, self->publisher.video.height));
    else
        GST_ELEMENT_ERROR(self, RESOURCE, WRITE, ("%s.", frs_error_message()), (NULL));
    return GST_FLOW_ERROR;
}

static int publish(GstFrameshareSink *self, GstBuffer *buffer)
{
    gint before = g_atomic_int_get(&self->publisher.published_direction);
    int error =
        gst_frameshare_publisher_publish(&self->publisher, &GST_BASE_SINK(self)->segment, buffer);
    if (before != g_atomic_int_get(&self->publisher.published_direction))
        g_object_notify(G_OBJECT(self), "published-direction");
    return error;
}

static GstFlowReturn gst_frameshare_sink_show_frame(GstVideoSink *sink, GstBuffer *buffer)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    GstBaseSink *base = GST_BASE_SINK(sink);
    int error;

    if (buffer == self->prerolled) {
        if (!self->prerolling)
            gst_clear_buffer(&self->prerolled);
        return GST_FLOW_OK;
    }
    /* The wait ended because of a flush or a state change: keep the frame until the sink plays
     * again. */
    while ((error = publish(self, buffer)) == FRS_EUNLOCKED) {
        GstFlowReturn flow = gst_base_sink_wait_preroll(base);
        if (flow != GST_FLOW_OK)
            return flow;
    }
    gst_buffer_replace(&self->prerolled, self->prerolling ? buffer : NULL);
    if (gst_frameshare_view_has_changed(&self->view, self->writer, &self->publisher.video))
        gst_pad_push_event(GST_BASE_SINK_PAD(sink), gst_event_new_reconfigure());
    return error == FRS_OK ? GST_FLOW_OK : publish_failed(self, error);
}

static GstFlowReturn gst_frameshare_sink_preroll(GstBaseSink *sink, GstBuffer *buffer)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    self->prerolling = TRUE;
    GstFlowReturn flow = PARENT_BASE_SINK->preroll(sink, buffer);
    self->prerolling = FALSE;
    return flow;
}

/* Runs before the base class waits for the frame's time. */
static GstFlowReturn gst_frameshare_sink_prepare(GstBaseSink *sink, GstBuffer *buffer G_GNUC_UNUSED)
{
    GST_FRAMESHARE_SINK(sink)->publisher.arrived_at = (guint64)g_get_monotonic_time() * 1000;
    return GST_FLOW_OK;
}

/* ---- what comes before frames ---- */

static gboolean gst_frameshare_sink_set_caps(GstBaseSink *sink, GstCaps *caps)
{
    if (gst_frameshare_sink_refuse_caps(GST_FRAMESHARE_SINK(sink), caps))
        return FALSE;
    return PARENT_BASE_SINK->set_caps(sink, caps);
}

static void take_orientation(GstFrameshareSink *self, GstEvent *event)
{
    GstVideoOrientationMethod method;
    GstTagList *tags;

    gst_event_parse_tag(event, &tags);
    if (gst_video_orientation_from_tag(tags, &method))
        self->publisher.tagged = method;
}

static gboolean gst_frameshare_sink_event(GstBaseSink *sink, GstEvent *event)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);

    switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_STREAM_START:
        self->publisher.tagged = GST_VIDEO_ORIENTATION_IDENTITY;
        break;
    case GST_EVENT_TAG:
        take_orientation(self, event);
        break;
    case GST_EVENT_FLUSH_STOP: {
        /* A decoder whose allocation query came during a flush got no answer, and would keep its
         * own memory: make it ask again. */
        gboolean handled = PARENT_BASE_SINK->event(sink, event);
        gst_pad_push_event(GST_BASE_SINK_PAD(sink), gst_event_new_reconfigure());
        return handled;
    }
    default:
        break;
    }
    return PARENT_BASE_SINK->event(sink, event);
}

/* ---- life ---- */

static gboolean start_failed(GstFrameshareSink *self, int error)
{
    const char *message = frs_error_message();

    switch (error) {
    case FRS_ENAME:
        GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("%s.", message), (NULL));
        break;
    case FRS_EEXIST:
        GST_ELEMENT_ERROR(self, RESOURCE, BUSY, ("%s.", message), (NULL));
        break;
    default:
        GST_ELEMENT_ERROR(self, RESOURCE, OPEN_WRITE, ("%s.", message), (NULL));
        break;
    }
    return FALSE;
}

static int create_writer(GstFrameshareSink *self, frs_writer **writer)
{
    GST_OBJECT_LOCK(self);
    gchar *name = self->stream ? g_strdup(self->stream) : g_strdup_printf("gst_%d", (int)getpid());
    GST_OBJECT_UNLOCK(self);
    int error = frs_writer_create(writer, name, NULL);
    g_free(name);
    return error;
}

static gboolean gst_frameshare_sink_start(GstBaseSink *sink)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    GST_OBJECT_LOCK(self);
    frs_writer *writer = self->given;
    GST_OBJECT_UNLOCK(self);
    self->owns_writer = !writer;
    if (!writer) {
        int error = create_writer(self, &writer);
        if (error != FRS_OK)
            return start_failed(self, error);
    }
    frs_writer_unlock(writer, false);
    self->allocator = gst_frameshare_allocator_new(writer);
    self->publisher.writer = writer;
    self->publisher.connected = FALSE;
    self->view = (GstFrameshareView){0};
    gst_frameshare_overlays_reset(&self->publisher.overlays, writer);
    self->publisher.tagged = GST_VIDEO_ORIENTATION_IDENTITY;
    g_atomic_int_set(&self->publisher.published_direction, GST_VIDEO_ORIENTATION_IDENTITY);
    GST_OBJECT_LOCK(self);
    frs_writer_set_lossless(writer, g_atomic_int_get(&self->publisher.lossless));
    self->writer = writer;
    self->writers_max_memory = frs_writer_get_max_memory(writer);
    gst_frameshare_sink_limit_memory(self);
    GST_OBJECT_UNLOCK(self);
    GST_INFO_OBJECT(self, "publishing stream %s", frs_writer_name(writer));
    return TRUE;
}

static gboolean gst_frameshare_sink_stop(GstBaseSink *sink)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    frs_writer *writer = self->writer;

    gst_clear_buffer(&self->prerolled);
    gst_frameshare_allocator_close(self->allocator);
    gst_clear_object(&self->allocator);
    gst_frameshare_overlays_reset(&self->publisher.overlays, writer);
    GST_OBJECT_LOCK(self);
    frs_writer_get_stats(writer, &self->last_stats);
    self->last_stats.readers = 0;
    frs_writer_set_max_memory(writer, self->writers_max_memory);
    self->writer = NULL;
    GST_OBJECT_UNLOCK(self);
    frs_writer_unlock(writer, false);
    if (self->owns_writer)
        frs_writer_destroy(&writer);
    return TRUE;
}

static gboolean gst_frameshare_sink_unlock(GstBaseSink *sink)
{
    frs_writer_unlock(GST_FRAMESHARE_SINK(sink)->writer, true);
    return TRUE;
}

static gboolean gst_frameshare_sink_unlock_stop(GstBaseSink *sink)
{
    frs_writer_unlock(GST_FRAMESHARE_SINK(sink)->writer, false);
    return TRUE;
}

static void gst_frameshare_sink_finalize(GObject *object)
{
    g_free(GST_FRAMESHARE_SINK(object)->stream);
    G_OBJECT_CLASS(gst_frameshare_sink_parent_class)->finalize(object);
}

static void gst_frameshare_sink_class_init(GstFrameshareSinkClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    GstElementClass *element_class = GST_ELEMENT_CLASS(class);
    GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS(class);
    GstVideoSinkClass *video_class = GST_VIDEO_SINK_CLASS(class);

    object_class->finalize = gst_frameshare_sink_finalize;
    gst_frameshare_sink_install_properties(object_class);

    GstCaps *caps = gst_frameshare_caps();
    gst_element_class_add_pad_template(
        element_class, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
    gst_caps_unref(caps);
    gst_element_class_set_static_metadata(element_class, "Shared memory video sink", "Sink/Video",
                                          "Publishes video frames in shared memory, without a copy",
                                          "The frameshare authors <" FRS_REPOSITORY ">");

    base_class->start = gst_frameshare_sink_start;
    base_class->stop = gst_frameshare_sink_stop;
    base_class->unlock = gst_frameshare_sink_unlock;
    base_class->unlock_stop = gst_frameshare_sink_unlock_stop;
    base_class->set_caps = gst_frameshare_sink_set_caps;
    base_class->propose_allocation = gst_frameshare_sink_propose_allocation;
    base_class->event = gst_frameshare_sink_event;
    base_class->prepare = gst_frameshare_sink_prepare;
    base_class->preroll = gst_frameshare_sink_preroll;
    video_class->set_info = gst_frameshare_sink_set_info;
    video_class->show_frame = gst_frameshare_sink_show_frame;
}

static void gst_frameshare_sink_init(GstFrameshareSink *self)
{
    gst_video_info_init(&self->publisher.video);
    self->publisher.direction = GST_VIDEO_ORIENTATION_AUTO;
    gst_frameshare_sink_watch_caps(self);
}
