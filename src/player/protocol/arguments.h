/* SPDX-License-Identifier: MIT */
/**
 * Reads members of an untrusted JSON object with their expected types. A member that is null counts
 * as absent. `where` names the object in error messages ("load"). The functions return NULL, or the
 * error, which the caller frees.
 */
#ifndef FRS_PLAYER_ARGUMENTS_H
#define FRS_PLAYER_ARGUMENTS_H

#include <json-glib/json-glib.h>

#include "problem.h"

/* The member, or NULL when it is absent. */
JsonNode *frs_argument(JsonObject *object, const char *name);

/* The GType of a value; G_TYPE_NONE for an object or array. */
GType frs_argument_type(JsonNode *node);

frs_problem *frs_argument_wrong(const char *where, const char *name, const char *expected);

/* These leave `*out` unchanged when the member is absent. */
frs_problem *frs_argument_string(JsonObject *object, const char *where, const char *name,
                                 char **out); /* must not be empty; frees the old value of `*out` */
frs_problem *frs_argument_boolean(JsonObject *object, const char *where, const char *name,
                                  gboolean *out);
frs_problem *frs_argument_object(JsonObject *object, const char *where, const char *name,
                                 JsonObject **out); /* `*out` is borrowed */

/* These require the member; a string may be null. */
frs_problem *frs_argument_given_boolean(JsonObject *object, const char *where, const char *name,
                                        gboolean *out);
frs_problem *frs_argument_given_string(JsonObject *object, const char *where, const char *name,
                                       char **out);

/* Requires a number. */
frs_problem *frs_argument_number(JsonObject *object, const char *where, const char *name,
                                 double low, double high, double *out);

#endif
