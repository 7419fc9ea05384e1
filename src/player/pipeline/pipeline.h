/* SPDX-License-Identifier: MIT */
/** The GStreamer pipeline that plays a source: a playbin3 for a URI, or as its description says. */
#ifndef FRS_PLAYER_PIPELINE_H
#define FRS_PLAYER_PIPELINE_H

#include <frameshare/writer.h>

#include "reads.h"
#include "source.h"
#include "urisourcebin_teardown.h"

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

/* Tell readers how to turn the picture: a nickname of GstVideoOrientationMethod. */
void frs_pipeline_set_direction(const frs_pipeline *pipeline, const char *direction);

/* Set volume (1 is as recorded; on the cubic curve) and mute where the pipeline has a control for
 * it. */
void frs_pipeline_set_volume(const frs_pipeline *pipeline, double volume, gboolean mute);

#endif
