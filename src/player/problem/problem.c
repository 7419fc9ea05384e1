/* SPDX-License-Identifier: MIT */
#include "problem.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include <frameshare/error.h>

#include "libav.h"

typedef struct frs_code {
    int code;
    const char *name;
} frs_code;

static const frs_code resource_codes[] = {
    {GST_RESOURCE_ERROR_NOT_FOUND, "not-found"},
    {GST_RESOURCE_ERROR_NOT_AUTHORIZED, "forbidden"},
    {0, "resource"},
};

static const frs_code stream_codes[] = {
    {GST_STREAM_ERROR_TYPE_NOT_FOUND, "format"},
    {GST_STREAM_ERROR_WRONG_TYPE, "format"},
    {GST_STREAM_ERROR_CODEC_NOT_FOUND, "missing-plugin"},
    {GST_STREAM_ERROR_DECODE, "decode"},
    {GST_STREAM_ERROR_DEMUX, "format"},
    {GST_STREAM_ERROR_FORMAT, "format"},
    {0, "decode"},
};

static const frs_code core_codes[] = {
    {GST_CORE_ERROR_MISSING_PLUGIN, "missing-plugin"},
    {GST_CORE_ERROR_NEGOTIATION, "format"},
    {GST_CORE_ERROR_CLOCK, "late"},
    {0, "internal"},
};

/* Errors of framesharesink itself: SETTINGS and BUSY are about the stream's name. */
static const frs_code sink_codes[] = {
    {GST_RESOURCE_ERROR_BUSY, "exists"},
    {GST_RESOURCE_ERROR_SETTINGS, "name"},
    {GST_RESOURCE_ERROR_NOT_FOUND, "not-found"},
    {0, "resource"},
};

static const char *lookup(const frs_code *table, int code)
{
    while (table->code != 0 && table->code != code)
        table++;
    return table->name;
}

static gboolean is_frameshare(GstObject *object)
{
    return object != NULL && g_str_has_prefix(G_OBJECT_TYPE_NAME(object), "GstFrameshare");
}

static gboolean is_source(GstObject *object)
{
    return object != NULL && GST_IS_ELEMENT(object) &&
           GST_OBJECT_FLAG_IS_SET(object, GST_ELEMENT_FLAG_SOURCE);
}

/* Sources report FAILED when reading fails, and elements when caps negotiation fails. */
static const char *stream_failure(GstObject *source, const char *debug)
{
    if (debug != NULL && strstr(debug, "not-negotiated") != NULL)
        return "format";
    return is_source(source) ? "resource" : "decode";
}

/* Sources include the system's message (strerror), but seldom a specific error code. */
static const char *system_failure(const GError *error, const char *debug)
{
    static const struct {
        int number;
        const char *code;
    } failures[] = {{EACCES, "forbidden"},     {EPERM, "forbidden"},     {ENOENT, "not-found"},
                    {ECONNREFUSED, "network"}, {ECONNRESET, "network"},  {ETIMEDOUT, "network"},
                    {ENETUNREACH, "network"},  {EHOSTUNREACH, "network"}};
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++)
        if (strstr(error->message, g_strerror(failures[i].number)) != NULL ||
            (debug != NULL && strstr(debug, g_strerror(failures[i].number)) != NULL))
            return failures[i].code;
    return NULL;
}

/* rtspsrc's message when the server supports none of the allowed transports. */
static gboolean is_for_want_of_transport(const GError *error, GstObject *source)
{
    return g_error_matches(error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND) &&
           source != NULL && strcmp(G_OBJECT_TYPE_NAME(source), "GstRTSPSrc") == 0;
}

/* A demuxer reports no better message for other files that the file refers to. */
static gboolean is_of_bad_uri(const GError *error)
{
    return g_error_matches(error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI);
}

