/* SPDX-License-Identifier: MIT */
#include "adaptivedemux.h"

#include <string.h>

#include "quirks.h"

#define CATEGORY "adaptivedemux2"
#define DETAILS "frs-adaptive"
#define URI_BEGIN " uri: "
#define URI_END ", range:"
#define CLOSELY                                                                                    \
    "frs-adaptive-closely" /* set on a bin while debug lines of its demuxers are read              \
                            */
/* How long a download thread may take from its creation to its first line in the log, on a busy
 * machine. */
#define START_US (3 * G_USEC_PER_SEC)
/* How long it may take from that line to its main loop. Nothing tells that the loop runs: the
 * missing event is a log line, or a signal, behind g_main_loop_run(). */
#define ENTER_US 10000

static GMutex lock;
static gboolean listening;
static guint closely;              /* how many bins have that mark */
static GstDebugLevel level_before; /* the category's own threshold, which the user may have set */
static gboolean shown;             /* GStreamer's log function is replaced: on_log() calls it */
static GPrivate last_uri = G_PRIVATE_INIT(g_free); /* the URI that this thread is downloading */

/* Nothing may log while it holds this lock, because the log function takes it. */
static GMutex start_lock;
static GCond started;
static gint not_started; /* download threads that have not logged their first line */

/* ---- the log ---- */

static void note_uri(GstDebugMessage *message)
{
    const char *text = gst_debug_message_get(message);
    const char *begin = text != NULL ? strstr(text, URI_BEGIN) : NULL;
    const char *end = text != NULL ? g_strrstr(text, URI_END) : NULL;
    if (begin != NULL && end != NULL && end >= begin + strlen(URI_BEGIN)) {
        begin += strlen(URI_BEGIN);
        g_private_replace(&last_uri, g_strndup(begin, (gsize)(end - begin)));
    }
}

/* The URI without its query, which may contain a password. */
static char *uri_for_people(const char *uri)
{
    g_autofree char *valid = g_utf8_make_valid(uri, -1);
    return g_strndup(valid, strcspn(valid, "?#"));
}

static void post_error(GstElement *demuxer)
{
    if (!frs_quirk_is_active(FRS_QUIRK_ADAPTIVEDEMUX_ERROR))
        return;
    const char *uri = g_private_get(&last_uri);
    g_autofree char *shown_uri = uri != NULL ? uri_for_people(uri) : NULL;
    g_autoptr(GError) error =
        shown_uri != NULL
            ? g_error_new(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                          "the playlist names \"%s\", which cannot be downloaded", shown_uri)
            : g_error_new(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                          "the playlist names a URI that cannot be downloaded");
    GstStructure *details =
        gst_structure_new(DETAILS, "named", G_TYPE_BOOLEAN, shown_uri != NULL, NULL);
    gst_element_post_message(
        demuxer, gst_message_new_error_with_details(
                     GST_OBJECT(demuxer), error, "libsoup makes no request of that URI", details));
    g_private_replace(&last_uri, NULL);
}

static void note_start(GstDebugMessage *message)
{
    const char *text = gst_debug_message_get(message);
    if (text == NULL || strstr(text, "starting") == NULL)
        return;
    g_mutex_lock(&start_lock);
    not_started--;
    g_cond_broadcast(&started);
    g_mutex_unlock(&start_lock);
}

static void note(GstDebugLevel level, const char *function, GObject *object,
                 GstDebugMessage *message)
{
    if (level == GST_LEVEL_ERROR && object != NULL && GST_IS_ELEMENT(object) &&
        strcmp(function, "gst_adaptive_demux2_stream_load_a_fragment") == 0)
        post_error(GST_ELEMENT(object));
    else if (level == GST_LEVEL_DEBUG &&
             strcmp(function, "gst_adaptive_demux2_stream_begin_download_uri") == 0)
        note_uri(message);
    else if (level == GST_LEVEL_DEBUG && strcmp(function, "dh_transfer_thread_func") == 0)
        note_start(message);
}

