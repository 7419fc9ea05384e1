/* SPDX-License-Identifier: MIT */
/**
 * Members of a JSON object of hostile origin, taken as what they are to be. A member that is null
 * is not there. `where` says in messages what the object is ("load"). NULL, or the problem, which
 * the caller frees.
 */
#ifndef FRS_PLAYER_ARGUMENTS_H
#define FRS_PLAYER_ARGUMENTS_H

#include <json-glib/json-glib.h>

#include "problem.h"

/* A member that is there, or NULL. */
JsonNode *frs_argument(JsonObject *object, const char *name);

/* The type of a value; G_TYPE_NONE of an object and an array. */
GType frs_argument_type(JsonNode *node);

frs_problem *frs_argument_wrong(const char *where, const char *name, const char *expected);

/* These leave `*out` alone when the member is not there. */
frs_problem *frs_argument_string(JsonObject *object, const char *where, const char *name,
                                 char **out); /* not empty; frees what is there */
frs_problem *frs_argument_boolean(JsonObject *object, const char *where, const char *name,
                                  gboolean *out);
frs_problem *frs_argument_object(JsonObject *object, const char *where, const char *name,
                                 JsonObject **out); /* borrowed */

/* Members that must be there; a string may be null. */
frs_problem *frs_argument_given_boolean(JsonObject *object, const char *where, const char *name,
                                        gboolean *out);
frs_problem *frs_argument_given_string(JsonObject *object, const char *where, const char *name,
                                       char **out);

/* A number that must be there. */
frs_problem *frs_argument_number(JsonObject *object, const char *where, const char *name,
                                 double low, double high, double *out);

#endif
