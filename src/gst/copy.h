/* SPDX-License-Identifier: MIT */
/** The one copy of a picture that did not arrive in a slot. */
#ifndef GST_FRAMESHARE_COPY_H
#define GST_FRAMESHARE_COPY_H

#include <gst/video/video.h>

#include <frameshare/frame.h>

G_BEGIN_DECLS

/**
 * Compute the layout of a copy of `frame` in its slot: the source's strides and distances between
 * planes, so that gst_frameshare_copy() needs as few memcpy() calls as possible. Sets size, offsets
 * and strides in `info`, whose format is the frame's. Returns the number of bytes, or FRS_EINVAL
 * for a frame whose rows are not all within its memory: a video meta may contain any numbers.
 */
gint64 gst_frameshare_copy_layout(frs_frame_info *info, const GstVideoFrame *frame);

/** Copy `frame` to `data`, laid out by gst_frameshare_copy_layout(). */
void gst_frameshare_copy(const frs_frame_info *info, const GstVideoFrame *frame, guint8 *data);

G_END_DECLS

#endif
