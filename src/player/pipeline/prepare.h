/* SPDX-License-Identifier: MIT */
/**
 * What most films need of GStreamer, loaded before one is asked for: GStreamer loads a plugin when
 * an element of it is first made, which costs half of the time to a first picture.
 */
#ifndef FRS_PLAYER_PREPARE_H
#define FRS_PLAYER_PREPARE_H

#include <glib.h>

/*
 * Load plugins, one each time that `context`, which is the calling thread's, has nothing else to
 * do. Those that are not installed are left out. After gst_init().
 */
void frs_prepare(GMainContext *context);

#endif
