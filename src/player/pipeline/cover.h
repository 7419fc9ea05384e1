/* SPDX-License-Identifier: MIT */
/**
 * The picture of what has sound alone: the cover in its tags, or a plain one. A small pipeline of
 * its own publishes it, once.
 *
 *     appsrc ! decodebin ! (sink.h)              the image of the tag
 *     videotestsrc ! capsfilter ! (sink.h)       640x360, of one dark colour
 */
#ifndef FRS_PLAYER_COVER_H
#define FRS_PLAYER_COVER_H

#include "pipeline.h"

/* Build it in `*cover`, for frs_pipeline_finish() to end, in state NULL: of `image` (NULL: the
 * plain one), publishing on `writer`. NULL, or the problem, which the caller frees; then `*cover`
 * is all NULL. In PAUSED it is shown. */
frs_problem *frs_cover_init(frs_pipeline *cover, frs_writer *writer, GstSample *image,
                            gboolean rgba);

#endif
