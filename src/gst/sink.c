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
#include "sink.h"

#include <unistd.h>

#include <frameshare/frameshare.h>

#include "allocator.h"
#include "format.h"
#include "pool.h"
#include "publisher.h"
#include "refusal.h"
#include "upstream.h"
#include "view.h"

GST_DEBUG_CATEGORY_STATIC(framesharesink_debug);
#define GST_CAT_DEFAULT framesharesink_debug

struct _GstFrameshareSink {
    GstVideoSink parent;

    /* Properties, under the object lock; the others are the publisher's. */
    gchar *stream;
    frs_writer *given;
    guint64 max_memory; /* 0: the writer's own */
    gboolean lossy_qos; /* what lossless switched off */
    gint64 lossy_max_lateness;

    /* From start() to stop(); changed under the object lock, for "stats". */
    frs_writer *writer;
    gboolean owns_writer;
    guint64 writers_max_memory; /* before ours */
    frs_writer_stats last_stats;
    GstFrameshareAllocator *allocator;

    /* The streaming thread's. */
    GstFramesharePublisher publisher;
    GstFrameshareView view;
    gboolean prerolling;
    GstBuffer *prerolled; /* published in preroll: not again when it is rendered */
};

enum {
    PROP_0,
    PROP_STREAM,
    PROP_WAIT_FOR_CONNECTION,
    PROP_LOSSLESS,
    PROP_MAX_MEMORY,
    PROP_VIDEO_DIRECTION,
    PROP_STATS,
    PROP_WRITER,
};

/* Its one property is all of it. */
static void
gst_frameshare_sink_video_direction_init(GstVideoDirectionInterface *iface G_GNUC_UNUSED)
{
}

G_DEFINE_TYPE_WITH_CODE(GstFrameshareSink, gst_frameshare_sink, GST_TYPE_VIDEO_SINK,
                        G_IMPLEMENT_INTERFACE(GST_TYPE_VIDEO_DIRECTION,
                                              gst_frameshare_sink_video_direction_init)
                            GST_DEBUG_CATEGORY_INIT(framesharesink_debug, "framesharesink", 0,
                                                    "frames into shared memory"))

#define LOCK_TRIES 50
#define LOCK_TRY_US 1000

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
    /* The wait ended because of a flush or a change of state: keep the frame until the sink plays
     * again. */
    while ((error = gst_frameshare_publisher_publish(&self->publisher, &base->segment, buffer)) ==
           FRS_EUNLOCKED) {
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

/* Before the sink waits for the frame's time. */
static GstFlowReturn gst_frameshare_sink_prepare(GstBaseSink *sink, GstBuffer *buffer G_GNUC_UNUSED)
{
    GST_FRAMESHARE_SINK(sink)->publisher.arrived_at = (guint64)g_get_monotonic_time() * 1000;
    return GST_FLOW_OK;
}

/* ---- negotiation ---- */

static gboolean gst_frameshare_sink_set_info(GstVideoSink *sink, GstCaps *caps,
                                             const GstVideoInfo *video)
{
    GstFramesharePublisher *publisher = &GST_FRAMESHARE_SINK(sink)->publisher;
    publisher->video = *video;
    gst_frameshare_view_set_caps(&GST_FRAMESHARE_SINK(sink)->view, caps);
    return gst_frameshare_info_set_caps(&publisher->picture, video, caps);
}

/* Takes the error. */
static void refuse(GstFrameshareSink *self, GError *error)
{
    gst_element_message_full(GST_ELEMENT(self), GST_MESSAGE_ERROR, error->domain, error->code,
                             g_strdup(error->message), NULL, __FILE__, G_STRFUNC, __LINE__);
    g_error_free(error);
}

static gboolean gst_frameshare_sink_set_caps(GstBaseSink *sink, GstCaps *caps)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    GError *error = gst_frameshare_refuse_caps(caps, self->publisher.writer);
    if (!error)
        return PARENT_BASE_SINK->set_caps(sink, caps);
    refuse(self, error);
    return FALSE;
}

/* Caps in a format of others do not get as far as set_caps: upstream would only say that it did not
 * agree on a format with somebody. */
static GstPadProbeReturn name_unknown_format(GstPad *pad, GstPadProbeInfo *info,
                                             gpointer user G_GNUC_UNUSED)
{
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(GST_PAD_PARENT(pad));
    GstCaps *caps;

    if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    gst_event_parse_caps(event, &caps);
    if (!gst_caps_can_intersect(caps, gst_pad_get_pad_template_caps(pad))) {
        GError *error = gst_frameshare_refuse_caps(caps, self->publisher.writer);
        if (error)
            refuse(self, error);
    }
    return GST_PAD_PROBE_OK;
}

