/* SPDX-License-Identifier: MIT */
/**
 * Where sound goes: the system's device, or nowhere when there is none. A machine without a sound
 * device plays video all the same, at the same speed.
 */
#ifndef FRS_PLAYER_AUDIO_H
#define FRS_PLAYER_AUDIO_H

#include <gst/gst.h>

/* A new sink (floating): that of `device` (devices.h; NULL: no wish); does it not open, the best
 * ranked one whose device does, else a fakesink that keeps time. Blocks while devices are tried;
 * when none was found they are not tried again for 10 s. Posts nothing on any bus. */
GstElement *frs_audio_sink_new(const char *device);

/* Find out whether there is a device, for the sinks of the next 10 s. Blocks. */
void frs_audio_look(void);

/* A new sink (floating) that keeps time and makes no sound. */
GstElement *frs_audio_sink_new_silent(void);

#endif
