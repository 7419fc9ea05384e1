/* SPDX-License-Identifier: MIT */
#include "multiqueue_interleave.h"

/* An Ogg page may last a second. */
#define INTERLEAVE (1500 * GST_MSECOND)

void frs_multiqueue_interleave_set(GstElement *bin, GstElement *queue)
{
    (void)bin;
    g_object_set(queue, "min-interleave-time", (guint64)INTERLEAVE, NULL);
}
