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

/** The pixel aspect of `video`; 1/1 in place of one that no picture can have: files say anything,
 * and avidemux says -1/1 of pictures that are stored from the top to the bottom. */
void gst_frameshare_pixel_aspect(const GstVideoInfo *video, guint32 *n, guint32 *d);

/** What `buffer` says of itself: crop and fields. */
void gst_frameshare_info_set_buffer(frs_frame_info *info, const GstVideoInfo *video,
                                    GstBuffer *buffer);

/** Size, planes and strides where `buffer`'s only memory lies, `offset` bytes into its slot. FALSE:
 * its video meta has numbers that no slot has. */
gboolean gst_frameshare_info_set_planes(frs_frame_info *info, const GstVideoInfo *video,
                                        GstBuffer *buffer, gsize offset);

/** A crop is advice: one that lies outside of the picture, whose size is in `info`, is none. */
void gst_frameshare_info_check_crop(frs_frame_info *info);

/** FRS_ORIENTATION_* for an image-orientation tag. */
guint32 gst_frameshare_orientation(GstVideoOrientationMethod method);

G_END_DECLS

#endif
