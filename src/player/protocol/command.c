/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <math.h>
#include <string.h>

#include "arguments.h"
#include "line.h"
#include "rates.h"
#include "track_kind.h"

/* A limit of nesting above any command's: json-glib recurses, and the line may be a million
 * brackets. */
#define DEPTH_MAX 16

/* About +18 dB: GStreamer's maximum. */
#define VOLUME_MAX 2

/* Maximum digits before a number's decimal point: json-glib misreads longer ones. */
#define DIGITS_MAX 18

/* The largest number that every JSON reader returns unchanged; json-glib writes infinity as "inf".
 */
#define ID_MAX 9007199254740991.0

/* Maximum seconds; as nanoseconds they stay far below 63 bits. */
#define POSITION_MAX 1e9

/* Ends with NULL. */
static const char *const verbs[FRS_VERB_QUIT + 2] = {
    [FRS_VERB_LOAD] = "load",
    [FRS_VERB_PLAY] = "play",
    [FRS_VERB_PAUSE] = "pause",
    [FRS_VERB_STOP] = "stop",
    [FRS_VERB_SEEK] = "seek",
    [FRS_VERB_RATE] = "rate",
    [FRS_VERB_STEP] = "step",
    [FRS_VERB_VOLUME] = "volume",
    [FRS_VERB_MUTE] = "mute",
    [FRS_VERB_ORIENTATION] = "orientation",
    [FRS_VERB_STATS] = "stats",
    [FRS_VERB_QUIT] = "quit",
    [FRS_VERB_AUDIO_DEVICES] = "audio-devices",
    [FRS_VERB_AUDIO_DEVICE] = "audio-device",
    [FRS_VERB_NEXT] = "next",
    [FRS_VERB_SELECT] = "select",
    [FRS_VERB_LOOP] = "loop",
    [FRS_VERB_SUBTITLES] = "subtitles",
    [FRS_VERB_PITCH] = "pitch",
};

/* The number of a "\\uXXXX" escape at `at`; -1: there is none. */
static gint escape_at(const char *at, const char *end)
{
    gint value = 0;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (guint i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit(at[i]))
            return -1;
        value = value * 16 + g_ascii_xdigit_value(at[i]);
    }
    return value;
}

/* The length of the escape sequence at `at`. 0: json-glib would decode it to invalid UTF-8 (half a
 * surrogate pair), to the end of the string (NUL), or to anything (no four digits). */
static gsize escape_length(const char *at, const char *end)
{
    gint value = escape_at(at, end);
    if (value < 0)
        return end - at > 1 && at[1] == 'u' ? 0 : 2;
    if (value >= 0xd800 && value < 0xdc00) {
        gint low = escape_at(at + 6, end);
        return low >= 0xdc00 && low < 0xe000 ? 12 : 0;
    }
    return value == 0 || (value >= 0xdc00 && value < 0xe000) ? 0 : 6;
}

/* Skip a string, from behind its opening quote to its closing one, or to the end. NULL: it has an
 * invalid escape. */
static const char *skip_string(const char *at, const char *end)
{
    while (at < end && *at != '"') {
        gsize step = *at == '\\' ? escape_length(at, end) : 1;
        if (step == 0)
            return NULL;
        at += MIN(step, (gsize)(end - at));
    }
    return at;
}

static gboolean is_behind_point(const char *line, const char *digits)
{
    return digits > line && digits[-1] == '.';
}

/* Check a line before json-glib parses it. Returns what is wrong, or NULL. */
static const char *bad_form(const char *line, gsize length)
{
    /* Reject what json-glib accepts beyond JSON: comments and other quotes. */
    static const char outside[] = " \t\r\n[]{},:+-.0123456789Eaeflnrstu";
    guint depth = 0, digits = 0;
    const char *end = line + length;
    for (const char *at = line; at < end; at++) {
        digits = g_ascii_isdigit(*at) ? digits + 1 : 0;
        if (digits > DIGITS_MAX && !is_behind_point(line, at + 1 - digits))
            return "has a number in it that is too large";
        if (*at == '"') {
            at = skip_string(at + 1, end);
            if (at == NULL)
                return "has an escape in it that is no character (half of a pair, or NUL)";
        } else if (*at == '[' || *at == '{') {
            if (++depth > DEPTH_MAX)
                return "is nested too deeply for a command";
        } else if ((*at == ']' || *at == '}') && depth > 0) {
            depth--;
        } else if (strchr(outside, *at) == NULL || *at == '\0') {
            return "is not JSON: it has something between its strings and numbers";
        }
    }
    return NULL;
}

static frs_problem *read_subtitles(JsonObject *object, const char *where, frs_command *command)
{
    JsonNode *node = frs_argument(object, "subtitles");
    if (node == NULL || frs_argument_type(node) == G_TYPE_BOOLEAN)
        return frs_argument_boolean(object, where, "subtitles", &command->text);
    if (frs_argument_string(object, where, "subtitles", &command->subtitles) != NULL)
        return frs_argument_wrong(where, "subtitles", "true, false or a URI");
    return NULL;
}

