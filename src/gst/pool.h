/* SPDX-License-Identifier: MIT */
/**
 * The pool that decoders allocate from: a GstVideoBufferPool (video meta, alignment) whose buffers
 * get another, free slot each time they are handed out.
 */
#ifndef GST_FRAMESHARE_POOL_H
#define GST_FRAMESHARE_POOL_H

#include <gst/video/video.h>

#include "allocator.h"

G_BEGIN_DECLS

#define GST_TYPE_FRAMESHARE_POOL (gst_frameshare_pool_get_type())
G_DECLARE_FINAL_TYPE(GstFramesharePool, gst_frameshare_pool, GST, FRAMESHARE_POOL,
                     GstVideoBufferPool)

/** `aliasing`: as for gst_frameshare_memory_set_aliasing(), for every buffer of this pool. */
GstBufferPool *gst_frameshare_pool_new(gboolean aliasing);

G_END_DECLS

#endif