static const char *code_of(const GError *error, GstObject *source, const char *debug)
{
    const char *system = is_source(source) ? system_failure(error, debug) : NULL;
    if (system != NULL)
        return system;
    if (is_for_want_of_transport(error, source))
        return "resource";
    if (g_error_matches(error, GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED))
        return stream_failure(source, debug);
    if (error->domain == GST_RESOURCE_ERROR)
        return lookup(is_frameshare(source) ? sink_codes : resource_codes, error->code);
    if (error->domain == GST_STREAM_ERROR)
        return lookup(stream_codes, error->code);
    if (error->domain == GST_CORE_ERROR)
        return lookup(core_codes, error->code);
    if (is_of_bad_uri(error))
        return "not-found";
    if (error->domain == GST_URI_ERROR)
        return "missing-plugin";
    if (error->domain == GST_PARSE_ERROR)
        return "pipeline";
    return "internal";
}

/* File names and GStreamer's texts need not be UTF-8, but JSON must be. */
static char *valid(const char *text)
{
    return text == NULL ? NULL : g_utf8_make_valid(text, -1);
}

/* Remove user name and password, which may contain an @, from URIs in the text. */
static char *without_secrets(const char *text)
{
    static GRegex *regex;
    if (g_once_init_enter(&regex))
        g_once_init_leave(&regex, g_regex_new("://[^/?#\\s\"]*@", G_REGEX_OPTIMIZE, 0, NULL));
    return g_regex_replace_literal(regex, text, -1, 0, "://", 0, NULL);
}

/* The explanation in GStreamer's debug text: all lines after the first, which names the source
 * file. */
static const char *detail_of(const char *debug)
{
    const char *line = debug == NULL ? NULL : strchr(debug, '\n');
    return line == NULL || line[1] == '\0' ? NULL : line + 1;
}

static frs_problem *problem_take(const char *code, char *message)
{
    frs_problem *problem = g_new0(frs_problem, 1);
    problem->code = code;
    g_autofree char *text = g_utf8_make_valid(message, -1);
    problem->message = without_secrets(text);
    g_free(message);
    return problem;
}

frs_problem *frs_problem_new(const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return problem_take(code, message);
}

frs_problem *frs_problem_from_core(int error)
{
    const char *code = error == FRS_ENAME    ? "name"
                       : error == FRS_EEXIST ? "exists"
                       : error == FRS_ENOENT ? "not-found"
                                             : "resource";
    const char *message = frs_error_message();
    return frs_problem_new(code, "%s", *message ? message : frs_strerror(error));
}

frs_problem *frs_problem_from_error(const GError *error, const char *what)
{
    return frs_problem_new(code_of(error, NULL, NULL), "%s: %s", what, error->message);
}

void frs_problem_add_missing(frs_problem *problem, GPtrArray *missing)
{
    if (missing == NULL || missing->len == 0)
        return;
    problem->missing = g_ptr_array_ref(missing);
    GString *text = g_string_new(problem->message);
    gboolean refused = FALSE;
    for (guint i = 0; i < missing->len; i++) {
        const frs_missing *one = g_ptr_array_index(missing, i);
        g_autofree char *words = frs_missing_for_people(one);
        g_string_append_printf(text, "%s%s", i == 0 ? " Missing: " : "; ", words);
        if (problem->element == NULL)
            problem->element = g_strdup(one->element);
        refused = refused || one->refused;
    }
    if (refused) {
        problem->code = "host";
        g_string_append_printf(text, ". %s", frs_libav_refusal());
    }
    g_free(problem->message);
    problem->message = g_string_free(text, FALSE);
}

frs_problem *frs_problem_from_missing(const char *what, const char *failure, GPtrArray *missing)
{
    const frs_missing *first = g_ptr_array_index(missing, 0);
    frs_problem *problem =
        frs_problem_new("missing-plugin", "%s: %s (%s).", what, failure,
                        first->element != NULL ? first->element : first->description);
    frs_problem_add_missing(problem, missing);
    return problem;
}

static const char *words_of(const GError *error, GstObject *source)
{
    if (is_of_bad_uri(error))
        return "it names a URI that cannot be read";
    return is_for_want_of_transport(error, source)
               ? "the server sends none of its streams in a way that is allowed here: let "
                 "rtsp.transport be \"auto\""
               : error->message;
}

