/* SPDX-License-Identifier: MIT */
#include "line.h"

#include <math.h>

#include "missing.h"

JsonBuilder *frs_reply_begin(const char *id)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "id");
    json_builder_add_value(builder, json_from_string(id, NULL));
    return builder;
}

JsonBuilder *frs_event_begin(const char *name)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    frs_add_string(builder, "event", name);
    return builder;
}

char *frs_line_end(JsonBuilder *builder)
{
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_object_unref(builder);
    return json_to_string(root, FALSE);
}

char *frs_line_unless_said(char **said, char *line)
{
    if (g_strcmp0(*said, line) == 0) {
        g_free(line);
        return NULL;
    }
    g_free(*said);
    *said = g_strdup(line);
    return line;
}

void frs_add_string(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    if (value != NULL)
        json_builder_add_string_value(builder, value);
    else
        json_builder_add_null_value(builder);
}

void frs_add_number(JsonBuilder *builder, const char *name, double value)
{
    json_builder_set_member_name(builder, name);
    if (isfinite(value))
        json_builder_add_double_value(builder, value);
    else
        json_builder_add_null_value(builder);
}

void frs_add_integer(JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, value);
}

void frs_add_boolean(JsonBuilder *builder, const char *name, gboolean value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_boolean_value(builder, value);
}

static void add_problem(JsonBuilder *builder, const frs_problem *problem)
{
    frs_add_string(builder, "code", problem->code);
    frs_add_string(builder, "message", problem->message);
    frs_add_string(builder, "element", problem->element);
    frs_add_string(builder, "debug", problem->debug);
    if (problem->missing == NULL)
        return;
    json_builder_set_member_name(builder, "missing");
    json_builder_begin_array(builder);
    for (guint i = 0; i < problem->missing->len; i++) {
        const frs_missing *missing = g_ptr_array_index(problem->missing, i);
        json_builder_begin_object(builder);
        frs_add_string(builder, "description", missing->description);
        frs_add_string(builder, "detail", missing->detail);
        frs_add_string(builder, "package", missing->package);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

char *frs_reply_error(const char *id, const frs_problem *problem)
{
    JsonBuilder *builder = frs_reply_begin(id);
    json_builder_set_member_name(builder, "error");
    json_builder_begin_object(builder);
    add_problem(builder, problem);
    json_builder_end_object(builder);
    return frs_line_end(builder);
}

char *frs_event_accepted(const char *id)
{
    JsonBuilder *builder = frs_event_begin("accepted");
    json_builder_set_member_name(builder, "of"); /* not "id": that is how a reply is known */
    json_builder_add_value(builder, json_from_string(id, NULL));
    return frs_line_end(builder);
}

char *frs_event_problem(const char *name, const frs_problem *problem)
{
    JsonBuilder *builder = frs_event_begin(name);
    add_problem(builder, problem);
    return frs_line_end(builder);
}

gboolean frs_line_is_position(const char *line)
{
    return g_str_has_prefix(line, "{\"event\":\"position\"");
}
