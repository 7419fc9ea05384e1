/* SPDX-License-Identifier: MIT */
/* What a thread is in, GStreamer itself tells by the hooks of its tracers: before and after each
 * push or pull over a pad, and each change of an element's state. A hook only notes the pad or
 * element; who that is the handler reads. It takes no lock: another thread may free an element
 * meanwhile, and at worst the process ends without last words. */
#define GST_USE_UNSTABLE_API
#include "crash.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gst/gst.h>

/* Pads and elements that a thread is in, one in the other; deeper ones are counted only. */
#define DEPTH_MAX 64
#define DECODERS_MAX 8
#define NAME_MAX_BYTES 96

typedef struct frs_place {
    const GstPad *pad; /* something goes over it, to its peer; or NULL: */
    const GstElement *element;
} frs_place;

static _Thread_local struct {
    frs_place places[DEPTH_MAX];
    guint depth;
    const GstElement *owner; /* of the task that this thread is */
} here;

static const struct {
    int number;
    const char *name;
} signals[] = {{SIGSEGV, "SIGSEGV"},
               {SIGBUS, "SIGBUS"},
               {SIGILL, "SIGILL"},
               {SIGFPE, "SIGFPE"},
               {SIGABRT, "SIGABRT"}};

static int report_fd = -1;
static struct sigaction before[G_N_ELEMENTS(signals)];

/* The decoders that there are, for threads of which nothing is known. */
static GMutex decoders_lock;
static char decoders[DECODERS_MAX][NAME_MAX_BYTES];

/* ---- where a thread is ---- */

static void enter(const GstPad *pad, const GstElement *element)
{
    if (here.depth < DEPTH_MAX)
        here.places[here.depth] = (frs_place){pad, element};
    here.depth++;
}

static void leave(void)
{
    if (here.depth > 0)
        here.depth--;
}

static void before_pad(GObject *tracer, GstClockTime now, GstPad *pad)
{
    (void)tracer;
    (void)now;
    enter(pad, NULL);
}

static void after_pad(void)
{
    leave();
}

static void before_state(GObject *tracer, GstClockTime now, GstElement *element)
{
    (void)tracer;
    (void)now;
    enter(NULL, element);
}

static void before_message(GObject *tracer, GstClockTime now, GstElement *element,
                           GstMessage *message)
{
    (void)tracer;
    (void)now;
    (void)element;
    GstStreamStatusType type;
    GstElement *owner;
    if (message == NULL || GST_MESSAGE_TYPE(message) != GST_MESSAGE_STREAM_STATUS)
        return;
    gst_message_parse_stream_status(message, &type, &owner);
    if (type == GST_STREAM_STATUS_TYPE_ENTER)
        here.owner = owner;
    else if (type == GST_STREAM_STATUS_TYPE_LEAVE)
        here.owner = NULL;
}

/* ---- decoders ---- */

static char *row_of(const char *name)
{
    for (guint i = 0; i < DECODERS_MAX; i++)
        if (strcmp(decoders[i], name) == 0)
            return decoders[i];
    return NULL;
}

static gboolean is_decoder(GstElement *element)
{
    GstElementFactory *factory = gst_element_get_factory(element);
    return factory != NULL && !GST_IS_BIN(element) &&
           gst_element_factory_list_is_type(factory, GST_ELEMENT_FACTORY_TYPE_DECODER);
}

static void after_state(GObject *tracer, GstClockTime now, GstElement *element,
                        GstStateChange change)
{
    (void)tracer;
    (void)now;
    leave();
    gboolean comes = change == GST_STATE_CHANGE_NULL_TO_READY;
    if ((!comes && change != GST_STATE_CHANGE_READY_TO_NULL) || !is_decoder(element))
        return;
    g_mutex_lock(&decoders_lock);
    char *row = row_of(comes ? "" : GST_OBJECT_NAME(element));
    if (row != NULL)
        g_strlcpy(row, comes ? GST_OBJECT_NAME(element) : "", NAME_MAX_BYTES);
    g_mutex_unlock(&decoders_lock);
}

/* ---- the hooks ---- */

typedef GstTracer FrsCrashTracer;
typedef GstTracerClass FrsCrashTracerClass;
G_DEFINE_TYPE(FrsCrashTracer, frs_crash_tracer, GST_TYPE_TRACER)

static void frs_crash_tracer_class_init(FrsCrashTracerClass *klass)
{
    (void)klass;
}

static void frs_crash_tracer_init(FrsCrashTracer *tracer)
{
    (void)tracer;
}

void frs_crash_follow_elements(void)
{
    static const char *const ways[] = {"pad-push", "pad-push-list", "pad-push-event",
                                       "pad-pull-range"};
    static gsize done;
    if (report_fd < 0 || !g_once_init_enter(&done))
        return;
    /* The hooks live as long as GStreamer does. */
    static GstTracer *tracer;
    tracer = g_object_new(frs_crash_tracer_get_type(), NULL);
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *pre = g_strconcat(ways[i], "-pre", NULL);
        g_autofree char *post = g_strconcat(ways[i], "-post", NULL);
        gst_tracing_register_hook(tracer, pre, G_CALLBACK(before_pad));
        gst_tracing_register_hook(tracer, post, G_CALLBACK(after_pad));
    }
    gst_tracing_register_hook(tracer, "element-change-state-pre", G_CALLBACK(before_state));
    gst_tracing_register_hook(tracer, "element-change-state-post", G_CALLBACK(after_state));
    gst_tracing_register_hook(tracer, "element-post-message-pre", G_CALLBACK(before_message));
    g_once_init_leave(&done, 1);
}

/* ---- the handler: only what POSIX allows in one ---- */

static const GstElement *element_here(void)
{
    guint depth = MIN(here.depth, DEPTH_MAX);
    if (depth == 0)
        return here.owner;
    const frs_place *place = &here.places[depth - 1];
    if (place->pad == NULL)
        return place->element;
    const GstPad *to = GST_PAD_PEER(place->pad) ? GST_PAD_PEER(place->pad) : place->pad;
    return (const GstElement *)GST_OBJECT_PARENT(to);
}

static size_t append(char *line, size_t length, size_t most, const char *text)
{
    while (*text != '\0' && length < most)
        line[length++] = *text++;
    return length;
}

static void tell(const char *signal_name)
{
    char line[256];
    const size_t most = sizeof line - 1;
    const GstElement *element = element_here();
    const char *name = element != NULL ? GST_OBJECT_NAME(element) : NULL;
    const char *how = " in the GStreamer element ";
    for (guint i = 0; name == NULL && i < DECODERS_MAX; i++) {
        if (decoders[i][0] != '\0') {
            name = decoders[i];
            how = " probably in the GStreamer element ";
        }
    }
    size_t length = append(line, 0, most, "frameshare-player: ");
    length = append(line, length, most, signal_name);
    length = append(line, length, most, name != NULL ? how : " in no GStreamer element");
    length = append(line, length, most, name != NULL ? name : "");
    line[length++] = '\n';
    while (write(report_fd, line, length) < 0 && errno == EINTR)
        ;
}

static void on_crash(int number, siginfo_t *info, void *context)
{
    (void)context;
    int error = errno;
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++) {
        if (signals[i].number != number)
            continue;
        /* What is wrong while this tells of it ends the process the usual way. */
        sigaction(number, &before[i], NULL);
        tell(signals[i].name);
    }
    /* A fault happens again on return; what was sent must be sent again. */
    if (info->si_code <= 0)
        raise(number);
    errno = error;
}

void frs_crash_report_to(int fd)
{
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    report_fd = fd;
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i].number, &action, &before[i]);
}
