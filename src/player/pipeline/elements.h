/* SPDX-License-Identifier: MIT */
/** Questions about the elements that a pipeline has created for its source. */
#ifndef FRS_PLAYER_ELEMENTS_H
#define FRS_PLAYER_ELEMENTS_H

#include "pipeline.h"

/* Does the pipeline have an element whose type name contains one of these words? The words end with
 * NULL. */
gboolean frs_pipeline_has(const frs_pipeline *pipeline, const char *const *words);

/* The name of the element that parses the source (a demuxer, a parser, typefind); the caller frees
 * it. NULL: none. */
char *frs_pipeline_reader(const frs_pipeline *pipeline);

/* Does one of the element's pads have a running streaming thread? */
gboolean frs_pipeline_is_busy(const frs_pipeline *pipeline);

#endif
