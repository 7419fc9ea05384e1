/* SPDX-License-Identifier: MIT */
/** Translates GStreamer's description of a picture to frs_frame_info. */
#ifndef GST_FRAMESHARE_FORMAT_H
#define GST_FRAMESHARE_FORMAT_H

#include <gst/video/video.h>

#include <frameshare/frame.h>

G_BEGIN_DECLS

/**
 * Caps of every format that a slot may hold: those in the core's table that this GStreamer knows.
 */
GstCaps *gst_frameshare_caps(void);

/**
 * What `caps` (parsed into `video`) say about every frame: size, format, colour, rate, HDR. The
 * rest of `info` is zero. FALSE for a format that frames cannot have.
 */
gboolean gst_frameshare_info_set_caps(frs_frame_info *info, const GstVideoInfo *video,
                                      GstCaps *caps);

/**
 * The pixel aspect ratio of `video`, or 1/1 when it is invalid: files contain any numbers, and
 * avidemux reports -1/1 for pictures that are stored bottom-up.
 */
void gst_frameshare_pixel_aspect(const GstVideoInfo *video, guint32 *n, guint32 *d);

/** What `buffer` itself says: crop and fields. */
void gst_frameshare_info_set_buffer(frs_frame_info *info, const GstVideoInfo *video,
                                    GstBuffer *buffer);

/**
 * Set size, planes and strides when `buffer`'s only memory lies `offset` bytes into its slot. FALSE
 * when its video meta has numbers that do not fit a slot.
 */
gboolean gst_frameshare_info_set_planes(frs_frame_info *info, const GstVideoInfo *video,
                                        GstBuffer *buffer, gsize offset);

/** Ignore a crop that lies outside the picture, whose size is in `info`: a crop is advice. */
void gst_frameshare_info_check_crop(frs_frame_info *info);

/** The FRS_ORIENTATION_* value of an image-orientation tag. */
guint32 gst_frameshare_orientation(GstVideoOrientationMethod method);

G_END_DECLS

#endif
