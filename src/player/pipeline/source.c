/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>
#include <sys/stat.h>

#include <gst/audio/audio.h>

#include "adaptivedemux.h"
#include "audio.h"
#include "authorities.h"
#include "contents.h"
#include "decodebin3_inputs.h"
#include "keyframe-seek.h"
#include "matroska-end.h"
#include "mpeg_origin.h"
#include "qtdemux_chapters.h"
#include "qtdemux_range.h"
#include "sink.h"
#include "source_setup.h"
#include "subtitles.h"

/* playbin's GstPlayFlags, which no header has. */
enum {
    PLAY_VIDEO = 0x01,
    PLAY_AUDIO = 0x02,
    PLAY_TEXT = 0x04,
    PLAY_SOFT_VOLUME = 0x10,
    PLAY_NATIVE_VIDEO =
        0x40,               /* no converters of playsink's own, ours is enough; but no text then */
    PLAY_BUFFERING = 0x100, /* of what comes over a network */
};

static guint play_flags(const frs_source *source)
{
    return PLAY_VIDEO | PLAY_SOFT_VOLUME | PLAY_BUFFERING | (source->soundless ? 0 : PLAY_AUDIO) |
           (source->text ? PLAY_TEXT : PLAY_NATIVE_VIDEO);
}

void frs_source_copy(frs_source *to, const frs_source *from)
{
    frs_source copy = *from;
    copy.uri = g_strdup(from->uri);
    copy.pipeline = g_strdup(from->pipeline);
    copy.subtitles = g_strdup(from->subtitles);
    copy.options = frs_options_ref(from->options);
    frs_source_clear(to);
    *to = copy;
}

void frs_source_clear(frs_source *source)
{
    g_free(source->uri);
    g_free(source->pipeline);
    g_free(source->subtitles);
    frs_options_unref(source->options);
    *source = (frs_source){0};
}

gboolean frs_source_is_set(const frs_source *source)
{
    return source->uri != NULL || source->pipeline != NULL;
}

char *frs_source_name(const frs_source *source)
{
    return source->uri != NULL ? frs_uri_for_people(source->uri) : g_strdup("the pipeline");
}

gboolean frs_source_is_file(const frs_source *source)
{
    return source->uri != NULL &&
           (g_path_is_absolute(source->uri) || gst_uri_has_protocol(source->uri, "file"));
}

/* ---- a URI ---- */

