/* SPDX-License-Identifier: MIT */
/** The GStreamer pipeline that plays a source: a playbin3 for a URI, or the user's description. */
#ifndef FRS_PLAYER_PIPELINE_H
#define FRS_PLAYER_PIPELINE_H

#include <frameshare/writer.h>

#include "reads.h"
#include "source.h"
#include "urisourcebin_teardown.h"

typedef struct frs_pipeline {
    GstElement *element; /* one reference to the GstPipeline, built in state NULL */
    /* One reference to the framesharesink that publishes on the player's stream; if all sinks of a
     * description name streams of their own, to the first. */
    GstElement *sink;
    GstElement *audio;     /* URI: one reference to the audio sink. NULL otherwise */
    GstElement *subtitles; /* URI with external subtitles: one reference to their reader */
    frs_gate *gate;
    frs_reads *reads; /* URI only; NULL otherwise */
} frs_pipeline;

/* Build the pipeline of `source`, publishing on `writer`, which must outlive it. `silent`: do not
 * try any audio device; `device`: the audio device (devices.h), or NULL. Returns NULL, or the
 * error, which the caller frees; then all fields of `*pipeline` are NULL. */
frs_problem *frs_pipeline_init(frs_pipeline *pipeline, const frs_source *source, frs_writer *writer,
                               gboolean silent, const char *device);

/* Set it to NULL and unref it. Blocks until its threads have ended. Idempotent. */
void frs_pipeline_finish(frs_pipeline *pipeline);

/* Leak a pipeline whose threads are in a deadlock: stopping it would crash in GStreamer. It
 * publishes nothing any more, and keeps its memory until the process ends. */
void frs_pipeline_abandon(frs_pipeline *pipeline);

/* Set how readers turn the picture: a nickname of GstVideoOrientationMethod. */
void frs_pipeline_set_direction(const frs_pipeline *pipeline, const char *direction);

/* Set volume (1 is as recorded; cubic curve) and mute, if the pipeline has a control for them. */
void frs_pipeline_set_volume(const frs_pipeline *pipeline, double volume, gboolean mute);

#endif
