/* SPDX-License-Identifier: MIT */
#include "arguments.h"

JsonNode *frs_argument(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node == NULL || JSON_NODE_HOLDS_NULL(node) ? NULL : node;
}

GType frs_argument_type(JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE(node) ? json_node_get_value_type(node) : G_TYPE_NONE;
}

frs_problem *frs_argument_wrong(const char *where, const char *name, const char *expected)
{
    return frs_problem_new("command", "%s: \"%s\" must be %s", where, name, expected);
}

frs_problem *frs_argument_string(JsonObject *object, const char *where, const char *name,
                                 char **out)
{
    JsonNode *node = frs_argument(object, name);
    if (node == NULL)
        return NULL;
    if (frs_argument_type(node) != G_TYPE_STRING || *json_node_get_string(node) == '\0')
        return frs_argument_wrong(where, name, "a string that is not empty");
    g_free(*out);
    *out = json_node_dup_string(node);
    return NULL;
}

frs_problem *frs_argument_boolean(JsonObject *object, const char *where, const char *name,
                                  gboolean *out)
{
    JsonNode *node = frs_argument(object, name);
    if (node == NULL)
        return NULL;
    if (frs_argument_type(node) != G_TYPE_BOOLEAN)
        return frs_argument_wrong(where, name, "true or false");
    *out = json_node_get_boolean(node);
    return NULL;
}

frs_problem *frs_argument_given_boolean(JsonObject *object, const char *where, const char *name,
                                        gboolean *out)
{
    if (frs_argument(object, name) == NULL)
        return frs_argument_wrong(where, name, "given: true or false");
    return frs_argument_boolean(object, where, name, out);
}

frs_problem *frs_argument_given_string(JsonObject *object, const char *where, const char *name,
                                       char **out)
{
    if (!json_object_has_member(object, name))
        return frs_argument_wrong(where, name, "given: a string or null");
    return frs_argument_string(object, where, name, out);
}

frs_problem *frs_argument_number(JsonObject *object, const char *where, const char *name,
                                 double low, double high, double *out)
{
    JsonNode *node = frs_argument(object, name);
    if (node == NULL)
        return frs_argument_wrong(where, name, "given: a number");
    if (frs_argument_type(node) != G_TYPE_INT64 && frs_argument_type(node) != G_TYPE_DOUBLE)
        return frs_argument_wrong(where, name, "a number");
    double value = json_node_get_double(node);
    if (!(value >= low && value <= high))
        return frs_problem_new("command", "%s: \"%s\" must be between %g and %g", where, name, low,
                               high);
    *out = value;
    return NULL;
}

frs_problem *frs_argument_object(JsonObject *object, const char *where, const char *name,
                                 JsonObject **out)
{
    JsonNode *node = frs_argument(object, name);
    if (node == NULL)
        return NULL;
    if (!JSON_NODE_HOLDS_OBJECT(node))
        return frs_argument_wrong(where, name, "an object");
    *out = json_node_get_object(node);
    return NULL;
}
