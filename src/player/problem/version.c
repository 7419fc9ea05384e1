/* SPDX-License-Identifier: MIT */
#include "version.h"

#define OLDEST_MAJOR 1
#define OLDEST_MINOR 20

char *frs_gstreamer_version(void)
{
    guint major, minor, micro, nano;
    gst_version(&major, &minor, &micro, &nano);
    return g_strdup_printf("%u.%u.%u", major, minor, micro);
}

frs_problem *frs_gstreamer_too_old(void)
{
    guint major, minor, micro, nano;
    gst_version(&major, &minor, &micro, &nano);
    if (major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR))
        return NULL;
    g_autofree char *version = frs_gstreamer_version();
    return frs_problem_new("host",
                           "the GStreamer of this machine is %s, and the player needs %d.%d or "
                           "newer: update the system, or bring a GStreamer along with the app "
                           "(`frameshare bundle`)",
                           version, OLDEST_MAJOR, OLDEST_MINOR);
}
