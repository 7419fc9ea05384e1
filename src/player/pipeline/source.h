/* SPDX-License-Identifier: MIT */
/**
 * A source that can be loaded: either a URI, or the description of a pipeline that ends with a
 * framesharesink.
 */
#ifndef FRS_PLAYER_SOURCE_H
#define FRS_PLAYER_SOURCE_H

#include <gst/gst.h>

#include "problem.h"
#include "source_options.h"

/* Owns its strings. */
typedef struct frs_source {
    char *uri;            /* this ... */
    char *pipeline;       /* ... or this; or neither: no source */
    gint64 start;         /* start position, ns */
    frs_options *options; /* URI: options for opening it; or NULL */
    gboolean rgba;        /* convert to RGBA */
    gboolean deinterlace; /* URI: deinterlace interlaced video */
    gboolean soundless;   /* URI: without sound */
    gboolean free_pitch;  /* URI: the pitch of the sound changes with the rate */
    gboolean parts;       /* HTTP URI: use range requests, so that it can be read like a file */
    gboolean text;        /* URI: show the subtitles in the file ... */
    char *subtitles;      /* ... or external subtitles, of this URI */
} frs_source;

/* Make `to` a copy of `from`. */
void frs_source_copy(frs_source *to, const frs_source *from);

/* Reset it to no source. Idempotent. */
void frs_source_clear(frs_source *source);

gboolean frs_source_is_set(const frs_source *source);

/* The source's name for messages; the caller frees it. */
char *frs_source_name(const frs_source *source);

/* The URI to open. Absolute paths become file URIs; everything else must have the form of a URI.
 * Returns NULL, or the error; the caller frees both. */
frs_problem *frs_uri_complete(char **complete, const char *uri);

/* Is it a local file? */
gboolean frs_source_is_file(const frs_source *source);

#endif