static frs_problem *read_format(JsonObject *object, const char *where, frs_command *command)
{
    g_autofree char *format = NULL;
    frs_problem *problem = frs_argument_string(object, where, "format", &format);
    if (problem != NULL)
        return problem;
    if (format != NULL && strcmp(format, "native") != 0 && strcmp(format, "rgba") != 0)
        return frs_problem_new("command", "%s: unknown format \"%s\"; use \"native\" or \"rgba\"",
                               where, format);
    command->rgba = format != NULL && strcmp(format, "rgba") == 0;
    return NULL;
}

/* Reads the source and its options. */
static frs_problem *read_source(JsonObject *object, const char *where, frs_command *command)
{
    frs_problem *problem = frs_argument_string(object, where, "uri", &command->uri);
    if (problem == NULL)
        problem = frs_argument_string(object, where, "pipeline", &command->pipeline);
    if (problem == NULL)
        problem = read_format(object, where, command);
    command->deinterlace = TRUE;
    if (problem == NULL)
        problem = frs_argument_boolean(object, where, "deinterlace", &command->deinterlace);
    if (problem == NULL)
        problem = read_subtitles(object, where, command);
    return problem ? problem : frs_options_parse(object, &command->options);
}

static frs_problem *read_load(JsonObject *object, frs_command *command)
{
    frs_problem *problem = read_source(object, "load", command);
    if (problem == NULL && (command->uri == NULL) == (command->pipeline == NULL))
        return frs_problem_new("command", "load: give either \"uri\" or \"pipeline\"");
    if (problem == NULL)
        problem = frs_argument_boolean(object, "load", "loop", &command->loop);
    if (problem == NULL && frs_argument(object, "position") != NULL)
        problem =
            frs_argument_number(object, "load", "position", 0, POSITION_MAX, &command->position);
    return problem;
}

static frs_problem *read_next(JsonObject *object, frs_command *command)
{
    frs_problem *problem = read_source(object, "next", command);
    gboolean none = json_object_has_member(object, "uri") && command->uri == NULL;
    if (problem == NULL && none + (command->uri != NULL) + (command->pipeline != NULL) != 1)
        return frs_problem_new("command",
                               "next: give either \"uri\", which may be null for none, or "
                               "\"pipeline\"");
    return problem;
}

static frs_problem *read_rate(JsonObject *object, frs_command *command)
{
    double rate = 0;
    frs_problem *problem = frs_argument_number(object, "rate", "rate", -HUGE_VAL, HUGE_VAL, &rate);
    if (problem != NULL)
        return problem;
    if (fabs(rate) < FRS_RATE_SLOWEST)
        return frs_problem_new("rate", "the rate %g is too slow: pause to stand still", rate);
    if (rate < -FRS_RATE_FASTEST_BACK || rate > FRS_RATE_FASTEST)
        return frs_problem_new("rate", "the rate %g is too fast: give one between %g and %g", rate,
                               -FRS_RATE_FASTEST_BACK, FRS_RATE_FASTEST);
    command->rate = rate;
    return NULL;
}

static frs_problem *read_step(JsonObject *object, frs_command *command)
{
    double frames = 0;
    frs_problem *problem =
        frs_argument_number(object, "step", "frames", -FRS_STEP_MAX, FRS_STEP_MAX, &frames);
    if (problem != NULL)
        return problem;
    if (frames == 0 || frames != (gint)frames)
        return frs_argument_wrong("step", "frames", "a whole number other than 0");
    command->frames = (gint)frames;
    return NULL;
}

static frs_problem *read_select(JsonObject *object, frs_command *command)
{
    g_autofree char *kind = NULL;
    frs_problem *problem = frs_argument_string(object, "select", "kind", &kind);
    if (problem != NULL)
        return problem;
    for (command->kind = 0; command->kind < FRS_TRACK_KINDS; command->kind++)
        if (g_strcmp0(frs_track_names[command->kind], kind) == 0)
            break;
    if (command->kind == FRS_TRACK_KINDS)
        return frs_argument_wrong("select", "kind", "\"video\", \"audio\" or \"text\"");
    return frs_argument_given_string(object, "select", "track", &command->track);
}

static frs_problem *read_seek(JsonObject *object, frs_command *command)
{
    command->accurate = TRUE;
    frs_problem *problem =
        frs_argument_number(object, "seek", "position", 0, POSITION_MAX, &command->position);
    return problem ? problem : frs_argument_boolean(object, "seek", "accurate", &command->accurate);
}

