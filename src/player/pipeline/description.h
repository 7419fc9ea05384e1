/* SPDX-License-Identifier: MIT */
/** A pipeline that the user describes in the syntax of gst-launch-1.0. */
#ifndef FRS_PLAYER_DESCRIPTION_H
#define FRS_PLAYER_DESCRIPTION_H

#include <gst/gst.h>

#include <frameshare/writer.h>

#include "problem.h"
#include "source.h"

/* Build the pipeline of a source that is a description, and find the framesharesink in it that
 * publishes on `writer`. `*pipeline` and `*sink`, NULL before, each get a reference, even after an
 * error. Returns NULL, or the error, which the caller frees. */
frs_problem *frs_description_build(GstElement **pipeline, GstElement **sink,
                                   const frs_source *source, frs_writer *writer);

#endif
