/* SPDX-License-Identifier: MIT */
#include "probe.h"

void frs_probe_replace(GstPadProbeInfo *info, GstEvent *event)
{
    GstEvent *old = GST_PAD_PROBE_INFO_EVENT(info);
    gst_event_set_seqnum(event, gst_event_get_seqnum(old));
    GST_PAD_PROBE_INFO_DATA(info) = event;
    gst_event_unref(old);
}
