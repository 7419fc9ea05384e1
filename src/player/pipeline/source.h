/* SPDX-License-Identifier: MIT */
/**
 * A source: what can be loaded. Either a URI, or the description of a pipeline with a
 * framesharesink at its end.
 */
#ifndef FRS_PLAYER_SOURCE_H
#define FRS_PLAYER_SOURCE_H

#include <gst/gst.h>

#include "problem.h"
#include "source_options.h"

/* What to load. Owns its strings. */
typedef struct frs_source {
    char *uri;            /* this ... */
    char *pipeline;       /* ... or this, or neither: nothing */
    gint64 start;         /* where to begin, ns */
    frs_options *options; /* of a URI: how to open it; or NULL */
    gboolean rgba;        /* convert to RGBA */
    gboolean deinterlace; /* of a URI: what says that it is interlaced */
    gboolean soundless;   /* of a URI: without its sound */
    gboolean free_pitch;  /* of a URI: the sound's pitch goes with the rate */
    gboolean parts;       /* of a URI of HTTP: read in parts, as a file is */
    gboolean text;        /* of a URI: with subtitles of its own ... */
    char *subtitles;      /* ... or with those of this URI */
} frs_source;

/* `to` becomes a copy of `from`. */
void frs_source_copy(frs_source *to, const frs_source *from);

/* Back to nothing. Idempotent. */
void frs_source_clear(frs_source *source);

gboolean frs_source_is_set(const frs_source *source);

/* What to call it in a message; the caller frees it. */
char *frs_source_name(const frs_source *source);

/* The URI to open. Bare absolute paths are taken as files; everything else must look like a URI.
 * NULL, or the problem; the caller frees either. */
frs_problem *frs_uri_complete(char **complete, const char *uri);

/* Is it a file of this machine? */
gboolean frs_source_is_file(const frs_source *source);

#endif
