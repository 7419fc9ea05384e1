/* SPDX-License-Identifier: MIT */
#include "description.h"

#include <string.h>

#include "missing.h"
#include "sink.h"

/* Compare type names, as the whole player does: the name of an element's factory is freed and
 * replaced when another thread loads its plugin. */
static gboolean is_framesharesink(GstElement *element)
{
    return strcmp(G_OBJECT_TYPE_NAME(element), "GstFrameshareSink") == 0;
}

/* Does this sink publish on the player's stream? It does if it names no stream, or that very one.
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
    GstElement *sink;  /* the sink for the player's stream; one reference, or NULL */
    GstElement *other; /* the first sink with another stream; one reference, or NULL */
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

/* The error of a description with these sinks, or NULL. */
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

static frs_problem *find_sink(GstElement *pipeline, GstElement **sink, frs_writer *writer)
{
    frs_search search = {.stream = frs_writer_name(writer)};
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(pipeline));
    gst_iterator_foreach(iterator, look_at, &search);
    gst_iterator_free(iterator);
    if (search.sink != NULL)
        g_object_set(search.sink, "writer", writer, NULL);
    *sink = search.sink ? search.sink : g_steal_pointer(&search.other);
    g_clear_object(&search.other);
    return judge(&search);
}

/* "No such element": name the package that has it. */
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

frs_problem *frs_description_build(GstElement **pipeline, GstElement **sink,
                                   const frs_source *source, frs_writer *writer)
{
    frs_problem *problem = parse(pipeline, source->pipeline);
    if (problem == NULL)
        problem = find_sink(*pipeline, sink, writer);
    if (problem != NULL)
        return problem;
    if (source->rgba && !frs_sink_force_rgba(*sink))
        return frs_problem_new("pipeline",
                               "format \"rgba\" cannot be put before this framesharesink: write "
                               "\"! videoconvert ! video/x-raw,format=RGBA ! framesharesink\"");
    return NULL;
}
