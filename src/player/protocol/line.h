/* SPDX-License-Identifier: MIT */
/**
 * Builds the lines that a player writes: replies and events, one JSON object each. docs/protocol.md
 * describes all of them.
 */
#ifndef FRS_PLAYER_LINE_H
#define FRS_PLAYER_LINE_H

#include <json-glib/json-glib.h>

#include "problem.h"

/* Maximum bytes of a line, in both directions. */
#define FRS_LINE_MAX (1024 * 1024)

/* The last line that a player writes, exactly like this. */
#define FRS_LINE_QUIT "{\"event\":\"quit\"}"

/* Lines are built with json-glib's builder: begin, json_builder_set_member_name() and so on, end.
 * The end functions free the builder and return a line without newline that the caller frees. */
JsonBuilder *frs_reply_begin(const char *id);
JsonBuilder *frs_event_begin(const char *name);
char *frs_line_end(JsonBuilder *builder);

/* Ends the line. NULL when it equals `*said`; else `*said` becomes a copy of it. Takes the builder.
 */
char *frs_line_unless_said(char **said, char *line);

/* Add one member each. */
void frs_add_string(JsonBuilder *builder, const char *name,
                    const char *value); /* NULL becomes null */
void frs_add_number(JsonBuilder *builder, const char *name,
                    double value); /* a number that is not finite becomes null */
void frs_add_integer(JsonBuilder *builder, const char *name, gint64 value);
void frs_add_boolean(JsonBuilder *builder, const char *name, gboolean value);

/* {"id":ID,"error":{...}} */
char *frs_reply_error(const char *id, const frs_problem *problem);

/* {"event":"accepted","of":ID} */
char *frs_event_accepted(const char *id);

/* {"event":NAME,"code":...}; NAME is "error" or "warning". */
char *frs_event_problem(const char *name, const frs_problem *problem);

/* Does a later line of this kind replace this one (a position that has not been read yet)? */
gboolean frs_line_is_position(const char *line);

#endif
