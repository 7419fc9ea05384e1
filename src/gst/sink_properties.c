/* SPDX-License-Identifier: MIT */
#include "sink_private.h"

#define GST_CAT_DEFAULT framesharesink_debug

/* How often, and with which pause, the preroll lock is tried. GstBaseSink has no event for "the
 * lock is free", and waiting for the lock itself would block the application: the streaming thread
 * holds the lock while it waits for a first reader. */
#define LOCK_TRIES 50
#define LOCK_TRY_US 1000

enum {
    PROP_0,
    PROP_STREAM,
    PROP_WAIT_FOR_CONNECTION,
    PROP_LOSSLESS,
    PROP_MAX_MEMORY,
    PROP_VIDEO_DIRECTION,
    PROP_PUBLISHED_DIRECTION,
    PROP_STATS,
    PROP_WRITER,
};

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
    /* QoS makes decoders skip frames, and late frames are not shown: both lose frames. */
    if (lossless) {
        self->lossy_qos = gst_base_sink_is_qos_enabled(base);
        self->lossy_max_lateness = gst_base_sink_get_max_lateness(base);
    }
    gst_base_sink_set_qos_enabled(base, lossless ? FALSE : self->lossy_qos);
    gst_base_sink_set_max_lateness(base, lossless ? -1 : self->lossy_max_lateness);
}

void gst_frameshare_sink_limit_memory(GstFrameshareSink *self)
{
    frs_writer_set_max_memory(self->writer,
                              self->max_memory ? self->max_memory : self->writers_max_memory);
}

static void set_max_memory(GstFrameshareSink *self, guint64 bytes)
{
    GST_OBJECT_LOCK(self);
    self->max_memory = bytes;
    if (self->writer)
        gst_frameshare_sink_limit_memory(self);
    GST_OBJECT_UNLOCK(self);
}

/* Blocks for 50 ms at most: the streaming thread may wait for a reader while it holds the lock. */
static gboolean lock_preroll(GstBaseSink *base)
{
    for (guint i = 0; i < LOCK_TRIES; i++) {
        if (GST_BASE_SINK_PREROLL_TRYLOCK(base))
            return TRUE;
        g_usleep(LOCK_TRY_US);
    }
    return FALSE;
}

/* Publish the current picture once more with its new orientation: a paused stream brings no other
 * frame that would show it. Not in lossless mode, where a reader does not want a frame twice. */
static void show_again(GstFrameshareSink *self)
{
    GstBaseSink *base = GST_BASE_SINK(self);
    GstSample *sample = gst_base_sink_get_last_sample(base);
    GstCaps *caps = sample ? gst_pad_get_current_caps(GST_BASE_SINK_PAD(base)) : NULL;

    gint before = g_atomic_int_get(&self->publisher.published_direction);

    if (caps && !g_atomic_int_get(&self->publisher.lossless) && lock_preroll(base)) {
        GST_OBJECT_LOCK(self);
        if (self->writer && gst_caps_is_equal(caps, gst_sample_get_caps(sample)))
            gst_frameshare_publisher_publish(&self->publisher, gst_sample_get_segment(sample),
                                             gst_sample_get_buffer(sample));
        GST_OBJECT_UNLOCK(self);
        GST_BASE_SINK_PREROLL_UNLOCK(base);
    }
    if (before != g_atomic_int_get(&self->publisher.published_direction))
        g_object_notify(G_OBJECT(self), "published-direction");
    gst_clear_caps(&caps);
    g_clear_pointer(&sample, gst_sample_unref);
}

