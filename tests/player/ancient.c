/* SPDX-License-Identifier: MIT */
/* Preloaded, it makes GStreamer one that is too old. */
#include <gst/gst.h>

__attribute__((visibility("default"))) void gst_version(guint *major, guint *minor, guint *micro,
                                                        guint *nano)
{
    *major = 1;
    *minor = 18;
    *micro = 4;
    *nano = 0;
}
