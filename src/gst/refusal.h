/* SPDX-License-Identifier: MIT */
/** Which pictures cannot be published, said before any memory is taken for them. */
#ifndef GST_FRAMESHARE_REFUSAL_H
#define GST_FRAMESHARE_REFUSAL_H

#include <gst/video/video.h>

#include <frameshare/writer.h>

G_BEGIN_DECLS

/** What is wrong with pictures of these fixed caps on `writer`, as a GST_STREAM_ERROR or
 * GST_RESOURCE_ERROR whose message is for people; NULL: nothing. The caller frees it. */
GError *gst_frameshare_refuse_caps(GstCaps *caps, frs_writer *writer);

G_END_DECLS

#endif