static void add_pool(GstFrameshareSink *self, GstQuery *query, GstCaps *caps,
                     const GstVideoInfo *video, const GstAllocationParams *params)
{
    gboolean aliasing = gst_frameshare_upstream_is_decoder(GST_BASE_SINK_PAD(self));
    GstBufferPool *pool = gst_frameshare_pool_new(aliasing);
    GstStructure *config = gst_buffer_pool_get_config(pool);

    gst_buffer_pool_config_set_params(config, caps, (guint)video->size, 0, 0);
    gst_buffer_pool_config_set_allocator(config, GST_ALLOCATOR_CAST(self->allocator), params);
    /* A maximum, unless 32 or more, makes avdec_* throw the pool away: 0. */
    if (gst_buffer_pool_set_config(pool, config))
        gst_query_add_allocation_pool(query, pool, (guint)video->size, 0, 0);
    gst_object_unref(pool);
}

static gboolean gst_frameshare_sink_propose_allocation(GstBaseSink *sink, GstQuery *query)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);
    GstAllocationParams params = {.align = 63};
    GstVideoInfo video;
    gboolean need_pool;
    GstCaps *caps;

    gst_query_parse_allocation(query, &caps, &need_pool);
    if (!caps || !gst_video_info_from_caps(&video, caps))
        return FALSE;
    gst_query_add_allocation_param(query, GST_ALLOCATOR_CAST(self->allocator), &params);
    if (need_pool)
        add_pool(self, query, caps, &video, &params);
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, NULL);
    gst_query_add_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    gst_frameshare_view_propose(&self->view, self->writer, &video, query);
    return TRUE;
}

static void take_orientation(GstFrameshareSink *self, GstEvent *event)
{
    GstVideoOrientationMethod method;
    GstTagList *tags;

    gst_event_parse_tag(event, &tags);
    if (gst_video_orientation_from_tag(tags, &method))
        self->publisher.tagged = gst_frameshare_orientation(method);
}

