/* SPDX-License-Identifier: MIT */
/** Finds pictures that cannot be published, before any memory is allocated for them. */
#ifndef GST_FRAMESHARE_REFUSAL_H
#define GST_FRAMESHARE_REFUSAL_H

#include <gst/video/video.h>

#include <frameshare/writer.h>

G_BEGIN_DECLS

/**
 * Why pictures with these fixed caps cannot be published on `writer`, as a GST_STREAM_ERROR or
 * GST_RESOURCE_ERROR with a message for people; NULL: they can. The caller frees it.
 */
GError *gst_frameshare_refuse_caps(GstCaps *caps, frs_writer *writer);

G_END_DECLS

#endif
