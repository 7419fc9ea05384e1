/* SPDX-License-Identifier: MIT */
#include "source_options.h"

#include <string.h>

#include "arguments.h"
#include "encoding_name.h"

/* Maximum latency: a minute. */
#define LATENCY_MAX_MS 60000.0

/* ---- reading ---- */

/* A token, RFC 9110 section 5.6.2. */
static gboolean is_header_name(const char *name)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (const char *c = name; *c != '\0'; c++)
        if (!g_ascii_isalnum(*c) && strchr(others, *c) == NULL)
            return FALSE;
    return *name != '\0';
}

/* A line break in a value would start another header. */
static gboolean is_header_value(const char *value)
{
    for (const char *c = value; *c != '\0'; c++)
        if (g_ascii_iscntrl(*c) && *c != '\t')
            return FALSE;
    return TRUE;
}

static frs_problem *read_header(frs_options *options, JsonObject *headers, const char *name)
{
    JsonNode *value = frs_argument(headers, name);
    if (!is_header_name(name))
        return frs_problem_new("command", "load: \"%.64s\" is no name for a header", name);
    if (value == NULL || frs_argument_type(value) != G_TYPE_STRING ||
        !is_header_value(json_node_get_string(value)))
        return frs_problem_new("command", "load: the header \"%.64s\" must be a string on one line",
                               name);
    if (options->headers == NULL)
        options->headers = gst_structure_new_empty("extra-headers");
    gst_structure_set(options->headers, name, G_TYPE_STRING, json_node_get_string(value), NULL);
    return NULL;
}

static frs_problem *read_headers(frs_options *options, JsonObject *object)
{
    JsonObject *headers = NULL;
    frs_problem *problem = frs_argument_object(object, "load", "headers", &headers);
    g_autoptr(GList) names = headers != NULL ? json_object_get_members(headers) : NULL;
    for (GList *it = names; it != NULL && problem == NULL; it = it->next)
        problem = read_header(options, headers, it->data);
    return problem;
}

static frs_problem *read_user_agent(frs_options *options, JsonObject *object)
{
    frs_problem *problem = frs_argument_string(object, "load", "userAgent", &options->user_agent);
    if (problem == NULL && options->user_agent != NULL && !is_header_value(options->user_agent))
        return frs_argument_wrong("load", "userAgent", "a string on one line");
    return problem;
}

static frs_problem *read_transport(frs_options *options, JsonObject *rtsp)
{
    static const struct {
        const char *word, *protocols;
    } transports[] = {{"auto", NULL}, {"tcp", "tcp"}, {"udp", "udp-mcast+udp"}};
    g_autofree char *word = NULL;
    frs_problem *problem = frs_argument_string(rtsp, "load", "transport", &word);
    if (problem != NULL || word == NULL)
        return problem;
    for (guint i = 0; i < G_N_ELEMENTS(transports); i++) {
        if (strcmp(transports[i].word, word) == 0) {
            options->transport = transports[i].protocols;
            return NULL;
        }
    }
    return frs_argument_wrong("load", "transport", "\"auto\", \"tcp\" or \"udp\"");
}

static frs_problem *read_rtsp(frs_options *options, JsonObject *object)
{
    JsonObject *rtsp = NULL;
    double latency = -1;
    frs_problem *problem = frs_argument_object(object, "load", "rtsp", &rtsp);
    if (problem != NULL || rtsp == NULL)
        return problem;
    problem = read_transport(options, rtsp);
    if (problem == NULL && frs_argument(rtsp, "latency") != NULL)
        problem = frs_argument_number(rtsp, "load", "latency", 0, LATENCY_MAX_MS, &latency);
    options->latency = (gint)latency;
    return problem;
}

static frs_problem *read_tls(frs_options *options, JsonObject *object)
{
    JsonObject *tls = NULL;
    frs_problem *problem = frs_argument_object(object, "load", "tls", &tls);
    return problem != NULL || tls == NULL
               ? problem
               : frs_argument_boolean(tls, "load", "verify", &options->verify);
}

static frs_problem *read_encoding(frs_options *options, JsonObject *object)
{
    frs_problem *problem =
        frs_argument_string(object, "load", "subtitleEncoding", &options->encoding);
    if (problem != NULL || options->encoding == NULL)
        return problem;
    g_autofree char *known = frs_encoding_find(options->encoding);
    return known != NULL
               ? NULL
               : frs_problem_new("command",
                                 "load: \"subtitleEncoding\": \"%.64s\" is no encoding known here: "
                                 "\"windows-1251\", \"shift-jis\" and \"gb18030\" are",
                                 options->encoding);
}

frs_problem *frs_options_parse(JsonObject *load, frs_options **options)
{
    JsonObject *object = NULL;
    *options = NULL;
    frs_problem *problem = frs_argument_object(load, "load", "options", &object);
    if (problem != NULL || object == NULL)
        return problem;
    frs_options *it = g_atomic_rc_box_new0(frs_options);
    it->latency = -1;
    it->verify = TRUE;
    problem = read_headers(it, object);
    if (problem == NULL)
        problem = read_user_agent(it, object);
    if (problem == NULL)
        problem = read_rtsp(it, object);
    if (problem == NULL)
        problem = read_tls(it, object);
    if (problem == NULL)
        problem = read_encoding(it, object);
    if (problem == NULL)
        *options = it;
    else
        frs_options_unref(it);
    return problem;
}

/* ---- life ---- */

frs_options *frs_options_ref(frs_options *options)
{
    return options == NULL ? NULL : g_atomic_rc_box_acquire(options);
}

static void clear(gpointer user)
{
    frs_options *options = user;
    g_clear_pointer(&options->headers, gst_structure_free);
    g_free(options->user_agent);
    g_free(options->encoding);
}

void frs_options_unref(frs_options *options)
{
    if (options != NULL)
        g_atomic_rc_box_release_full(options, clear);
}

gboolean frs_options_verify(const frs_options *options)
{
    return options == NULL || options->verify;
}

const char *frs_options_encoding(const frs_options *options)
{
    return options != NULL ? options->encoding : NULL;
}