static frs_problem *problem_of_kind(const frs_missing *one, const char *what)
{
    frs_problem *problem =
        frs_missing_is_encrypted(one)
            ? frs_problem_new("format", "%s is encrypted (%s: %s), and there is no key to it", what,
                              one->element, one->type)
            : frs_problem_new("format", "%s is no video, but %s (%s)", what, one->type,
                              one->element);
    problem->element = g_strdup(one->element);
    return problem;
}

frs_problem *frs_problem_undecodable(const char *what, GPtrArray *missing)
{
    for (guint i = 0; i < missing->len; i++)
        if (frs_missing_is_encrypted(g_ptr_array_index(missing, i)))
            return problem_of_kind(g_ptr_array_index(missing, i), what);
    gboolean video = frs_missing_list_find(missing, FRS_MISSING_VIDEO) != NULL;
    const frs_missing *first = g_ptr_array_index(missing, 0);
    if (!video && !frs_missing_is_medium(first))
        return problem_of_kind(first, what);
    return frs_problem_from_missing(
        what, video ? "its video cannot be decoded" : "it cannot be decoded", missing);
}

/* A demuxer may report "not linked" before the missing decoder is reported. */
static gboolean is_for_want_of_plugin(const GError *error, const char *debug, GPtrArray *missing)
{
    return g_error_matches(error, GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED) && missing != NULL &&
           missing->len > 0 && debug != NULL && strstr(debug, "not-linked") != NULL;
}

frs_problem *frs_problem_missing_element(const char *factory)
{
    g_autoptr(GPtrArray) missing = frs_missing_list_new();
    frs_missing_list_note_element(missing, factory);
    return frs_problem_missing_elements(missing);
}

frs_problem *frs_problem_missing_elements(GPtrArray *missing)
{
    return frs_problem_from_missing("the player", "GStreamer has not all that it needs", missing);
}

static gboolean is_told_by_caps(const frs_problem *problem, GPtrArray *missing)
{
    return strcmp(problem->code, "missing-plugin") == 0 && missing != NULL && missing->len > 0 &&
           ((const frs_missing *)g_ptr_array_index(missing, 0))->type != NULL;
}

static frs_problem *from_words(GstMessage *message, const char *what, const GError *error,
                               const char *debug)
{
    GstObject *source = GST_MESSAGE_SRC(message);
    const char *element = source ? GST_MESSAGE_SRC_NAME(message) : "GStreamer";
    const char *detail = detail_of(debug), *words = words_of(error, source);
    char *text = detail != NULL && strcmp(detail, error->message) != 0
                     ? g_strdup_printf("%s: %s (%s: %s)", what, words, element, detail)
                     : g_strdup_printf("%s: %s (%s)", what, words, element);
    frs_problem *problem = problem_take(code_of(error, source, debug), text);
    problem->element = valid(source ? GST_MESSAGE_SRC_NAME(message) : NULL);
    return problem;
}

frs_problem *frs_problem_from_message(GstMessage *message, const char *what, GPtrArray *missing)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *debug = NULL;
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        gst_message_parse_error(message, &error, &debug);
    else
        gst_message_parse_warning(message, &error, &debug);

    frs_problem *problem = from_words(message, what, error, debug);
    if (is_for_want_of_plugin(error, debug, missing))
        problem->code = "missing-plugin";
    /* GStreamer's message then is about pads and plugins, and may contain a whole header. */
    if (is_told_by_caps(problem, missing)) {
        frs_problem_free(problem);
        problem = frs_problem_undecodable(what, missing);
    } else if (strcmp(problem->code, "missing-plugin") == 0) {
        frs_problem_add_missing(problem, missing);
    }
    g_autofree char *developers = valid(debug);
    problem->debug = developers ? without_secrets(developers) : NULL;
    return problem;
}

void frs_problem_free(frs_problem *problem)
{
    if (problem == NULL)
        return;
    g_free(problem->message);
    g_free(problem->element);
    g_free(problem->debug);
    g_clear_pointer(&problem->missing, g_ptr_array_unref);
    g_free(problem);
}

char *frs_uri_for_people(const char *uri)
{
    return without_secrets(uri);
}