static gboolean gst_frameshare_sink_event(GstBaseSink *sink, GstEvent *event)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(sink);

    switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_STREAM_START:
        self->publisher.tagged = FRS_ORIENTATION_0;
        break;
    case GST_EVENT_TAG:
        take_orientation(self, event);
        break;
    case GST_EVENT_FLUSH_STOP: {
        /* A decoder that asked for a pool while all was flushing got no answer, and would stay with
         * its own memory: let it ask again. */
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

/* The object lock is held. */
static void limit_memory(GstFrameshareSink *self)
{
    frs_writer_set_max_memory(self->writer,
                              self->max_memory ? self->max_memory : self->writers_max_memory);
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
    self->publisher.tagged = FRS_ORIENTATION_0;
    GST_OBJECT_LOCK(self);
    frs_writer_set_lossless(writer, g_atomic_int_get(&self->publisher.lossless));
    self->writer = writer;
    self->writers_max_memory = frs_writer_get_max_memory(writer);
    limit_memory(self);
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

/* ---- properties ---- */

static void set_lossless(GstFrameshareSink *self, gboolean lossless)
{
    GstBaseSink *base = GST_BASE_SINK(self);

    GST_OBJECT_LOCK(self);
    gboolean changed = g_atomic_int_get(&self->publisher.lossless) != lossless;
    g_atomic_int_set(&self->publisher.lossless, lossless);
    if (self->writer)
        frs_writer_set_lossless(self->writer, lossless);
    GST_OBJECT_UNLOCK(self);
    if (!changed)
        return;
    /* With QoS decoders leave frames out, and a late frame is not shown: both lose frames. */
    if (lossless) {
        self->lossy_qos = gst_base_sink_is_qos_enabled(base);
        self->lossy_max_lateness = gst_base_sink_get_max_lateness(base);
    }
    gst_base_sink_set_qos_enabled(base, lossless ? FALSE : self->lossy_qos);
    gst_base_sink_set_max_lateness(base, lossless ? -1 : self->lossy_max_lateness);
}

static void set_max_memory(GstFrameshareSink *self, guint64 bytes)
{
    GST_OBJECT_LOCK(self);
    self->max_memory = bytes;
    if (self->writer)
        limit_memory(self);
    GST_OBJECT_UNLOCK(self);
}

/* Never blocks for long: the streaming thread may wait for a reader with the lock held. */
static gboolean lock_preroll(GstBaseSink *base)
{
    for (guint i = 0; i < LOCK_TRIES; i++) {
        if (GST_BASE_SINK_PREROLL_TRYLOCK(base))
            return TRUE;
        g_usleep(LOCK_TRY_US);
    }
    return FALSE;
}

/* Show what is shown once more, the new way up: a paused stream brings no frame that would. Who
 * takes every frame (lossless) does not want one twice. */
static void show_again(GstFrameshareSink *self)
{
    GstBaseSink *base = GST_BASE_SINK(self);
    GstSample *sample = gst_base_sink_get_last_sample(base);
    GstCaps *caps = sample ? gst_pad_get_current_caps(GST_BASE_SINK_PAD(base)) : NULL;

    if (caps && !g_atomic_int_get(&self->publisher.lossless) && lock_preroll(base)) {
        GST_OBJECT_LOCK(self);
        if (self->writer && gst_caps_is_equal(caps, gst_sample_get_caps(sample)))
            gst_frameshare_publisher_publish(&self->publisher, gst_sample_get_segment(sample),
                                             gst_sample_get_buffer(sample));
        GST_OBJECT_UNLOCK(self);
        GST_BASE_SINK_PREROLL_UNLOCK(base);
    }
    gst_clear_caps(&caps);
    g_clear_pointer(&sample, gst_sample_unref);
}

static void set_direction(GstFrameshareSink *self, GstVideoOrientationMethod direction)
{
    if (direction == GST_VIDEO_ORIENTATION_CUSTOM)
        GST_WARNING_OBJECT(self, "a direction of one's own is not supported: taken as identity");
    gint before = g_atomic_int_get(&self->publisher.direction);
    g_atomic_int_set(&self->publisher.direction, (gint)direction);
    if (before != (gint)direction)
        show_again(self);
}

static void gst_frameshare_sink_set_property(GObject *object, guint id, const GValue *value,
                                             GParamSpec *pspec)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(object);

    switch (id) {
    case PROP_STREAM:
        GST_OBJECT_LOCK(self);
        g_free(self->stream);
        self->stream = g_value_dup_string(value);
        GST_OBJECT_UNLOCK(self);
        break;
    case PROP_WAIT_FOR_CONNECTION:
        g_atomic_int_set(&self->publisher.wait_for_connection, g_value_get_boolean(value));
        break;
    case PROP_LOSSLESS:
        set_lossless(self, g_value_get_boolean(value));
        break;
    case PROP_MAX_MEMORY:
        set_max_memory(self, g_value_get_uint64(value));
        break;
    case PROP_VIDEO_DIRECTION:
        set_direction(self, (GstVideoOrientationMethod)g_value_get_enum(value));
        break;
    case PROP_WRITER:
        GST_OBJECT_LOCK(self);
        self->given = g_value_get_pointer(value);
        GST_OBJECT_UNLOCK(self);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
        break;
    }
}

/* The object lock is held. */
static GstStructure *make_stats(GstFrameshareSink *self)
{
    if (self->writer)
        frs_writer_get_stats(self->writer, &self->last_stats);
    const frs_writer_stats *stats = &self->last_stats;
    return gst_structure_new("application/x-frameshare-stats", "published", G_TYPE_UINT64,
                             stats->published, "in-place", G_TYPE_UINT64, stats->in_place, "copied",
                             G_TYPE_UINT64, stats->copied, "dropped", G_TYPE_UINT64, stats->dropped,
                             "readers", G_TYPE_UINT, stats->readers, NULL);
}

static void gst_frameshare_sink_get_property(GObject *object, guint id, GValue *value,
                                             GParamSpec *pspec)
{
    GstFrameshareSink *self = GST_FRAMESHARE_SINK(object);

    GST_OBJECT_LOCK(self);
    switch (id) {
    case PROP_STREAM:
        g_value_set_string(value, self->stream);
        break;
    case PROP_WAIT_FOR_CONNECTION:
        g_value_set_boolean(value, g_atomic_int_get(&self->publisher.wait_for_connection));
        break;
    case PROP_LOSSLESS:
        g_value_set_boolean(value, g_atomic_int_get(&self->publisher.lossless));
        break;
    case PROP_MAX_MEMORY:
        g_value_set_uint64(value, self->max_memory);
        break;
    case PROP_VIDEO_DIRECTION:
        g_value_set_enum(value, g_atomic_int_get(&self->publisher.direction));
        break;
    case PROP_STATS:
        g_value_take_boxed(value, make_stats(self));
        break;
    case PROP_WRITER:
        g_value_set_pointer(value, self->given);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
        break;
    }
    GST_OBJECT_UNLOCK(self);
}

static void gst_frameshare_sink_finalize(GObject *object)
{
    g_free(GST_FRAMESHARE_SINK(object)->stream);
    G_OBJECT_CLASS(gst_frameshare_sink_parent_class)->finalize(object);
}

static void install_properties(GObjectClass *class)
{
    const GParamFlags ready = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;
    const GParamFlags any = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;

    /**
     * GstFrameshareSink:stream:
     *
     * The name that readers open: 1 to 63 letters, digits, `.`, `_` or `-`, not starting with a
     * dot. %NULL is `gst_<pid>`. Read when the element leaves the state NULL.
     */
    g_object_class_install_property(class, PROP_STREAM,
                                    g_param_spec_string("stream", "Stream",
                                                        "Name of the stream (NULL: gst_<pid>)",
                                                        NULL, ready));
    /**
     * GstFrameshareSink:wait-for-connection:
     *
     * Let no frame go by before the first reader is connected. Once one was there, the sink goes on
     * also when it leaves.
     */
    g_object_class_install_property(
        class, PROP_WAIT_FOR_CONNECTION,
        g_param_spec_boolean("wait-for-connection", "Wait for connection",
                             "Wait for the first reader before the first frame", FALSE, any));
    /**
     * GstFrameshareSink:lossless:
     *
     * Wait for readers that asked for every frame instead of leaving them behind (never for a dead
     * one), and switch off #GstBaseSink:qos and #GstBaseSink:max-lateness, by which frames get lost
     * upstream.
     */
    g_object_class_install_property(class, PROP_LOSSLESS,
                                    g_param_spec_boolean("lossless", "Lossless",
                                                         "Wait for readers that want every frame",
                                                         FALSE, any));
    /**
     * GstFrameshareSink:max-memory:
     *
     * Most bytes of shared memory that the stream may take; 0 is 4 GiB, or what a given writer was
     * made with. A picture that is larger is refused when its caps come, before memory is taken.
     */
    g_object_class_install_property(class, PROP_MAX_MEMORY,
                                    g_param_spec_uint64("max-memory", "Maximum memory",
                                                        "Most bytes of shared memory (0: 4 GiB)", 0,
                                                        G_MAXUINT64, 0, any));
    /**
     * GstFrameshareSink:video-direction:
     *
     * How readers are to turn the picture: %GST_VIDEO_ORIENTATION_AUTO (the default) is what the
     * stream's tag image-orientation says. The pixels stay as they are.
     */
    /* Not g_object_class_override_property(): the interface's default is identity. */
    g_object_class_install_property(class, PROP_VIDEO_DIRECTION,
                                    g_param_spec_enum("video-direction", "Video direction",
                                                      "How readers are to turn the picture",
                                                      GST_TYPE_VIDEO_ORIENTATION_METHOD,
                                                      GST_VIDEO_ORIENTATION_AUTO, any));
    /**
     * GstFrameshareSink:stats:
     *
     * `application/x-frameshare-stats` with `published`, `in-place`, `copied`, `dropped` (#guint64)
     * and `readers` (#guint). Takes the place of the statistics of #GstBaseSink. After the stream
     * has ended: its last counts.
     */
    g_object_class_install_property(
        class, PROP_STATS,
        g_param_spec_boxed("stats", "Statistics", "How frames came into shared memory",
                           GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
    /**
     * GstFrameshareSink:writer:
     *
     * For code: an existing `frs_writer` to publish to, see frameshare.h.
     */
    g_object_class_install_property(
        class, PROP_WRITER,
        g_param_spec_pointer("writer", "Writer", "An frs_writer to use instead of an own one",
                             ready));
}

static void gst_frameshare_sink_class_init(GstFrameshareSinkClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    GstElementClass *element_class = GST_ELEMENT_CLASS(class);
    GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS(class);
    GstVideoSinkClass *video_class = GST_VIDEO_SINK_CLASS(class);

    object_class->set_property = gst_frameshare_sink_set_property;
    object_class->get_property = gst_frameshare_sink_get_property;
    object_class->finalize = gst_frameshare_sink_finalize;
    install_properties(object_class);

    GstCaps *caps = gst_frameshare_caps();
    gst_element_class_add_pad_template(
        element_class, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
    gst_caps_unref(caps);
    gst_element_class_set_static_metadata(element_class, "Shared memory video sink", "Sink/Video",
                                          "Publishes video frames in shared memory, without a copy",
                                          "frameshare");

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
    gst_pad_add_probe(GST_BASE_SINK_PAD(self), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                      name_unknown_format, NULL, NULL);
}
