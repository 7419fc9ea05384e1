/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <string.h>
#include <sys/stat.h>

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

/* Opening a named pipe blocks until its other end is opened, and nothing could interrupt that. */
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
