/* SPDX-License-Identifier: MIT */
#include "probe.h"

void frs_probe_replace(GstPadProbeInfo *info, GstEvent *event)
{
    GstEvent *old = GST_PAD_PROBE_INFO_EVENT(info);
    gst_event_set_seqnum(event, gst_event_get_seqnum(old));
    GST_PAD_PROBE_INFO_DATA(info) = event;
    gst_event_unref(old);
}

gboolean frs_pad_has_mode(GstPad *pad, GstPadMode mode)
{
    GST_OBJECT_LOCK(pad);
    gboolean has = GST_PAD_MODE(pad) == mode;
    GST_OBJECT_UNLOCK(pad);
    return has;
}