/* Called by any thread that logs, whatever locks that thread holds: it may take no lock but
 * `start_lock`. */
static void on_log(GstDebugCategory *category, GstDebugLevel level, const gchar *file,
                   const gchar *function, gint line, GObject *object, GstDebugMessage *message,
                   gpointer user)
{
    gboolean ours = strcmp(gst_debug_category_get_name(category), CATEGORY) == 0;
    if (shown && (!ours || level <= level_before))
        gst_debug_log_default(category, level, file, function, line, object, message, user);
    if (ours)
        note(level, function, object, message);
}

/* With the lock held. */
static void set_level(void)
{
    GstDebugCategory *category = _gst_debug_get_category(CATEGORY);
    GstDebugLevel wanted = closely > 0 ? GST_LEVEL_DEBUG : GST_LEVEL_ERROR;
    gst_debug_category_set_threshold(category, MAX(level_before, wanted));
}

/* With the lock held. The category exists once the plugin is loaded. */
static void listen(void)
{
    GstDebugCategory *category = listening ? NULL : _gst_debug_get_category(CATEGORY);
    if (category == NULL)
        return;
    listening = TRUE;
    level_before = gst_debug_category_get_threshold(category);
    /* With GST_DEBUG_FILE, GStreamer's log function writes to a file that only it knows: keep that
     * function, which then logs more while a source loads. */
    shown = g_getenv("GST_DEBUG_FILE") == NULL &&
            gst_debug_remove_log_function(gst_debug_log_default) > 0;
    gst_debug_add_log_function(on_log, NULL, NULL);
}

static void set_closely(GstElement *bin, gboolean on)
{
    g_mutex_lock(&lock);
    gboolean was = g_object_get_data(G_OBJECT(bin), CLOSELY) != NULL;
    if (on)
        listen();
    if (listening && was != on) {
        g_object_set_data(G_OBJECT(bin), CLOSELY, GINT_TO_POINTER(on));
        closely += on ? 1 : -1;
        set_level();
    }
    g_mutex_unlock(&lock);
}

/* ---- the demuxers ---- */

void frs_adaptive_watch_errors(GstElement *bin, GstElement *demuxer)
{
    (void)demuxer;
    set_closely(bin, TRUE);
}

void frs_adaptive_watch_start(GstElement *bin, GstElement *demuxer)
{
    (void)demuxer;
    set_closely(bin, TRUE);
    g_mutex_lock(&start_lock);
    not_started++;
    g_mutex_unlock(&start_lock);
}

/* Wait until every download thread of this process has started, those of other pipelines too. */
static void await_start(void)
{
    gint64 end = g_get_monotonic_time() + START_US;
    g_mutex_lock(&start_lock);
    while (not_started > 0 && g_cond_wait_until(&started, &start_lock, end))
        ;
    not_started = 0;
    g_mutex_unlock(&start_lock);
}

void frs_adaptive_loaded(GstElement *bin)
{
    if (g_object_get_data(G_OBJECT(bin), CLOSELY) == NULL)
        return;
    await_start();
    set_closely(bin, FALSE);
}

void frs_adaptive_await_stop(GstElement *bin)
{
    if (g_object_get_data(G_OBJECT(bin), CLOSELY) == NULL)
        return;
    frs_adaptive_loaded(bin);
    if (frs_quirk_is_active(FRS_QUIRK_ADAPTIVEDEMUX_STOP))
        g_usleep(ENTER_US);
}

gboolean frs_adaptive_is_nameless(GstMessage *error)
{
    const GstStructure *details = NULL;
    gboolean named = TRUE;
    gst_message_parse_error_details(error, &details);
    return details != NULL && gst_structure_has_name(details, DETAILS) &&
           gst_structure_get_boolean(details, "named", &named) && !named;
}
