/* SPDX-License-Identifier: MIT */
#include "frameshare.h"

#include "sink.h"

gboolean frs_gst_register(void)
{
    return gst_element_register(NULL, "framesharesink", GST_RANK_NONE, GST_TYPE_FRAMESHARE_SINK);
}

static gboolean plugin_init(GstPlugin *plugin)
{
    return gst_element_register(plugin, "framesharesink", GST_RANK_NONE, GST_TYPE_FRAMESHARE_SINK);
}

/* GStreamer's registry calls the MIT licence "MIT/X11". */
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, frameshare,
                  "Video frames in shared memory, without a copy", plugin_init, FRS_VERSION,
                  "MIT/X11", "frameshare", FRS_REPOSITORY)
