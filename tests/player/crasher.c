/* SPDX-License-Identifier: MIT */
/* A GStreamer plugin for tests: `frscrasher` hands buffers on, until it crashes. */
#include <signal.h>
#include <sys/mman.h>

#include <gst/base/gstbasetransform.h>
#include <gst/gst.h>

typedef struct FrsCrasher {
    GstBaseTransform parent;
    guint at;         /* the buffer that it does not survive, from 1; 0: all are */
    gint number;      /* the signal; 0: a write to nowhere */
    gboolean aside;   /* in a thread that GStreamer does not know */
    gboolean opening; /* before there are buffers */
    guint count;
} FrsCrasher;

typedef GstBaseTransformClass FrsCrasherClass;
G_DEFINE_TYPE(FrsCrasher, frs_crasher, GST_TYPE_BASE_TRANSFORM)

enum {
    PROP_AT = 1,
    PROP_SIGNAL,
    PROP_ASIDE,
    PROP_OPENING,
};

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static gpointer crash(gpointer user)
{
    const FrsCrasher *self = user;
    if (self->number != 0)
        raise(self->number);
    volatile char *nowhere = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *nowhere = 1;
    return NULL;
}

static gboolean start(GstBaseTransform *transform)
{
    FrsCrasher *self = (FrsCrasher *)transform;
    if (self->opening)
        crash(self);
    return TRUE;
}

static GstFlowReturn transform_ip(GstBaseTransform *transform, GstBuffer *buffer)
{
    (void)buffer;
    FrsCrasher *self = (FrsCrasher *)transform;
    if (++self->count != self->at)
        return GST_FLOW_OK;
    if (self->aside)
        g_thread_join(g_thread_new("worker", crash, self));
    crash(self);
    return GST_FLOW_ERROR;
}

static void set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
    FrsCrasher *self = (FrsCrasher *)object;
    switch (id) {
    case PROP_AT:
        self->at = g_value_get_uint(value);
        break;
    case PROP_SIGNAL:
        self->number = g_value_get_int(value);
        break;
    case PROP_ASIDE:
        self->aside = g_value_get_boolean(value);
        break;
    case PROP_OPENING:
        self->opening = g_value_get_boolean(value);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void frs_crasher_init(FrsCrasher *self)
{
    gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), TRUE);
}

static void frs_crasher_class_init(FrsCrasherClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GstElementClass *element_class = GST_ELEMENT_CLASS(klass);
    const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
    object_class->set_property = set_property;
    g_object_class_install_property(object_class, PROP_AT,
                                    g_param_spec_uint("at", NULL, NULL, 0, G_MAXUINT, 0, flags));
    g_object_class_install_property(object_class, PROP_SIGNAL,
                                    g_param_spec_int("signal", NULL, NULL, 0, 64, 0, flags));
    g_object_class_install_property(object_class, PROP_ASIDE,
                                    g_param_spec_boolean("aside", NULL, NULL, FALSE, flags));
    g_object_class_install_property(object_class, PROP_OPENING,
                                    g_param_spec_boolean("opening", NULL, NULL, FALSE, flags));
    gst_element_class_set_static_metadata(element_class, "Crasher", "Filter", "Crashes",
                                          "frameshare");
    gst_element_class_add_static_pad_template(element_class, &sink_template);
    gst_element_class_add_static_pad_template(element_class, &src_template);
    klass->start = start;
    klass->transform_ip = transform_ip;
}

static gboolean plugin_init(GstPlugin *plugin)
{
    return gst_element_register(plugin, "frscrasher", GST_RANK_NONE, frs_crasher_get_type());
}

#define PACKAGE "frameshare"
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, frscrasher, "Crashes, for tests",
                  plugin_init, "0.1.0", "MIT/X11", "frameshare", "https://example.com/")
