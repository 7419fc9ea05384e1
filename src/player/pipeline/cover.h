/* SPDX-License-Identifier: MIT */
/**
 * The picture for a source that has only sound: the cover in its tags, or a plain one. A small
 * pipeline of its own publishes it, once.
 *
 *     appsrc ! decodebin ! (sink.h)              the image of the tag
 *     videotestsrc ! capsfilter ! (sink.h)       640x360, of one dark colour
 */
#ifndef FRS_PLAYER_COVER_H
#define FRS_PLAYER_COVER_H

#include "pipeline.h"

/* Build that pipeline in `*cover`, in state NULL; frs_pipeline_finish() ends it. `image` NULL: the
 * plain picture. It publishes on `writer`. Returns NULL, or the error, which the caller frees; then
 * all fields of `*cover` are NULL. Setting it to PAUSED publishes the picture. */
frs_problem *frs_cover_init(frs_pipeline *cover, frs_writer *writer, GstSample *image,
                            gboolean rgba);

#endif
