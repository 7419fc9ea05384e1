/* SPDX-License-Identifier: MIT */
/**
 * Selects the audio sink: the system's device, or none. A machine without a sound device still
 * plays video, at the same speed.
 */
#ifndef FRS_PLAYER_AUDIO_H
#define FRS_PLAYER_AUDIO_H

#include <gst/gst.h>

/* A new sink (floating): for `device` (devices.h; NULL: the default); if that does not open, the
 * sink of the highest rank whose device does; else a fakesink that keeps time. Blocks while devices
 * are probed; if none was found they are not probed again for 10 s. Posts nothing on any bus. */
GstElement *frs_audio_sink_new(const char *device);

/* Probe for a device now, for the sinks of the next 10 s. Blocks. */
void frs_audio_look(void);

/* A new sink (floating) that keeps time and plays no sound. */
GstElement *frs_audio_sink_new_silent(void);

#endif
