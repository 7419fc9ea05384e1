/* SPDX-License-Identifier: MIT */
/* GStreamer's tracer hooks tell which element a thread is in: they run before and after each push
 * or pull through a pad, and each state change of an element. A hook only stores the pad or
 * element; the signal handler looks up the name. It takes no lock: another thread may free the
 * element meanwhile, and at worst the process ends without the line. */
#define GST_USE_UNSTABLE_API
#include "crash.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <ucontext.h>
#include <unistd.h>

#include <gst/gst.h>

/* Nesting of pads and elements that is recorded for each thread; deeper levels are only counted. */
#define DEPTH_MAX 64
#define DECODERS_MAX 8
#define NAME_MAX_BYTES 96

typedef struct frs_place {
    const GstPad *pad; /* the pad whose peer receives data; or NULL: */
    const GstElement *element;
} frs_place;

static _Thread_local struct {
    frs_place places[DEPTH_MAX];
    guint depth;
    const GstElement *owner; /* the pad that runs this thread's task */
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

/* The decoders that exist, for threads that no hook has seen. */
typedef struct frs_decoder {
    char name[NAME_MAX_BYTES]; /* "": no such element */
    char plugin[NAME_MAX_BYTES];
    gboolean video;
} frs_decoder;

static GMutex decoders_lock;
static frs_decoder decoders[DECODERS_MAX];

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

static frs_decoder *row_of(const char *name)
{
    for (guint i = 0; i < DECODERS_MAX; i++)
        if (strcmp(decoders[i].name, name) == 0)
            return &decoders[i];
    return NULL;
}

static void note_decoder(frs_decoder *row, GstElement *element)
{
    GstPluginFeature *factory = GST_PLUGIN_FEATURE(gst_element_get_factory(element));
    const char *plugin = gst_plugin_feature_get_plugin_name(factory);
    g_strlcpy(row->plugin, plugin ? plugin : "", NAME_MAX_BYTES);
    row->video = gst_element_factory_list_is_type(GST_ELEMENT_FACTORY(factory),
                                                  GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO);
    g_strlcpy(row->name, GST_OBJECT_NAME(element), NAME_MAX_BYTES);
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
    frs_decoder *row = row_of(comes ? "" : GST_OBJECT_NAME(element));
    if (row != NULL && comes)
        note_decoder(row, element);
    else if (row != NULL)
        row->name[0] = '\0';
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
    /* The hooks are never removed. */
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

/* ---- the handler: only what POSIX allows in one, and plain reading ---- */

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

/* ---- threads that are none of GStreamer's ---- */

/* The program counter; 0: not known. */
static uintptr_t address_of(const void *context)
{
#if defined(__x86_64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.pc;
#else
    (void)context;
    return 0;
#endif
}

static const char *read_hex(const char *text, uintptr_t *number)
{
    for (*number = 0; g_ascii_isxdigit(*text); text++)
        *number = *number << 4 | (uintptr_t)g_ascii_xdigit_value(*text);
    return text;
}

/* Does this line of /proc/self/maps contain the address? */
static gboolean is_in_line(const char *line, uintptr_t address)
{
    uintptr_t from, to;
    line = read_hex(line, &from);
    if (*line != '-')
        return FALSE;
    read_hex(line + 1, &to);
    return address >= from && address < to;
}

/* Store the name of the library that contains an address in `library`; "" when none does. */
static void find_library(uintptr_t address, char *library)
{
    static char piece[4096], line[1024]; /* never closed: the process is about to end */
    size_t length = 0;
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    library[0] = '\0';
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;) {
        for (ssize_t i = 0; i < n; i++) {
            if (piece[i] != '\n') {
                line[length] = piece[i];
                length = MIN(length + 1, sizeof line - 1);
                continue;
            }
            line[length] = '\0';
            length = 0;
            const char *name = strrchr(line, '/');
            if (is_in_line(line, address) && name != NULL)
                g_strlcpy(library, name + 1, NAME_MAX_BYTES);
        }
    }
    if (fd >= 0)
        close(fd);
}

/* libav's threads are named after their codec since FFmpeg 6: "av:h264:df0". */
static gboolean is_thread_of(const frs_decoder *decoder)
{
    char thread[17] = "", codec[17] = "";
    prctl(PR_GET_NAME, thread);
    if (strncmp(thread, "av:", 3) == 0)
        g_strlcpy(codec, thread + 3, MIN(sizeof codec, strcspn(thread + 3, ":") + 1));
    return codec[0] != '\0' && strstr(decoder->name, codec) != NULL;
}

/* Is the plugin a wrapper of that library? "libvpx.so.7" belongs to "vpx". */
static gboolean is_library_of(const char *library, const frs_decoder *decoder)
{
    static const char *const of_libav[] = {"libavcodec", "libavutil", "libswresample",
                                           "libswscale"};
    size_t length = strlen(decoder->plugin);
    if (strcmp(decoder->plugin, "libav") != 0)
        return length > 0 && strncmp(library, "lib", 3) == 0 &&
               strncmp(library + 3, decoder->plugin, length) == 0;
    for (guint i = 0; i < G_N_ELEMENTS(of_libav); i++)
        if (strncmp(library, of_libav[i], strlen(of_libav[i])) == 0)
            return TRUE;
    return FALSE;
}

/* The decoder that most likely owns the thread: video decoders use threads, audio decoders seldom
 * do. NULL: there is no decoder. */
static const frs_decoder *suspect(const char *library)
{
    const frs_decoder *best = NULL;
    for (int most = -1, i = 0; i < DECODERS_MAX; i++) {
        const frs_decoder *decoder = &decoders[i];
        int score =
            4 * is_thread_of(decoder) + 2 * is_library_of(library, decoder) + decoder->video;
        if (decoder->name[0] == '\0' || score <= most)
            continue;
        most = score;
        best = decoder;
    }
    return best;
}

/* ---- last words ---- */

typedef struct frs_words {
    char text[512];
    size_t length;
} frs_words;

static void append(frs_words *words, const char *text)
{
    while (*text != '\0' && words->length < sizeof words->text - 1)
        words->text[words->length++] = *text++;
}

static void append_suspect(frs_words *words, const void *context)
{
    char library[NAME_MAX_BYTES];
    find_library(address_of(context), library);
    const frs_decoder *decoder = suspect(library);
    if (library[0] != '\0') {
        append(words, " in ");
        append(words, library);
        append(words, decoder != NULL ? "," : "");
    }
    append(words,
           decoder != NULL ? " probably in the GStreamer element " : " in no GStreamer element");
    append(words, decoder != NULL ? decoder->name : "");
}

static void tell(const char *signal_name, const void *context)
{
    frs_words words = {.length = 0};
    const GstElement *element = element_here();
    append(&words, "frameshare-player: ");
    append(&words, signal_name);
    if (element != NULL && GST_OBJECT_NAME(element) != NULL) {
        append(&words, " in the GStreamer element ");
        append(&words, GST_OBJECT_NAME(element));
    } else {
        append_suspect(&words, context);
    }
    words.text[words.length++] = '\n';
    while (write(report_fd, words.text, words.length) < 0 && errno == EINTR)
        ;
}

static void on_crash(int number, siginfo_t *info, void *context)
{
    int error = errno;
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++) {
        if (signals[i].number != number)
            continue;
        /* A fault in this handler ends the process in the default way. */
        sigaction(number, &before[i], NULL);
        tell(signals[i].name, context);
    }
    /* A fault happens again when the handler returns; a signal that was sent must be raised again.
     */
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