/* To open a named pipe waits for its other end, and nothing could stop that. */
static gboolean is_special_file(const char *uri)
{
    struct stat st;
    g_autofree char *path = g_filename_from_uri(uri, NULL, NULL);
    return path != NULL && stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

frs_problem *frs_uri_complete(char **complete, const char *uri)
{
    if (g_path_is_absolute(uri))
        *complete = gst_filename_to_uri(uri, NULL);
    else if (gst_uri_is_valid(uri))
        *complete = g_strdup(uri);
    if (*complete == NULL)
        return frs_problem_new(
            "not-found", "\"%s\" is not a URI: use file:///PATH, https://... or rtsp://...", uri);
    if (is_special_file(*complete))
        return frs_problem_new("resource",
                               "%s is not a regular file: read a device or a pipe with a pipeline "
                               "(\"v4l2src ! ...\", \"fdsrc ! ...\")",
                               uri);
    return NULL;
}

static frs_problem *init_subtitles(frs_pipeline *pipeline, const frs_source *source)
{
    g_autofree char *uri = NULL;
    if (source->subtitles == NULL)
        return NULL;
    frs_problem *problem = frs_uri_complete(&uri, source->subtitles);
    if (problem == NULL)
        pipeline->subtitles = frs_subtitles_new(uri, &problem);
    if (pipeline->subtitles != NULL)
        gst_object_ref_sink(pipeline->subtitles);
    return problem;
}

/* What this source needs, all of it: whoever installs what is missing wants to hear of it once. */
static frs_problem *find_missing(const char *uri, const frs_source *source)
{
    static const char *const elements[] = {"playbin3",      "uridecodebin3", "decodebin3",
                                           "parsebin",      "urisourcebin",  "videoconvert",
                                           "audioresample", "subparse",      "textoverlay"};
    const gsize count = G_N_ELEMENTS(elements) - (source->subtitles == NULL ? 2 : 0);
    g_autoptr(GPtrArray) missing = frs_missing_list_new();
    for (gsize i = 0; i < count; i++) {
        g_autoptr(GstElementFactory) factory = gst_element_factory_find(elements[i]);
        if (factory == NULL)
            frs_missing_list_note_element(missing, elements[i]);
    }
    if (missing->len == 0)
        return NULL;
    frs_contents_note_missing(uri, missing);
    return frs_problem_missing_elements(missing);
}

static frs_problem *init_playbin(frs_pipeline *pipeline, const char *uri, const frs_source *source,
                                 frs_writer *writer, gboolean silent, const char *device)
{
    const char *missing = NULL;
    GstElement *picture = frs_sink_new(writer, source->rgba, source->deinterlace,
                                       pipeline->subtitles, &pipeline->sink, &missing);
    if (picture == NULL)
        return frs_problem_missing_element(missing);
    gst_object_ref(pipeline->sink);

    pipeline->element = gst_element_factory_make("playbin3", "player");
    if (pipeline->element == NULL) {
        gst_object_unref(gst_object_ref_sink(picture));
        return frs_problem_missing_element("playbin3");
    }
    pipeline->audio = silent ? frs_audio_sink_new_silent() : frs_audio_sink_new(device);
    gst_object_ref_sink(pipeline->audio);
    g_object_set(pipeline->element, "uri", uri, "flags", play_flags(source), "video-sink", picture,
                 "audio-sink", pipeline->audio, "audio-filter",
                 source->free_pitch ? NULL : gst_element_factory_make("scaletempo", NULL), NULL);
    frs_options_watch(source->options, pipeline->element, uri);
    frs_adaptive_watch(pipeline->element);
    frs_inputs_watch(pipeline->element);
    frs_colour_watch(pipeline->element);
    frs_mp4_chapters_watch(pipeline->element);
    frs_keyframe_seek_watch(pipeline->element);
    frs_matroska_end_watch(pipeline->element);
    frs_origin_watch(pipeline->element);
    pipeline->reads = frs_reads_watch(pipeline->element);
    return NULL;
}

/* Files need no certificates, and shall not wait for them. */
static void prepare_network(const frs_source *source)
{
    if (!frs_source_is_file(source))
        frs_authorities_use();
}

static frs_problem *init_uri(frs_pipeline *pipeline, const frs_source *source, frs_writer *writer,
                             gboolean silent, const char *device)
{
    g_autofree char *uri = NULL;
    frs_problem *problem = frs_uri_complete(&uri, source->uri);
    if (problem == NULL)
        problem = find_missing(uri, source);
    if (problem == NULL)
        problem = init_subtitles(pipeline, source);
    return problem ? problem : init_playbin(pipeline, uri, source, writer, silent, device);
}

/* ---- a description ---- */

/* Types are known by their names all over the player: the name of an element's factory is freed and
 * set anew when another thread loads its plugin. */
static gboolean is_framesharesink(GstElement *element)
{
    return strcmp(G_OBJECT_TYPE_NAME(element), "GstFrameshareSink") == 0;
}

/* Does this sink want the player's stream? It has no name of its own, or it names that very stream.
 */
static gboolean wants_our_stream(GstElement *sink, const char *our_name)
{
    GParamSpec *property = g_object_class_find_property(G_OBJECT_GET_CLASS(sink), "stream");
    g_auto(GValue) value = G_VALUE_INIT;
    g_value_init(&value, G_TYPE_STRING);
    g_object_get_property(G_OBJECT(sink), "stream", &value);
    return g_param_value_defaults(property, &value) ||
           g_strcmp0(g_value_get_string(&value), our_name) == 0;
}

typedef struct frs_search {
    const char *stream;
    GstElement *sink;  /* the one for the player's stream; one reference, or NULL */
    GstElement *other; /* the first that has a stream of its own; one reference, or NULL */
    guint found, ours;
} frs_search;

static void look_at(const GValue *item, gpointer user)
{
    frs_search *search = user;
    GstElement *element = g_value_get_object(item);
    if (!is_framesharesink(element))
        return;
    search->found++;
    gboolean ours = wants_our_stream(element, search->stream);
    GstElement **first = ours ? &search->sink : &search->other;
    search->ours += ours ? 1 : 0;
    if (*first == NULL)
        *first = gst_object_ref(element);
}

/* What is wrong with a description that has these sinks, if anything. */
static frs_problem *judge(const frs_search *search)
{
    if (search->found == 0)
        return frs_problem_new("pipeline", "the pipeline has no framesharesink: end it with "
                                           "\"! framesharesink\"");
    if (search->ours > 1)
        return frs_problem_new(
            "pipeline",
            "the pipeline has %u framesharesinks for the player's stream: only one "
            "can have it, give the others stream=NAME",
            search->ours);
    return NULL;
}

static frs_problem *find_sink(frs_pipeline *pipeline, frs_writer *writer)
{
    frs_search search = {.stream = frs_writer_name(writer)};
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(pipeline->element));
    gst_iterator_foreach(iterator, look_at, &search);
    gst_iterator_free(iterator);
    if (search.sink != NULL)
        g_object_set(search.sink, "writer", writer, NULL);
    pipeline->sink = search.sink ? search.sink : g_steal_pointer(&search.other);
    g_clear_object(&search.other);
    return judge(&search);
}

