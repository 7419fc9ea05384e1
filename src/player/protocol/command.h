/* SPDX-License-Identifier: MIT */
/**
 * A command to a player as its controlling program sent it: one line of untrusted JSON.
 * docs/protocol.md describes all commands.
 */
#ifndef FRS_PLAYER_COMMAND_H
#define FRS_PLAYER_COMMAND_H

#include <json-glib/json-glib.h>

#include "problem.h"
#include "source_options.h"
#include "track_kind.h"

/* Maximum frames of one step. */
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
    char *id;             /* the id as JSON text; "null" when there is none. Never NULL */
    char *uri;            /* load, next: a URI ... */
    char *pipeline;       /* ... or a pipeline description; next: or neither */
    gboolean rgba;        /* load, next */
    gboolean deinterlace; /* load, next */
    gboolean text;        /* load, next: show the subtitles in the file ... */
    char *subtitles;      /* ... or those of this URI; subtitles: this URI, or NULL for none */
    frs_options *options; /* load, next; or NULL */
    double position;      /* load, seek: seconds, 0 or more */
    gboolean accurate;    /* seek */
    gboolean loop;        /* load, loop */
    gboolean preserve;    /* pitch */
    frs_track_kind kind;  /* select: a kind of track ... */
    char *track;          /* ... and the id of one; NULL: none */
    gint frames;          /* step: not 0 */
    double rate, volume;  /* finite number */
    gboolean mute;
    char *device;    /* audio-device; NULL: the system's default */
    char *direction; /* orientation: a nickname of GstVideoOrientationMethod */
} frs_command;

/* Parse one untrusted line (without its newline). Returns NULL, or the error, which the caller
 * frees. The caller frees the command in either case; after an error only its id is valid. */
frs_problem *frs_command_parse(const char *line, gsize length, frs_command **command);

void frs_command_free(frs_command *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(frs_command, frs_command_free)

#endif
