/* SPDX-License-Identifier: MIT */
/** From GStreamer's words about a picture to frs_frame_info. */
#ifndef GST_FRAMESHARE_FORMAT_H
#define GST_FRAMESHARE_FORMAT_H

#include <gst/video/video.h>

#include <frameshare/frame.h>

G_BEGIN_DECLS

/** Caps of everything that a slot may hold: each format of the core's table that this GStreamer
 * knows. */
GstCaps *gst_frameshare_caps(void);

/** What `caps` (parsed into `video`) say of every frame: size, format, colour, rate, HDR. The rest
 * of `info` is zero. FALSE for a format that frames cannot have. */
gboolean gst_frameshare_info_set_caps(frs_frame_info *info, const GstVideoInfo *video,
                                      GstCaps *caps);

/** What `buffer` says of itself: crop and fields. */
void gst_frameshare_info_set_buffer(frs_frame_info *info, const GstVideoInfo *video,
                                    GstBuffer *buffer);

/** Size, planes and strides where `buffer`'s only memory lies, `offset` bytes into its slot. FALSE:
 * its video meta has numbers that no slot has. */
gboolean gst_frameshare_info_set_planes(frs_frame_info *info, const GstVideoInfo *video,
                                        GstBuffer *buffer, gsize offset);

/** A tight layout for a copy of `frame` with rows as the pool aligns them. Returns its bytes, or a
 * negative FRS_E*. */
gint64 gst_frameshare_info_set_copy(frs_frame_info *info, const GstVideoFrame *frame);

/** Are all rows of the picture in the memory that is mapped? A video meta may say anything. */
gboolean gst_frameshare_info_fits(const frs_frame_info *info, const GstVideoFrame *frame);

/** Copy `frame`, which fits, to `data`, laid out as `info` says. */
void gst_frameshare_info_copy(const frs_frame_info *info, const GstVideoFrame *frame, guint8 *data);

/** FRS_ORIENTATION_* for an image-orientation tag. */
guint32 gst_frameshare_orientation(GstVideoOrientationMethod method);

G_END_DECLS

#endif