static void set_direction(GstFrameshareSink *self, GstVideoOrientationMethod direction)
{
    if (direction == GST_VIDEO_ORIENTATION_CUSTOM)
        GST_WARNING_OBJECT(self, "video-direction=custom is not supported: using identity");
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

/* Call with the object lock held. */
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
    case PROP_PUBLISHED_DIRECTION:
        g_value_set_enum(value, g_atomic_int_get(&self->publisher.published_direction));
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

void gst_frameshare_sink_install_properties(GObjectClass *class)
{
    const GParamFlags ready = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;
    const GParamFlags any = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;

    class->set_property = gst_frameshare_sink_set_property;
    class->get_property = gst_frameshare_sink_get_property;
    /**
     * GstFrameshareSink:stream:
     *
     * The name that readers open: 1 to 63 letters, digits, `.`, `_` or `-`, not starting with a
     * dot. %NULL is `gst_<pid>`. Read when the element leaves the state NULL.
     */
    g_object_class_install_property(
        class, PROP_STREAM,
        g_param_spec_string("stream", "Stream",
                            "Name by which readers open the stream: letters, digits, '.', '_' and "
                            "'-' (NULL: gst_<pid>)",
                            NULL, ready));
    /**
     * GstFrameshareSink:wait-for-connection:
     *
     * Publish no frame before the first reader has connected. After that the sink goes on even when
     * that reader leaves.
     */
    g_object_class_install_property(
        class, PROP_WAIT_FOR_CONNECTION,
        g_param_spec_boolean(
            "wait-for-connection", "Wait for connection",
            "Let no frame go by before the first reader is there, so that it misses none", FALSE,
            any));
    /**
     * GstFrameshareSink:lossless:
     *
     * Wait for readers that asked for every frame instead of leaving them behind (never for a dead
     * one), and switch off #GstBaseSink:qos and #GstBaseSink:max-lateness, by which frames get lost
     * upstream.
     */
    g_object_class_install_property(
        class, PROP_LOSSLESS,
        g_param_spec_boolean("lossless", "Lossless",
                             "Wait for readers that want every frame, as recorders do, instead of "
                             "leaving them behind; and switch off qos and max-lateness",
                             FALSE, any));
    /**
     * GstFrameshareSink:max-memory:
     *
     * Most bytes of shared memory that the stream may take; 0 is 4 GiB, or what a given writer was
     * made with. A picture that is larger is refused when its caps come, before memory is taken.
     */
    g_object_class_install_property(
        class, PROP_MAX_MEMORY,
        g_param_spec_uint64("max-memory", "Maximum memory",
                            "Most bytes of shared memory that the stream may take; larger pictures "
                            "are refused (0: 4 GiB)",
                            0, G_MAXUINT64, 0, any));
    /**
     * GstFrameshareSink:video-direction:
     *
     * How readers are to turn the picture: %GST_VIDEO_ORIENTATION_AUTO (the default) follows the
     * stream's image-orientation tag. The pixels are not changed.
     */
    /* Not g_object_class_override_property(): the interface's default is identity. */
    g_object_class_install_property(
        class, PROP_VIDEO_DIRECTION,
        g_param_spec_enum("video-direction", "Video direction",
                          "How readers are to turn the picture when they show it; the pixels stay "
                          "as they are (auto: by the tag image-orientation)",
                          GST_TYPE_VIDEO_ORIENTATION_METHOD, GST_VIDEO_ORIENTATION_AUTO, any));
    /**
     * GstFrameshareSink:published-direction:
     *
     * How readers turn the frame that was published last; never %GST_VIDEO_ORIENTATION_AUTO. A
     * stream's tag arrives shortly before the first frame that it applies to, and again after each
     * seek; this property changes with the frame. notify:: is emitted from the streaming thread.
     */
    g_object_class_install_property(
        class, PROP_PUBLISHED_DIRECTION,
        g_param_spec_enum("published-direction", "Published direction",
                          "How readers turn the frame that was published last (notify comes with "
                          "the first frame that is turned another way)",
                          GST_TYPE_VIDEO_ORIENTATION_METHOD, GST_VIDEO_ORIENTATION_IDENTITY,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
    /**
     * GstFrameshareSink:stats:
     *
     * `application/x-frameshare-stats` with `published`, `in-place`, `copied`, `dropped` (#guint64)
     * and `readers` (#guint). Takes the place of the statistics of #GstBaseSink. After the stream
     * has ended: its last counts.
     */
    g_object_class_install_property(
        class, PROP_STATS,
        g_param_spec_boxed("stats", "Statistics",
                           "Counts of this stream: frames published, decoded in place, copied, "
                           "dropped; and its readers now",
                           GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
    /**
     * GstFrameshareSink:writer:
     *
     * For code: an existing `frs_writer` to publish to, see frameshare.h.
     */
    g_object_class_install_property(
        class, PROP_WRITER,
        g_param_spec_pointer("writer", "Writer",
                             "A writer of the C library (frs_writer) to publish with instead of "
                             "one of its own, for programs that set it up themselves",
                             ready));
}