static frs_problem *read_orientation(JsonObject *object, frs_command *command)
{
    static const char known[] = "auto, identity, 90r, 180, 90l, horiz, vert, ul-lr, ur-ll";
    if (frs_argument(object, "direction") == NULL)
        return frs_argument_wrong("orientation", "direction", "given: a string");
    frs_problem *problem =
        frs_argument_string(object, "orientation", "direction", &command->direction);
    if (problem != NULL)
        return problem;
    g_auto(GStrv) words = g_strsplit(known, ", ", 0);
    if (g_strv_contains((const char *const *)words, command->direction))
        return NULL;
    return frs_problem_new("command", "orientation: unknown direction \"%.64s\"; known are %s",
                           command->direction, known);
}

static frs_problem *read_arguments(JsonObject *object, frs_command *command)
{
    switch (command->verb) {
    case FRS_VERB_LOAD:
        return read_load(object, command);
    case FRS_VERB_NEXT:
        return read_next(object, command);
    case FRS_VERB_SEEK:
        return read_seek(object, command);
    case FRS_VERB_RATE:
        return read_rate(object, command);
    case FRS_VERB_STEP:
        return read_step(object, command);
    case FRS_VERB_SELECT:
        return read_select(object, command);
    case FRS_VERB_LOOP:
        return frs_argument_given_boolean(object, "loop", "loop", &command->loop);
    case FRS_VERB_SUBTITLES:
        return frs_argument_given_string(object, "subtitles", "uri", &command->subtitles);
    case FRS_VERB_PITCH:
        return frs_argument_given_boolean(object, "pitch", "preserve", &command->preserve);
    case FRS_VERB_VOLUME:
        return frs_argument_number(object, "volume", "volume", 0, VOLUME_MAX, &command->volume);
    case FRS_VERB_ORIENTATION:
        return read_orientation(object, command);
    case FRS_VERB_MUTE:
        return frs_argument_given_boolean(object, "mute", "mute", &command->mute);
    case FRS_VERB_AUDIO_DEVICE:
        return frs_argument_given_string(object, "audio-device", "device", &command->device);
    default:
        return NULL;
    }
}

static frs_problem *read_id(JsonObject *object, frs_command *command)
{
    JsonNode *node = frs_argument(object, "id");
    if (node == NULL)
        return NULL;
    GType type = frs_argument_type(node);
    gboolean number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
    if (!number && type != G_TYPE_STRING)
        return frs_problem_new("command", "\"id\" must be a number or a string");
    if (number && !(fabs(json_node_get_double(node)) <= ID_MAX))
        return frs_problem_new("command", "\"id\" must be a number between -2^53 and 2^53, or a "
                                          "string");
    g_free(command->id);
    command->id = json_to_string(node, FALSE);
    return NULL;
}

static frs_problem *read_verb(JsonObject *object, frs_command *command)
{
    JsonNode *node = frs_argument(object, "command");
    if (node == NULL || frs_argument_type(node) != G_TYPE_STRING)
        return frs_problem_new("command", "\"command\" must be given: a string");
    for (guint i = 0; verbs[i] != NULL; i++) {
        if (strcmp(verbs[i], json_node_get_string(node)) == 0) {
            command->verb = (frs_verb)i;
            return NULL;
        }
    }
    g_autofree char *known = g_strjoinv(", ", (char **)verbs);
    return frs_problem_new("command", "unknown command \"%.64s\"; known are %s",
                           json_node_get_string(node), known);
}

static frs_problem *parse(JsonParser *parser, const char *line, gsize length, frs_command *command)
{
    if (length > FRS_LINE_MAX)
        return frs_problem_new("command", "a line may have at most %d bytes", FRS_LINE_MAX);
    if (!g_utf8_validate_len(line, length, NULL))
        return frs_problem_new("command", "the line is not UTF-8 text");
    const char *form = bad_form(line, length);
    if (form != NULL)
        return frs_problem_new("command", "the line %s", form);
    g_autoptr(GError) error = NULL;
    if (!json_parser_load_from_data(parser, line, (gssize)length, &error))
        return frs_problem_new("command", "the line is not JSON: %s", error->message);
    JsonNode *root = json_parser_get_root(parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT(root))
        return frs_problem_new("command", "the line is not a JSON object");
    JsonObject *object = json_node_get_object(root);
    frs_problem *problem = read_id(object, command);
    if (problem == NULL)
        problem = read_verb(object, command);
    return problem ? problem : read_arguments(object, command);
}

frs_problem *frs_command_parse(const char *line, gsize length, frs_command **command)
{
    g_autoptr(JsonParser) parser = json_parser_new_immutable();
    *command = g_new0(frs_command, 1);
    (*command)->id = g_strdup("null");
    return parse(parser, line, length, *command);
}

void frs_command_free(frs_command *command)
{
    if (command == NULL)
        return;
    g_free(command->id);
    g_free(command->uri);
    g_free(command->pipeline);
    g_free(command->subtitles);
    frs_options_unref(command->options);
    g_free(command->direction);
    g_free(command->device);
    g_free(command->track);
    g_free(command);
}