/* No such element: say who has it. */
static void add_missing_elements(frs_problem *problem, GstParseContext *context)
{
    g_auto(GStrv) names = gst_parse_context_get_missing_elements(context);
    g_autoptr(GPtrArray) missing = frs_missing_list_new();
    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        frs_missing_list_note_element(missing, names[i]);
    frs_problem_add_missing(problem, missing);
}

static frs_problem *parse(GstElement **element, const char *description)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GstParseContext) context = gst_parse_context_new();
    GstElement *made =
        gst_parse_launch_full(description, context, GST_PARSE_FLAG_FATAL_ERRORS, &error);
    if (made == NULL || error != NULL) {
        if (made != NULL)
            gst_object_unref(gst_object_ref_sink(made));
        frs_problem *problem = frs_problem_from_error(error, "the pipeline description is wrong");
        add_missing_elements(problem, context);
        return problem;
    }
    if (GST_IS_PIPELINE(made)) {
        *element = gst_object_ref_sink(made);
        return NULL;
    }
    *element = gst_object_ref_sink(gst_pipeline_new("player"));
    gst_bin_add(GST_BIN(*element), made);
    return NULL;
}

static frs_problem *init_description(frs_pipeline *pipeline, const frs_source *source,
                                     frs_writer *writer)
{
    frs_problem *problem = parse(&pipeline->element, source->pipeline);
    if (problem == NULL)
        problem = find_sink(pipeline, writer);
    if (problem != NULL)
        return problem;
    if (source->rgba && !frs_sink_force_rgba(pipeline->sink))
        return frs_problem_new("pipeline",
                               "format \"rgba\" cannot be put before this framesharesink: write "
                               "\"! videoconvert ! video/x-raw,format=RGBA ! framesharesink\"");
    return NULL;
}

/* ---- both ---- */

static void watch(frs_pipeline *pipeline)
{
    frs_sink_watch(pipeline->sink, pipeline->audio);
    pipeline->gate = frs_gate_create(pipeline->element);
}

frs_problem *frs_pipeline_init(frs_pipeline *pipeline, const frs_source *source, frs_writer *writer,
                               gboolean silent, const char *device)
{
    memset(pipeline, 0, sizeof *pipeline);
    prepare_network(source);
    frs_problem *problem = source->uri != NULL ? init_uri(pipeline, source, writer, silent, device)
                                               : init_description(pipeline, source, writer);
    if (problem != NULL)
        frs_pipeline_finish(pipeline);
    else
        watch(pipeline);
    return problem;
}

void frs_pipeline_finish(frs_pipeline *pipeline)
{
    if (pipeline->gate != NULL)
        frs_gate_close(pipeline->gate);
    if (pipeline->element != NULL) {
        frs_adaptive_await_stop(pipeline->element);
        gst_element_set_state(pipeline->element, GST_STATE_NULL);
    }
    /* A sink that playbin3 never needed was never in it, and may have an open device. */
    if (pipeline->audio != NULL)
        gst_element_set_state(pipeline->audio, GST_STATE_NULL);
    g_clear_pointer(&pipeline->element, gst_object_unref);
    g_clear_pointer(&pipeline->audio, gst_object_unref);
    g_clear_pointer(&pipeline->subtitles, gst_object_unref);
    g_clear_pointer(&pipeline->sink, gst_object_unref);
    g_clear_pointer(&pipeline->gate, frs_gate_unref);
    g_clear_pointer(&pipeline->reads, frs_reads_unref);
}

void frs_pipeline_abandon(frs_pipeline *pipeline)
{
    g_autoptr(GstPad) pad = gst_element_get_static_pad(pipeline->sink, "sink");
    gst_pad_send_event(pad, gst_event_new_flush_start());
    *pipeline = (frs_pipeline){0};
}

