/* SPDX-License-Identifier: MIT */
/** What probes of the player's pads have in common. */
#ifndef FRS_PLAYER_PROBE_H
#define FRS_PLAYER_PROBE_H

#include <gst/gst.h>

/* In a probe of events: let `event`, which it takes, go on in place of the one that came. It gets
 * that one's number. */
void frs_probe_replace(GstPadProbeInfo *info, GstEvent *event);

#endif
