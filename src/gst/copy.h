/* SPDX-License-Identifier: MIT */
/** The one copy of a picture that did not come in a slot. */
#ifndef GST_FRAMESHARE_COPY_H
#define GST_FRAMESHARE_COPY_H

#include <gst/video/video.h>

#include <frameshare/frame.h>

G_BEGIN_DECLS

/**
 * Where a copy of `frame` is to lie in its slot: with the strides of the source, and its planes as
 * far apart as there, so that gst_frameshare_copy() has as few pieces to copy as can be. Sets size,
 * offsets and strides in `info`, which has the frame's format. Returns the bytes of the copy, or
 * FRS_EINVAL for a frame whose rows are not all in its memory: a video meta may say anything.
 */
gint64 gst_frameshare_copy_layout(frs_frame_info *info, const GstVideoFrame *frame);

/** Copy `frame` to `data`, laid out by gst_frameshare_copy_layout(). */
void gst_frameshare_copy(const frs_frame_info *info, const GstVideoFrame *frame, guint8 *data);

G_END_DECLS

#endif