void frs_pipeline_set_direction(const frs_pipeline *pipeline, const char *direction)
{
    if (pipeline->sink != NULL)
        gst_util_set_object_arg(G_OBJECT(pipeline->sink), "video-direction", direction);
}

void frs_pipeline_set_volume(const frs_pipeline *pipeline, double volume, gboolean mute)
{
    if (pipeline->element == NULL)
        return;
    GstElement *control =
        GST_IS_STREAM_VOLUME(pipeline->element)
            ? gst_object_ref(pipeline->element)
            : gst_bin_get_by_interface(GST_BIN(pipeline->element), GST_TYPE_STREAM_VOLUME);
    if (control == NULL)
        return;
    gst_stream_volume_set_volume(GST_STREAM_VOLUME(control), GST_STREAM_VOLUME_FORMAT_CUBIC,
                                 volume);
    gst_stream_volume_set_mute(GST_STREAM_VOLUME(control), mute);
    gst_object_unref(control);
}

typedef struct frs_words {
    const char *const *words;
    gboolean found;
} frs_words;

static void check_name(const GValue *item, gpointer user)
{
    frs_words *search = user;
    for (const char *const *word = search->words; *word != NULL; word++)
        search->found =
            search->found || strstr(G_OBJECT_TYPE_NAME(g_value_get_object(item)), *word) != NULL;
}

gboolean frs_pipeline_has(const frs_pipeline *pipeline, const char *const *words)
{
    frs_words search = {words, FALSE};
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(pipeline->element));
    gst_iterator_foreach(iterator, check_name, &search);
    gst_iterator_free(iterator);
    return search.found;
}

/* The further from the source it is, the more it knows of what is read. */
static guint knowledge(GstElement *element)
{
    const char *klass = gst_element_get_metadata(element, GST_ELEMENT_METADATA_KLASS);
    if (klass == NULL || strstr(klass, "Subtitle") != NULL)
        return 0;
    return strstr(klass, "Demuxer") != NULL                                 ? 3
           : strstr(klass, "Parser") != NULL                                ? 2
           : strcmp(G_OBJECT_TYPE_NAME(element), "GstTypeFindElement") == 0 ? 1
                                                                            : 0;
}

typedef struct frs_reader_search {
    char *name;
    guint knowledge;
} frs_reader_search;

static void check_reader(const GValue *item, gpointer user)
{
    frs_reader_search *search = user;
    GstElement *element = g_value_get_object(item);
    guint it = GST_IS_BIN(element) ? 0 : knowledge(element);
    if (it <= search->knowledge)
        return;
    g_free(search->name);
    *search = (frs_reader_search){gst_object_get_name(GST_OBJECT(element)), it};
}

char *frs_pipeline_reader(const frs_pipeline *pipeline)
{
    frs_reader_search search = {0};
    if (pipeline->element == NULL)
        return NULL;
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(pipeline->element));
    gst_iterator_foreach(iterator, check_reader, &search);
    gst_iterator_free(iterator);
    return search.name;
}

static gboolean check_task(GstElement *element, GstPad *pad, gpointer user)
{
    (void)element;
    gboolean *busy = user;
    GST_OBJECT_LOCK(pad);
    GstTask *task = GST_PAD_TASK(pad);
    *busy = *busy || (task != NULL && gst_task_get_state(task) == GST_TASK_STARTED);
    GST_OBJECT_UNLOCK(pad);
    return !*busy;
}

typedef struct frs_look {
    const frs_pipeline *pipeline;
    gboolean busy;
} frs_look;

/* Subtitles wait for pictures: that says nothing. */
static void check_element(const GValue *item, gpointer user)
{
    frs_look *look = user;
    GstElement *element = g_value_get_object(item);
    if (look->pipeline->subtitles == NULL ||
        !gst_object_has_as_ancestor(GST_OBJECT(element), GST_OBJECT(look->pipeline->subtitles)))
        gst_element_foreach_pad(element, check_task, &look->busy);
}

gboolean frs_pipeline_is_busy(const frs_pipeline *pipeline)
{
    frs_look look = {pipeline, FALSE};
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(pipeline->element));
    GstIteratorResult result = gst_iterator_foreach(iterator, check_element, &look);
    gst_iterator_free(iterator);
    return look.busy || result == GST_ITERATOR_RESYNC;
}
