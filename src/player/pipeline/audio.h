/* SPDX-License-Identifier: MIT */
/**
 * Where sound goes: the system's device, or nowhere when there is none. A machine without a sound
 * device plays video all the same, at the same speed.
 */
#ifndef FRS_PLAYER_AUDIO_H
#define FRS_PLAYER_AUDIO_H

#include <gst/gst.h>

/* A new sink (floating): that of `device` (devices.h; NULL: no wish); does it not open, the best
 * ranked one whose device does, else a fakesink that keeps time. Blocks while devices are tried.
 * Posts nothing on any bus. */
GstElement *frs_audio_sink_new(const char *device);

/* A new sink (floating) that keeps time and makes no sound. */
GstElement *frs_audio_sink_new_silent(void);

#endif
