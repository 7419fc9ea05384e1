/* SPDX-License-Identifier: MIT */
#ifndef GST_FRAMESHARE_UPSTREAM_H
#define GST_FRAMESHARE_UPSTREAM_H

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * Do the frames that arrive at `pad` come from a GstVideoDecoder, through any queues, bins and
 * converters? Streaming thread; holds no lock for longer than it takes to look at one pad.
 */
gboolean gst_frameshare_upstream_is_decoder(GstPad *pad);

G_END_DECLS

#endif
