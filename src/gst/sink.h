/* SPDX-License-Identifier: MIT */
#ifndef GST_FRAMESHARE_SINK_H
#define GST_FRAMESHARE_SINK_H

#include <gst/video/video.h>

G_BEGIN_DECLS

#define GST_TYPE_FRAMESHARE_SINK (gst_frameshare_sink_get_type())
G_DECLARE_FINAL_TYPE(GstFrameshareSink, gst_frameshare_sink, GST, FRAMESHARE_SINK, GstVideoSink)

G_END_DECLS

#endif
