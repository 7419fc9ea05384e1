/* SPDX-License-Identifier: MIT */
/** Helpers for pad probes. */
#ifndef FRS_PLAYER_PROBE_H
#define FRS_PLAYER_PROBE_H

#include <gst/gst.h>

/* In an event probe: replace the event by `event`, which this takes, and which gets the old event's
 * seqnum. */
void frs_probe_replace(GstPadProbeInfo *info, GstEvent *event);

/* Is the pad active in that mode? Takes the pad's object lock. */
gboolean frs_pad_has_mode(GstPad *pad, GstPadMode mode);

#endif
