/* SPDX-License-Identifier: MIT */
/** The elements that a pipeline has made for its source. */
#ifndef FRS_PLAYER_ELEMENTS_H
#define FRS_PLAYER_ELEMENTS_H

#include "pipeline.h"

/* Does it have an element whose type's name has one of these words in it? They end with NULL. */
gboolean frs_pipeline_has(const frs_pipeline *pipeline, const char *const *words);

/* The name of the element that reads what the source gives (a demuxer, a parser, who finds out what
 * it is); the caller frees it. NULL: none does. */
char *frs_pipeline_reader(const frs_pipeline *pipeline);

/* Does one of its pads have a thread that runs? */
gboolean frs_pipeline_is_busy(const frs_pipeline *pipeline);

#endif
