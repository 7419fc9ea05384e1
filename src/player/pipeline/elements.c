/* SPDX-License-Identifier: MIT */
#include "elements.h"

#include <string.h>

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

/* Prefer the element furthest from the source: it knows most about what is read. */
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

/* Ignore subtitles: their threads wait for pictures, so they tell nothing. */
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
