/* SPDX-License-Identifier: MIT */
/**
 * A command to a player, as the program that controls it wrote it: one line of JSON, of hostile
 * origin. docs/protocol.md has them all.
 */
#ifndef FRS_PLAYER_COMMAND_H
#define FRS_PLAYER_COMMAND_H

#include <json-glib/json-glib.h>

#include "problem.h"
#include "source_options.h"
#include "track_kind.h"

/* The most frames of one step. */
#define FRS_STEP_MAX 1000000

typedef enum frs_verb {
    FRS_VERB_LOAD,
    FRS_VERB_PLAY,
    FRS_VERB_PAUSE,
    FRS_VERB_STOP,
    FRS_VERB_SEEK,
    FRS_VERB_RATE,
    FRS_VERB_STEP,
    FRS_VERB_NEXT,
    FRS_VERB_SELECT,
    FRS_VERB_LOOP,
    FRS_VERB_SUBTITLES,
    FRS_VERB_PITCH,
    FRS_VERB_VOLUME,
    FRS_VERB_MUTE,
    FRS_VERB_ORIENTATION,
    FRS_VERB_AUDIO_DEVICES,
    FRS_VERB_AUDIO_DEVICE,
    FRS_VERB_STATS,
    FRS_VERB_QUIT,
} frs_verb;

typedef struct frs_command {
    frs_verb verb;
    char *id;             /* the id as JSON text; "null" without one. Never NULL */
    char *uri;            /* load, next: this ... */
    char *pipeline;       /* ... or this; next: or neither */
    gboolean rgba;        /* load, next */
    gboolean deinterlace; /* load, next */
    gboolean text;        /* load, next: with subtitles of its own ... */
    char *subtitles;      /* ... or with those of this URI; subtitles: these, or NULL for none */
    frs_options *options; /* load, next; or NULL */
    double position;      /* load, seek: seconds, 0 or more */
    gboolean accurate;    /* seek */
    gboolean loop;        /* load, loop */
    gboolean preserve;    /* pitch */
    frs_track_kind kind;  /* select ... */
    char *track;          /* ... this one; NULL: none */
    gint frames;          /* step: not 0 */
    double rate, volume;  /* finite */
    gboolean mute;
    char *device;    /* audio-device; NULL: the system's choice */
    char *direction; /* orientation: one of GStreamer's */
} frs_command;

/* Parse one line (without its newline) of hostile origin. The caller frees the command in either
 * case; with a problem only its id is of use. NULL, or the problem, which the caller frees. */
frs_problem *frs_command_parse(const char *line, gsize length, frs_command **command);

void frs_command_free(frs_command *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(frs_command, frs_command_free)

#endif
