/* SPDX-License-Identifier: MIT */
/**
 * A source: what can be loaded, and the GStreamer pipeline made of it. Either a URI, behind
 * playbin3, or a pipeline description with a framesharesink at its end.
 */
#ifndef FRS_PLAYER_SOURCE_H
#define FRS_PLAYER_SOURCE_H

#include <gst/gst.h>

#include <frameshare/writer.h>

#include "problem.h"
#include "reads.h"
#include "source_options.h"
#include "urisourcebin_teardown.h"

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

/* A pipeline made of a source. */
typedef struct frs_pipeline {
    GstElement *element; /* a GstPipeline in state NULL; one reference */
    /* The framesharesink that publishes on the player's stream; of a description whose sinks all
     * name streams of their own, the first. One reference. */
    GstElement *sink;
    GstElement *audio;     /* of a URI: where sound goes; one reference. NULL otherwise */
    GstElement *subtitles; /* of a URI with subtitles of another: who reads them; one reference */
    frs_gate *gate;
    frs_reads *reads; /* of a URI; NULL otherwise */
} frs_pipeline;

/* Build the pipeline of `source`, publishing on `writer`, which must outlive it. `silent`: do not
 * even try a sound device; `device`: which (devices.h), or NULL. NULL, or the problem, which the
 * caller frees; then `*pipeline` is all NULL. */
frs_problem *frs_pipeline_init(frs_pipeline *pipeline, const frs_source *source, frs_writer *writer,
                               gboolean silent, const char *device);

/* Bring it to state NULL and drop it. Blocks until its threads have ended. Idempotent. */
void frs_pipeline_finish(frs_pipeline *pipeline);

/* Forget a pipeline whose threads wait for each other for ever: to stop that one ends in a crash of
 * GStreamer's. It publishes nothing any more, and keeps its memory until the process ends. */
void frs_pipeline_abandon(frs_pipeline *pipeline);

/* Does it have an element whose type's name has one of these words in it? They end with NULL. */
gboolean frs_pipeline_has(const frs_pipeline *pipeline, const char *const *words);

/* The name of the element that reads what the source gives (a demuxer, a parser, who finds out what
 * it is); the caller frees it. NULL: none does. */
char *frs_pipeline_reader(const frs_pipeline *pipeline);

/* Does one of its pads have a thread that runs? */
gboolean frs_pipeline_is_busy(const frs_pipeline *pipeline);

/* Tell readers how to turn the picture: a nickname of GstVideoOrientationMethod. */
void frs_pipeline_set_direction(const frs_pipeline *pipeline, const char *direction);

/* Set volume (1 is as recorded; on the cubic curve) and mute where the pipeline has a control for
 * it. */
void frs_pipeline_set_volume(const frs_pipeline *pipeline, double volume, gboolean mute);

#endif
